
namespace RstTrace.Core.Vantages;

/// <summary>One connection as all captures that hold it show it.</summary>
/// <param name="files">How many captures there are.</param>
sealed class Conversation(int files)
{
    readonly TrackPair?[,] _pairs = new TrackPair?[files, files];
    readonly bool?[,] _firstIsNearLow = new bool?[files, files];

    /// <summary>By file; null where a capture does not hold it.</summary>
    public FlowTrack?[] Tracks { get; } = new FlowTrack?[files];

    /// <summary>The pair of two captures; null where they are not held together.</summary>
    public TrackPair? this[int one, int other] => _pairs[one, other];

    /// <summary>Adds what two captures have in common, in both orders.</summary>
    public void Add(TrackPair there, TrackPair back)
    {
        int one = there.One.File, other = there.Other.File;
        Tracks[one] = there.One;
        Tracks[other] = there.Other;
        _pairs[one, other] = there;
        _pairs[other, one] = back;
        bool? isNear = FirstIsNearLow(there);
        _firstIsNearLow[one, other] = isNear;
        _firstIsNearLow[other, one] = isNear is { } near ? !near != there.IsFlipped : null;
    }

    /// <summary>Whether a segment of an end passes the first capture before the second; null where
    /// nobody knows, or both were taken at one place.</summary>
    /// <param name="one">The first.</param>
    /// <param name="other">The second.</param>
    /// <param name="fromLow">The end, as the first counts.</param>
    public bool? PassesFirst(int one, int other, bool fromLow)
        => _firstIsNearLow[one, other] is { } near ? near == fromLow : null;

    /// <summary>Which end of one capture is an end of another.</summary>
    public bool EndIn(int other, int one, bool isLow)
        => _pairs[one, other] is { IsFlipped: true } ? !isLow : isLow;

    // The same segment has more of its TTL left where it passes first. Without routers between,
    // what one end answers comes sooner where it is near.
    static bool? FirstIsNearLow(TrackPair pair)
    {
        int votes = 0;
        long least = long.MaxValue, most = long.MinValue;
        foreach ((SeenSegment one, SeenSegment other) in pair.Twins)
        {
            int lost = one.HopLimit - other.HopLimit;
            if (lost != 0) votes += lost > 0 == one.FromLow ? 1 : -1;
            long difference = (other.Time - one.Time).Nanoseconds;
            if (one.FromLow) least = long.Min(least, difference);
            else most = long.Max(most, difference);
        }

        if (votes != 0) return votes > 0;
        if (least == long.MaxValue || most == long.MinValue) return null;

        const long Jitter = 200_000;
        long gap = least - most;
        return long.Abs(gap) < Jitter ? null : gap > 0;
    }
}
