using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Timeouts;

/// <summary>An idle timeout that a connection meets on its path.</summary>
/// <param name="Value">How long it may be silent.</param>
/// <param name="Source">Who says so.</param>
sealed record PathTimeout(Duration Value, string Source)
{
    /// <summary>The shortest that is known; null where none is.</summary>
    public static PathTimeout? ShortestOf(CheckQuestion question)
    {
        PathTimeout? shortest = null;
        void Hold(Duration value, string source)
        {
            if (shortest is null || value < shortest.Value)
                shortest = new PathTimeout(value, source);
        }

        foreach (ConfiguredTimeout known in question.Configured)
            Hold(known.Value, $"{known.Directive}, {known.Place}");
        foreach (ObservedTimeout seen in question.Observed)
            if (!seen.Bracket.IsRefuted) Hold(seen.Bracket.AtMost, "the capture's silences");

        if (question.ServerIdle is { } idle) Hold(idle, "--server-idle");
        return shortest;
    }
}
