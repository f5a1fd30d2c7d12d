using System.CommandLine;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>The options of a command that the engine is told.</summary>
/// <param name="maxFlows">Connections held at once, unless told otherwise.</param>
/// <param name="octetsEach">What one takes.</param>
sealed class TracerWords(int maxFlows, int octetsEach)
{
    /// <summary>Flows that may be asked for at most: 4 GB of a file's.</summary>
    public const int MostFlows = 1 << 24;

    /// <summary>Of a file: the details of few are kept, so many connections may be.</summary>
    public static TracerWords OfFiles => new(1_000_000, 250);

    /// <summary>Of a device: any may be reset, and a host has more to do.</summary>
    public static TracerWords OfDevices => new(100_000, 700);

    static readonly TracerOptions s_usual = new();

    readonly Option<string> _idleAfter = new("--idle-after")
    {
        HelpName = "SECONDS",
        Description =
            $"silence from which on a reset came after idle ({s_usual.IdleAfter.Seconds})",
    };

    readonly Option<string> _maxFlows = new("--max-flows")
    {
        HelpName = "N",
        Description = $"connections held at once, some {octetsEach} octets each ({maxFlows})",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_idleAfter);
        command.Add(_maxFlows);
    }

    /// <summary>What the engine is told.</summary>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public TracerOptions Read(ParseResult words) => s_usual with
    {
        IdleAfter = words.GetValue(_idleAfter) is { } idle
            ? Quantity.Seconds("--idle-after", idle, s_usual.IdleAfter.Seconds)
            : s_usual.IdleAfter,
        MaxFlows = words.GetValue(_maxFlows) is { } flows
            ? (int)Quantity.Whole("--max-flows", flows, 1, MostFlows, maxFlows)
            : maxFlows,
    };
}
