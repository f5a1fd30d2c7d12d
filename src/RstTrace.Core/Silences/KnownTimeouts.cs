using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>The idle timeouts that products come with, shortest first.</summary>
/// <remarks>Only those that end in a reset after silence, or in a request that crosses a FIN. A
/// product whose own sources disagree is left out.</remarks>
public static partial class KnownTimeouts
{
    // Timers run late by their granularity, and two clocks differ.
    const double RelativeTolerance = 0.02;

    static readonly Duration s_tolerance = Duration.FromSeconds(2);

    /// <summary>How far from a timeout a connection that ended by itself may have ended: 2 s, or
    /// 2 % where that is more.</summary>
    /// <param name="silence">How long it had been silent.</param>
    public static Duration ToleranceAt(Duration silence)
    {
        Duration relative = silence * RelativeTolerance;
        return relative > s_tolerance ? relative : s_tolerance;
    }

    /// <summary>What may have ended a connection by itself, with a RST or a FIN, after this
    /// silence.</summary>
    /// <param name="silence">From the last segment to the RST or FIN.</param>
    public static IReadOnlyList<KnownTimeout> EndingAt(Duration silence)
    {
        Duration tolerance = ToleranceAt(silence);
        return Where(silence - tolerance, silence + tolerance, byItself: true);
    }

    /// <summary>Those with <paramref name="from"/> ≤ timeout ≤ <paramref name="to"/>.</summary>
    internal static List<KnownTimeout> Where(Duration from, Duration to, bool byItself)
    {
        var found = new List<KnownTimeout>();
        foreach (KnownTimeout known in All)
        {
            bool fits = byItself ? known.EndsByItself : known.EndsAtNextSegment;
            if (fits && known.Timeout >= from && known.Timeout <= to) found.Add(known);
        }

        return found;
    }
}
