using System.CommandLine;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>The options of a command that the engine is told.</summary>
sealed class TracerWords
{
    /// <summary>Flows that may be asked for at most: at 576 octets each, 10 GB.</summary>
    public const int MostFlows = 1 << 24;

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
        Description = $"connections held at once, some 576 octets each ({s_usual.MaxFlows})",
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
            ? (int)Quantity.Whole("--max-flows", flows, 1, MostFlows, s_usual.MaxFlows)
            : s_usual.MaxFlows,
    };
}
