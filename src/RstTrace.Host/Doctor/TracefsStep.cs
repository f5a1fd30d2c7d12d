using System;
using System.IO;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Doctor;

/// <summary>Step: whether the kernel says why it sends a reset: the event tcp:tcp_send_reset, with
/// a reason since Linux 6.10.</summary>
sealed class TracefsStep : IStep
{
    const string Event = "events/tcp/tcp_send_reset/format";

    static readonly string[] s_roots = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    public string Id => "tracefs";

    public string Title => "does the kernel say why it resets";

    public Finding Run(CancellationToken ending)
    {
        foreach (string root in s_roots)
        {
            try
            {
                string format = File.ReadAllText(Path.Combine(root, Event));
                return Judge(format);
            }
            catch (UnauthorizedAccessException)
            {
                return this.Found(
                    StepVerdict.Warn, $"{root} is there, and is root's: no reasons are read") with
                {
                    Next = [new Fix("Run it as root.", "sudo rsttrace doctor")],
                };
            }
            catch (IOException)
            {
                // Not here, or not mounted: perhaps at the next place.
            }
        }

        return this.Found(
            StepVerdict.Warn, "tracefs is not mounted, or the kernel lacks tcp_send_reset") with
        {
            Next = [new Fix("Mount it.", "sudo mount -t tracefs tracefs /sys/kernel/tracing")],
        };
    }

    Finding Judge(string format)
        => format.Contains(" reason;", StringComparison.Ordinal)
            ? this.Found(StepVerdict.Ok, "yes, with the reason of each reset")
            : this.Found(
                StepVerdict.Warn,
                "it says that it resets, not why: the reason came with Linux 6.10");
}
