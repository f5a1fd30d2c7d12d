using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Which way the resets of a connection took, from where they were seen and where
/// not.</summary>
/// <param name="comparison">What is known of the captures.</param>
sealed class Passages(VantageComparison comparison)
{
    readonly PassageWords _words = new(comparison);

    /// <summary>What is found of each reset of a connection: equal ones are one.</summary>
    public List<VantageFinding> Of(Conversation conversation)
    {
        List<Crossing> crossings = CrossingsOf(conversation);
        var findings = new List<VantageFinding>(crossings.Count);
        foreach (Crossing crossing in crossings)
        {
            if (!crossing.IsJoined) findings.Add(Finding(conversation, crossing, crossings));
        }

        return findings;
    }

    List<Crossing> CrossingsOf(Conversation conversation)
    {
        var crossings = new List<Crossing>();
        for (int file = 0; file < conversation.Tracks.Length; file++)
        {
            if (conversation.Tracks[file] is not { } track) continue;
            foreach (SeenSegment reset in track.Resets)
            {
                Crossing? same = crossings.Find(
                    other => IsSame(conversation, other, file, in reset));
                if (same is null) crossings.Add(same = new Crossing(conversation.Tracks.Length));
                (same.At[file] ??= []).Add(reset);
            }
        }

        int whole = crossings.Count;
        for (int i = 0; i < whole; i++) SplitOffEarly(conversation, crossings, crossings[i]);
        JoinRewritten(conversation, crossings);
        return crossings;
    }

    static bool IsSame(
        Conversation conversation, Crossing crossing, int file, in SeenSegment reset)
    {
        for (int other = 0; other < crossing.At.Length; other++)
        {
            if (crossing.At[other] is not { } sightings) continue;

            SeenSegment known = sightings[0];
            bool isSame = other == file
                ? known.FromLow == reset.FromLow && known.Sequence == reset.Sequence
                    && known.Control == reset.Control && known.PayloadLength == reset.PayloadLength
                    && (!known.HasAcknowledgment || known.Acknowledgment == reset.Acknowledgment)
                : conversation[other, file] is { } pair && pair.IsTwin(in known, in reset);
            if (isSame) return true;
        }

        return false;
    }

    // A copy that arrived before the first one left is none of it.
    void SplitOffEarly(
        Conversation conversation, List<Crossing> crossings, Crossing crossing)
    {
        int near = NearestTo(conversation, crossing);
        if (crossing.At[near] is not { } left) return;

        Timestamp first = left[0].Time;
        for (int file = 0; file < crossing.At.Length; file++)
        {
            if (file == near || crossing.At[file] is not { } seen) continue;

            List<SeenSegment> early = seen.FindAll(
                reset => comparison.LatestPass(file, near, reset.Time) is { } pass
                    && (first - pass).Seconds > Slack(file, near).Seconds);
            if (early.Count == 0 || early.Count == seen.Count) continue;

            var apart = new Crossing(crossing.At.Length);
            apart.At[file] = early;
            crossings.Add(apart);
            seen.RemoveAll(early.Contains);
        }
    }

    Duration Slack(int one, int other)
    {
        Fitted? clock = comparison.Clock(int.Min(one, other), int.Max(one, other));
        var least = Duration.FromMilliseconds(1);
        return clock?.Estimate.Drift is null ? least + Duration.FromMilliseconds(9) : least;
    }

    // A box that numbers anew may number a reset wrongly: one that left and is missing beyond, and
    // one that came beyond soon after and is missing here, are one.
    void JoinRewritten(Conversation conversation, List<Crossing> crossings)
    {
        foreach (Crossing strange in crossings)
        {
            int near = NearestTo(conversation, strange);
            if (strange.IsJoined || strange.At[near] is not null) continue;

            int file = Array.FindIndex(strange.At, static seen => seen is not null);
            foreach (Crossing left in crossings)
            {
                if (left == strange || left.IsJoined || left.At[file] is not null) continue;
                if (left.At[near] is not { } leaving || !IsRewrittenAs(
                    conversation, near, file, leaving[0], strange.At[file]![0]))
                {
                    continue;
                }

                left.IsRewritten = strange.IsJoined = true;
                for (int i = 0; i < left.At.Length; i++) left.At[i] ??= strange.At[i];
                break;
            }
        }
    }

    bool IsRewrittenAs(
        Conversation conversation, int near, int file, in SeenSegment left, in SeenSegment came)
    {
        if (conversation.EndIn(near, file, came.FromLow) != left.FromLow) return false;
        if (comparison.LatestPass(file, near, came.Time) is not { } pass) return false;

        const double Soon = 0.2;
        double ago = (pass - left.Time).Seconds;
        return ago > -Slack(file, near).Seconds && ago < Soon
            && left.PayloadLength == came.PayloadLength;
    }

    /// <summary>The capture that is nearest to the claimed sender.</summary>
    static int NearestTo(Conversation conversation, Crossing crossing)
    {
        int seenAt = Array.FindIndex(crossing.At, static seen => seen is not null);
        bool fromLow = crossing.At[seenAt]![0].FromLow;
        int nearest = seenAt;
        for (int file = 0; file < conversation.Tracks.Length; file++)
        {
            if (file == nearest || conversation.Tracks[file] is null) continue;

            bool end = conversation.EndIn(file, seenAt, fromLow);
            if (conversation.PassesFirst(file, nearest, end) == true) nearest = file;
        }

        return nearest;
    }

