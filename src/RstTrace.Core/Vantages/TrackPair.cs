using System.Collections.Generic;

namespace RstTrace.Core.Vantages;

/// <summary>How a connection in one capture relates to that in another.</summary>
enum Kinship : byte
{
    /// <summary>They have nothing in common, or too little to tell.</summary>
    None,

    /// <summary>The same segments.</summary>
    Same,

    /// <summary>The same segments, with sequence numbers that a box on the path counts from
    /// elsewhere.</summary>
    Rewritten,

    /// <summary>The same octets in segments of its own: something between ends one connection and
    /// opens another.</summary>
    Proxied,
}

/// <summary>One connection in two captures.</summary>
sealed class TrackPair
{
    const int MostShifts = 4;

    readonly TrackIndex _index;
    readonly List<uint> _shiftsOfLow, _shiftsOfHigh;

    TrackPair(FlowTrack one, FlowTrack other, TrackIndex index, bool isFlipped)
    {
        (One, Other, _index, IsFlipped) = (one, other, index, isFlipped);
        _shiftsOfLow = Shifts(ofLow: true);
        _shiftsOfHigh = Shifts(ofLow: false);
    }

    /// <summary>In the first capture.</summary>
    public FlowTrack One { get; }

    /// <summary>In the second.</summary>
    public FlowTrack Other { get; }

    /// <summary>Whether the end that stands first in the one stands second in the other, which
    /// happens where addresses are translated.</summary>
    public bool IsFlipped { get; }

    /// <summary>How they relate.</summary>
    public Kinship Kinship { get; private set; }

    /// <summary>Segments found in both.</summary>
    public int Matches { get; private set; }

    /// <summary>Segments found with the same numbers, both times.</summary>
    public List<(SeenSegment One, SeenSegment Other)> Twins { get; } = [];

    /// <summary>Holds two tracks together; null where they are not one connection.</summary>
    public static TrackPair? Of(FlowTrack one, FlowTrack other, TrackIndex index)
    {
        TrackPair? best = null;
        bool sameEnds = one.Key == other.Key;
        foreach (bool flipped in new[] { false, true })
        {
            if (sameEnds && flipped) continue;

            var pair = new TrackPair(one, other, index, flipped);
            pair.Match();
            if (pair.Kinship == Kinship.None) continue;
            if (best is null || pair.Matches > best.Matches) best = pair;
        }

        return best;
    }

    /// <summary>Whether the second capture holds what the first one shows.</summary>
    public bool OtherHolds(in SeenSegment segment)
    {
        foreach (uint own in ShiftsOf(segment.FromLow))
        {
            foreach (uint back in ShiftsOf(!segment.FromLow))
            {
                if (_index.Holds(
                    in segment, segment.FromLow != IsFlipped, segment.Sequence + own,
                    segment.Acknowledgment + back))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether two resets are one, going by what no box changes on the way unless it
    /// counts from elsewhere.</summary>
    public bool IsTwin(in SeenSegment one, in SeenSegment other)
    {
        if (other.FromLow != (one.FromLow != IsFlipped)) return false;
        if (one.Control != other.Control || one.PayloadLength != other.PayloadLength) return false;

        bool isSequence = false, isAcknowledgment = !one.HasAcknowledgment;
        foreach (uint shift in ShiftsOf(one.FromLow))
            isSequence |= one.Sequence + shift == other.Sequence;
        foreach (uint shift in ShiftsOf(!one.FromLow))
            isAcknowledgment |= one.Acknowledgment + shift == other.Acknowledgment;

        // A refusal counts from 0, whatever the rest is counted from.
        isSequence |= one.Sequence == other.Sequence;
        return isSequence && isAcknowledgment;
    }

    List<uint> ShiftsOf(bool low) => low ? _shiftsOfLow : _shiftsOfHigh;

    /// <summary>How far the numbers of an end are moved; 0 for not at all.</summary>
    public uint ShiftOf(bool low) => ShiftsOf(low)[^1];

    // Where both saw the SYNs, their numbers tell; else nothing is moved.
    List<uint> Shifts(bool ofLow)
    {
        var ones = Starts(One, ofLow);
        var others = Starts(Other, ofLow != IsFlipped);
        foreach (uint start in ones)
            if (others.Contains(start)) return [0];

        if (ones.Count == 0 || others.Count == 0) return [0];

        var shifts = new List<uint>();
        for (int i = 1; i <= ones.Count && i <= others.Count && shifts.Count < MostShifts; i++)
            shifts.Add(unchecked(others[^i] - ones[^i]));
        shifts.Reverse();
        return shifts;
    }

    static List<uint> Starts(FlowTrack track, bool ofLow)
    {
        var starts = new List<uint>();
        foreach (SeenSegment syn in track.Syns)
        {
            if (syn.FromLow == ofLow && !starts.Contains(syn.Sequence.Value))
                starts.Add(syn.Sequence.Value);
        }

        return starts;
    }

    bool IsShifted => _shiftsOfLow[^1] != 0 || _shiftsOfHigh[^1] != 0;

    void Match()
    {
        int unmoved = 0, marked = 0;
        foreach (SeenSegment segment in One.Kept)
        {
            if (FindTwin(in segment) is not { } twin) continue;

            Twins.Add((segment, twin));
            Matches++;
            if (twin.Sequence == segment.Sequence) unmoved++;
            if (HasMarksOf(in segment, in twin)) marked++;
        }

        foreach (SeenSegment reset in One.Resets)
        {
            foreach (SeenSegment other in Other.Resets)
            {
                if (reset.Sequence.Value == 0 || !IsTwin(in reset, in other)) continue;

                Matches++;
                if (reset.Sequence == other.Sequence) unmoved++;
                break;
            }
        }

        // A SYN of the same number is no accident; nor is what only the sender's own marks bear.
        Kinship = unmoved > 0 ? (IsShifted ? Kinship.Rewritten : Kinship.Same)
            : marked > 0 ? Kinship.Rewritten
            : HasPayloadInCommon() ? Kinship.Proxied
            : Kinship.None;
    }

    SeenSegment? FindTwin(in SeenSegment segment)
    {
        foreach (uint own in ShiftsOf(segment.FromLow))
        {
            foreach (uint back in ShiftsOf(!segment.FromLow))
            {
                if (_index.Exact(
                    in segment, segment.FromLow != IsFlipped, segment.Sequence + own,
                    segment.Acknowledgment + back) is { } twin)
                {
                    return twin;
                }
            }
        }

        return null;
    }

    // What a box that moves the numbers leaves as it was, and a proxy makes anew.
    static bool HasMarksOf(in SeenSegment one, in SeenSegment other)
        => one.TimestampValue != 0
            ? one.TimestampValue == other.TimestampValue
            : one.Digest != 0 && one.Digest == other.Digest && one.Identification != 0
                && one.Identification == other.Identification;

    bool HasPayloadInCommon()
    {
        foreach (SeenSegment segment in One.Kept)
        {
            if (segment.Digest == 0) continue;
            foreach (SeenSegment other in Other.Kept)
                if (other.Digest == segment.Digest) return true;
        }

        return false;
    }
}
