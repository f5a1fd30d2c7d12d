using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>What one capture shows of the connections of one four-tuple: the first segments, the
/// latest, and every reset.</summary>
/// <param name="key">Its ends, without what they travelled in.</param>
/// <param name="file">The capture, by <see cref="FrameId.File"/>.</param>
/// <param name="most">Segments kept at most, beside the resets.</param>
sealed class FlowTrack(FlowKey key, int file, int most)
{
    const int Head = 24;
    const int MostResets = 256;

    readonly List<SeenSegment> _kept = [];
    int _next = Head; // where the next one goes, when it is full

    /// <summary>Its ends.</summary>
    public FlowKey Key { get; } = key;

    /// <summary>The capture.</summary>
    public int File { get; } = file;

    /// <summary>Its resets, in order.</summary>
    public List<SeenSegment> Resets { get; } = [];

    /// <summary>All that is kept but the resets, in no order after the first.</summary>
    public IReadOnlyList<SeenSegment> Kept => _kept;

    /// <summary>Segments it had, the resets left out.</summary>
    public long Count { get; private set; }

    /// <summary>Resets for which there was no room.</summary>
    public long ResetsLeftOut { get; private set; }

    /// <summary>The segments of the two ends that had a SYN bit, as many as were kept.</summary>
    public List<SeenSegment> Syns { get; } = [];

    /// <summary>When the first of them was captured.</summary>
    public Timestamp First { get; private set; }

    /// <summary>Whether some segments are no longer kept.</summary>
    public bool IsThinned => Count > _kept.Count;

    /// <summary>Takes the next segment.</summary>
    /// <returns>How many more are kept now.</returns>
    public int Take(in SeenSegment segment)
    {
        if (Count == 0 && Resets.Count == 0) First = segment.Time;
        if (segment.IsReset) return TakeReset(in segment);

        Count++;
        if (segment.IsSyn && Syns.Count < Head) Syns.Add(segment);
        if (_kept.Count < most)
        {
            _kept.Add(segment);
            return 1;
        }

        _kept[_next] = segment;
        _next = _next + 1 == most ? Math.Min(Head, most - 1) : _next + 1;
        return 0;
    }

    int TakeReset(in SeenSegment segment)
    {
        if (Resets.Count == MostResets)
        {
            ResetsLeftOut++;
            return 0;
        }

        Resets.Add(segment);
        return 1;
    }

    /// <summary>Takes over what is kept of another track of the same capture: the same connection,
    /// which went by other addresses for a while.</summary>
    /// <param name="other">That track.</param>
    /// <param name="flips">Whether its ends stand the other way round.</param>
    public void Absorb(FlowTrack other, bool flips)
    {
        Add(_kept, other._kept);
        Add(Syns, other.Syns);
        Add(Resets, other.Resets);
        Resets.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        Count += other.Count;

        void Add(List<SeenSegment> to, List<SeenSegment> from)
        {
            foreach (SeenSegment segment in from)
                to.Add(flips ? segment with { FromLow = !segment.FromLow } : segment);
        }
    }

    /// <summary>Whether the end that stands first is the client; null where no SYN says
    /// it.</summary>
    public bool? ClientIsLow
    {
        get
        {
            foreach (SeenSegment syn in Syns) return syn.FromLow != syn.HasAcknowledgment;
            return null;
        }
    }
}