    VantageFinding Finding(
        Conversation conversation, Crossing crossing, List<Crossing> crossings)
    {
        int near = NearestTo(conversation, crossing);
        return crossing.At[near] is not null
            ? Left(conversation, crossing, near)
            : Strange(
                conversation, crossing, near,
                IsMutual(conversation, crossing, near, crossings));
    }

    // Each end has a reset in the name of the other that is not where it would have left.
    static bool IsMutual(
        Conversation conversation, Crossing crossing, int near, List<Crossing> crossings)
    {
        int seenAt = FirstSeen(conversation, crossing);
        bool fromLow = crossing.At[seenAt]![0].FromLow;
        return crossings.Exists(other => !other.IsJoined
            && other.At[seenAt] is null && other.At[near] is { } there
            && conversation.EndIn(seenAt, near, there[0].FromLow) != fromLow);
    }

    // It left, or came past.
    VantageFinding Left(Conversation conversation, Crossing crossing, int near)
    {
        SeenSegment reset = crossing.At[near]![0];
        bool isHome = IsHome(conversation.Tracks[near]!, in reset);
        var without = new List<ElsewhereSeen>();
        bool arrived = false;
        foreach (VantageScan scan in comparison.Scans)
        {
            if (scan.File == near) continue;

            bool isThere = crossing.At[scan.File] is not null;
            arrived |= isThere;
            if (isThere) continue;

            bool isLost = conversation.Tracks[scan.File] is not null
                && conversation.PassesFirst(
                    near, scan.File, reset.FromLow) == true
                && comparison.Receives(near, scan.File, reset.Time)
                && comparison.CompletenessOf(near, scan.File).MayDropAt(reset.Time) == false;
            without.Add(new(scan.File, isLost ? Seen.No : Seen.NotCapturing, []));
        }

        bool isKnownLost = without.Exists(static other => other.Seen == Seen.No);
        return new VantageFinding
        {
            Passage = arrived ? Passage.Arrived : isKnownLost ? Passage.Lost : Passage.Unclear,
            IsByClaimed = isHome ? true : null,
            Confidence = !isHome ? 0 : arrived ? 0.99 : 0.98,
            Frames = crossing.Frames(near),
            Without = without,
            Words = _words.OfLeft(conversation, crossing, near, without, isHome),
        };
    }

    // A host's own capture shows its segments before any router took from their TTL.
    bool IsHome(FlowTrack track, in SeenSegment reset)
    {
        if (HopDistance.Of(reset.HopLimit) == 0) return true;
        foreach (SeenSegment segment in track.Kept)
        {
            if (segment.FromLow == reset.FromLow && HopDistance.Of(segment.HopLimit) == 0)
                return true;
        }

        IpAddress address = reset.FromLow ? track.Key.LowAddress : track.Key.HighAddress;
        return comparison.Scans[track.File].Homes.DistanceOf(address) == 0;
    }

    // It is missing where it would have left.
    VantageFinding Strange(
        Conversation conversation, Crossing crossing, int near, bool isMutual)
    {
        int seenAt = FirstSeen(conversation, crossing);
        SeenSegment reset = crossing.At[seenAt]![0];
        var doubts = new Absence(comparison, conversation, seenAt, near, reset, isMutual);
        var without = new List<ElsewhereSeen>();
        foreach (VantageScan scan in comparison.Scans)
        {
            if (crossing.At[scan.File] is not null) continue;

            bool counts = scan.File == near
                ? doubts.Counts
                : conversation.Tracks[scan.File] is not null && conversation.PassesFirst(
                    scan.File, seenAt, conversation.EndIn(scan.File, seenAt, reset.FromLow)) == true
                    && new Absence(comparison, conversation, seenAt, scan.File, reset, isMutual)
                        .Counts;
            without.Add(new(scan.File, counts ? Seen.No : Seen.NotCapturing, []));
        }

        bool isMade = doubts.Counts && !doubts.IsOpen;
        return new VantageFinding
        {
            Passage = doubts.Counts ? Passage.MadeBetween : Passage.Unclear,
            IsByClaimed = isMade ? false : null,
            IsOpen = doubts is { Counts: true, IsOpen: true },
            Confidence = isMade ? doubts.Confidence : 0,
            Frames = crossing.Frames(seenAt),
            Without = without,
            Words = _words.OfStrange(conversation, crossing, seenAt, near, without, doubts),
        };
    }

    // Of the captures that have it, that which is nearest to where it did not leave.
    static int FirstSeen(Conversation conversation, Crossing crossing)
    {
        int first = -1;
        for (int file = 0; file < crossing.At.Length; file++)
        {
            if (crossing.At[file] is not { } seen) continue;
            if (first < 0 || conversation.PassesFirst(file, first, seen[0].FromLow) == true)
                first = file;
        }

        return first;
    }
}
