using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

// How the clocks run against each other, and which capture has gaps.
partial class VantageComparison
{
    void MeasureClocks(HashSet<Conversation> known)
    {
        for (int one = 0; one < _scans.Count; one++)
        {
            for (int other = one + 1; other < _scans.Count; other++)
            {
                var fit = new ClockFit();
                foreach (Conversation conversation in known) Add(fit, conversation, one, other);
                foreach (Conversation sampled in Sampled(one, other))
                    Add(fit, sampled, one, other);
                if (fit.Count == 0) AddUnordered(fit, known, one, other);
                _clocks[one, other] = fit.Fit();
            }
        }
    }

    static void Add(ClockFit fit, Conversation conversation, int one, int other)
    {
        if (conversation[one, other] is not { } pair) return;

        foreach ((SeenSegment first, SeenSegment second) in pair.Twins)
        {
            if (conversation.PassesFirst(one, other, first.FromLow) is { } isThere)
                fit.Add(first.Time, second.Time, isThere);
        }
    }

    // Taken at one place: no segment passes the one before the other.
    static void AddUnordered(ClockFit fit, HashSet<Conversation> known, int one, int other)
    {
        foreach (Conversation conversation in known)
        {
            if (conversation[one, other] is not { } pair) continue;
            foreach ((SeenSegment first, SeenSegment second) in pair.Twins)
            {
                fit.Add(first.Time, second.Time, isThere: true);
                fit.Add(first.Time, second.Time, isThere: false);
            }
        }
    }

    void MeasureCompleteness(HashSet<Conversation> known)
    {
        for (int one = 0; one < _scans.Count; one++)
        {
            for (int other = 0; other < _scans.Count; other++)
            {
                if (one == other) continue;

                int seenAt = one, expectedAt = other;
                var complete = new Completeness();
                foreach (Conversation conversation in known)
                    complete.Count(conversation, one, other, WasRunning);
                foreach (Conversation sampled in Sampled(one, other))
                    complete.Count(sampled, one, other, WasRunning);
                _completeness[one, other] = complete;

                bool WasRunning(Timestamp moment) => Ran(seenAt, expectedAt, moment);
            }
        }
    }

    /// <summary>When, at the latest, what one capture saw at a moment had passed another, by the
    /// clock of that other; null where the clocks are not known.</summary>
    internal Timestamp? LatestPass(int seenAt, int expectedAt, Timestamp moment)
        => seenAt > expectedAt
            ? _clocks[expectedAt, seenAt]?.LatestAtOne(moment)
            : _clocks[seenAt, expectedAt]?.LatestAtOther(moment);

    /// <summary>Whether a capture was running when what another one saw at a moment passed
    /// it: it had frames before, and some time after the latest moment that the usual speed
    /// allows.</summary>
    /// <param name="seenAt">The capture that saw it.</param>
    /// <param name="expectedAt">The capture that must have seen it before.</param>
    /// <param name="moment">When it was seen.</param>
    /// <param name="trips">How much time after, in round trips: with a whole one, no route that
    /// became faster explains it.</param>
    internal bool Ran(int seenAt, int expectedAt, Timestamp moment, double trips = 1)
    {
        if (LatestPass(seenAt, expectedAt, moment) is not { } pass) return false;

        VantageScan seen = _scans[seenAt], expected = _scans[expectedAt];
        if (seen.StepsBack || expected.StepsBack) return false;

        Fitted clock = _clocks[int.Min(seenAt, expectedAt), int.Max(seenAt, expectedAt)]!;
        return expected.Begin <= pass + (Duration.Zero - clock.LongestTrip)
            && pass + (clock.RoundTrip * trips) <= expected.End;
    }

    /// <summary>Whether a capture was still running when what another one saw at a moment could
    /// have arrived there.</summary>
    internal bool Receives(int seenAt, int expectedAt, Timestamp moment)
    {
        if (_clocks[int.Min(seenAt, expectedAt), int.Max(seenAt, expectedAt)] is not { } clock)
            return false;

        Timestamp arrival = seenAt < expectedAt ? clock.ToOther(moment) : clock.ToOne(moment);
        VantageScan scan = _scans[expectedAt];
        return scan.Begin <= arrival && arrival + clock.LongestTrip <= scan.End;
    }

    IEnumerable<Conversation> Sampled(int one, int other)
    {
        foreach (FlowTrack track in _scans[one].Sample.Values)
        {
            if (!_scans[other].Sample.TryGetValue(track.Key, out FlowTrack? same)) continue;
            if (Pair(track, same) is not { Kinship: not Kinship.Proxied } there) continue;
            if (Pair(same, track) is not { Kinship: not Kinship.Proxied } back) continue;

            var conversation = new Conversation(_scans.Count);
            conversation.Add(there, back);
            yield return conversation;
        }
    }
}
