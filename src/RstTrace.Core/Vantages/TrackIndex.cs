using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Finds a segment of one capture among those that another kept of the same
/// connection.</summary>
/// <remarks>Offload joins and splits segments, so that octets are looked for, not frames.</remarks>
sealed class TrackIndex
{
    const int LookBack = 8; // overlapping segments that a search passes over

    readonly SeenSegment[] _segments;

    public TrackIndex(FlowTrack track)
    {
        _segments = [.. track.Kept];
        Array.Sort(_segments, static (left, right) => Order(
            left.FromLow, left.Sequence, left.Acknowledgment,
            right.FromLow, right.Sequence, right.Acknowledgment));
    }

    /// <summary>The segment with these numbers; null for none.</summary>
    /// <param name="wanted">What the other capture shows.</param>
    /// <param name="fromLow">Which end sent it, as this capture counts.</param>
    /// <param name="sequence">Its SEG.SEQ, as this capture counts.</param>
    /// <param name="acknowledgment">Its SEG.ACK, as this capture counts.</param>
    public SeenSegment? Exact(
        in SeenSegment wanted, bool fromLow, SequenceNumber sequence,
        SequenceNumber acknowledgment)
    {
        int place = FirstAt(fromLow, sequence);
        for (; place < _segments.Length; place++)
        {
            ref readonly SeenSegment found = ref _segments[place];
            if (found.FromLow != fromLow || found.Sequence != sequence) return null;
            if (found.SequenceLength != wanted.SequenceLength) continue;
            if (found.HasAcknowledgment != wanted.HasAcknowledgment) continue;
            if (!wanted.HasAcknowledgment || found.Acknowledgment == acknowledgment) return found;
        }

        return null;
    }

    /// <summary>Whether the octets of a segment were seen, or, where it has none, the
    /// segment.</summary>
    /// <inheritdoc cref="Exact"/>
    public bool Holds(
        in SeenSegment wanted, bool fromLow, SequenceNumber sequence,
        SequenceNumber acknowledgment)
    {
        if (Exact(in wanted, fromLow, sequence, acknowledgment) is not null) return true;
        if (wanted.SequenceLength == 0) return false;

        int place = FirstAt(fromLow, sequence + 1);
        for (int back = 0; back < LookBack && --place >= 0; back++)
        {
            ref readonly SeenSegment found = ref _segments[place];
            if (found.FromLow != fromLow) return false;
            if (sequence.IsWithin(found.Sequence, found.SequenceLength)) return true;
        }

        return false;
    }

    int FirstAt(bool fromLow, SequenceNumber sequence)
    {
        int low = 0, high = _segments.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            ref readonly SeenSegment at = ref _segments[middle];
            bool isBefore = Order(at.FromLow, at.Sequence, default, fromLow, sequence, default) < 0;
            if (isBefore) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // By the raw number: where it wraps, a segment is at worst not found.
    static int Order(
        bool leftLow, SequenceNumber left, SequenceNumber leftAcknowledgment,
        bool rightLow, SequenceNumber right, SequenceNumber rightAcknowledgment)
    {
        int order = leftLow.CompareTo(rightLow);
        if (order == 0) order = left.Value.CompareTo(right.Value);
        return order != 0
            ? order
            : leftAcknowledgment.Value.CompareTo(rightAcknowledgment.Value);
    }
}
