using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>How far the times of a log are ahead of the capture's, found from lines that name the
/// client's address and port of connections that the capture has too.</summary>
/// <param name="Nanoseconds">So far; 0 where they agree.</param>
/// <param name="Connections">Connections that say so.</param>
/// <param name="Spread">Nanoseconds that it may be wrong by.</param>
readonly record struct ClockOffset(long Nanoseconds, int Connections, long Spread)
{
    /// <summary>Differences that are kept of a log.</summary>
    public const int MostDifferences = 4096;

    const long Second = 1_000_000_000, Minute = 60 * Second, Quarter = 15 * Minute;

    // Logs have whole seconds, and are written a little late.
    const long Width = 5 * Second / 2, Agreeing = 2 * Second;

    // One connection alone might be an earlier one from the same port.
    const long MostOfOne = 2 * Minute, MostSkew = 5 * Minute;

    /// <summary>One line against one connection.</summary>
    /// <param name="Nanoseconds">From the moment of the capture to the line.</param>
    /// <param name="Reset">Which reset's connection.</param>
    public readonly record struct Difference(long Nanoseconds, int Reset);

    /// <summary>The part that is a zone, to the quarter of an hour; 0 where there is
    /// none.</summary>
    public long Zone
        => Nearest is var zone && Math.Abs(Nanoseconds - zone) <= MostSkew ? zone : 0;

    /// <summary>The part that is a wrong clock.</summary>
    public long Skew => Nanoseconds - Zone;

    long Nearest => (long)Math.Round(Nanoseconds / (double)Quarter) * Quarter;

    /// <summary>Estimates it.</summary>
    /// <param name="differences">All that were found; sorted hereby.</param>
    /// <returns>Null where nothing is known.</returns>
    public static ClockOffset? Estimate(List<Difference> differences)
    {
        differences.Sort(static (left, right) => left.Nanoseconds.CompareTo(right.Nanoseconds));
        ClockOffset? best = null;
        int bestLines = 0, agreeing = 0;
        var resets = new Dictionary<int, int>();
        for (int first = 0, end = 0; first < differences.Count; first++)
        {
            long limit = differences[first].Nanoseconds + Width;
            while (end < differences.Count && differences[end].Nanoseconds <= limit)
                Count(resets, differences[end++].Reset, 1);

            long middle = differences[(first + end - 1) / 2].Nanoseconds;
            if (Math.Abs(middle) <= Agreeing) agreeing = Math.Max(agreeing, resets.Count);
            bool isBetter = best is not { } known || resets.Count > known.Connections
                || (resets.Count == known.Connections && (end - first > bestLines
                    || (end - first == bestLines
                        && Math.Abs(middle) < Math.Abs(known.Nanoseconds))));
            if (isBetter)
            {
                long spread = differences[end - 1].Nanoseconds - differences[first].Nanoseconds;
                best = new ClockOffset(middle, resets.Count, spread / 2);
                bestLines = end - first;
            }

            Count(resets, differences[first].Reset, -1);
        }

        if (best is not { } found) return null;
        if (2 * agreeing >= found.Connections) return new ClockOffset(0, agreeing, 0);
        return found.Connections > 1 || Math.Abs(found.Skew) <= MostOfOne ? found : null;
    }

    /// <summary>What was found, for the user.</summary>
    /// <param name="log">The log's name.</param>
    public string Sentence(string log)
    {
        string zone = Zone == 0 ? "" : $"{Said(Zone)} for another time zone";
        string skew = Math.Abs(Skew) < Agreeing ? "" : $"{Said(Skew)} for a clock that is wrong";
        string both = zone.Length > 0 && skew.Length > 0 ? " and " : "";
        string who = Connections == 1 ? "one connection" : $"{Connections} connections";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{log}: its times are off: {zone}{both}{skew}; {who} that it names and the capture "
            + $"has show it, and it was taken into account");
    }

    static string Said(long nanoseconds)
        => new Duration(Math.Abs(nanoseconds)) + (nanoseconds > 0 ? " ahead" : " behind");

    static void Count(Dictionary<int, int> resets, int reset, int by)
    {
        int count = resets.GetValueOrDefault(reset) + by;
        if (count == 0) resets.Remove(reset);
        else resets[reset] = count;
    }
}
