using System.CommandLine;
using System.Globalization;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>The options of a command that the engine is told.</summary>
sealed class TracerWords
{
    /// <summary>Flows that may be asked for at most: at 512 octets each, 8 GB.</summary>
    public const int MostFlows = 1 << 24;

    const double LongestIdle = 1e9;
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
        IdleAfter = words.GetValue(_idleAfter) is { } idle ? Idle(idle) : s_usual.IdleAfter,
        MaxFlows = words.GetValue(_maxFlows) is { } flows ? Flows(flows) : s_usual.MaxFlows,
    };

    static Duration Idle(string text)
        => double.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds is > 0 and <= LongestIdle
            ? Duration.FromSeconds(seconds)
            : throw new UsageException(
                $"--idle-after takes seconds, more than 0, not '{text}'",
                $"--idle-after {s_usual.IdleAfter.Seconds}");

    static int Flows(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int flows)
            && flows is > 0 and <= MostFlows
            ? flows
            : throw new UsageException(
                $"--max-flows takes a number from 1 to {MostFlows}, not '{text}'",
                $"--max-flows {s_usual.MaxFlows}");
}
