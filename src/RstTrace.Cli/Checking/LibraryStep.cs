using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Cli.Checking;

/// <summary>Step: whether there is a libpcap.</summary>
sealed class LibraryStep : IStep
{
    /// <inheritdoc/>
    public string Id => "libpcap";

    /// <inheritdoc/>
    public string Title => "is libpcap there";

    /// <inheritdoc/>
    public Finding Run(CancellationToken ending)
    {
        try
        {
            return this.Found(StepVerdict.Ok, LibpcapVersion.Read());
        }
        catch (CaptureException failure)
        {
            return this.Found(StepVerdict.Bad, failure.Message) with
            {
                Next = [new Fix("Install it.", failure.Hint)],
                Weight = 60,
            };
        }
    }
}
