using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Numbers and payloads by which a connection is found in a capture that knows it under
/// other addresses.</summary>
/// <remarks>A translator of addresses keeps SEG.SEQ and SEG.ACK. 64 bits of them and the length
/// meet by chance once in ten million connections; a SYN shows half as much, so its TSval
/// counts too.</remarks>
sealed class Fingerprints
{
    const int Most = 400_000, MostOfTrack = 12;

    readonly HashSet<ulong> _numbers = [];
    readonly HashSet<uint> _payloads = [];

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _numbers.Count == 0;

    /// <summary>Looks for these connections.</summary>
    public void Add(FlowTrack track)
    {
        int added = 0;
        foreach (SeenSegment segment in track.Kept)
        {
            if (added++ == MostOfTrack || _numbers.Count >= Most) break;
            if (NumbersOf(in segment) is { } numbers) _numbers.Add(numbers);
            if (segment.Digest != 0) _payloads.Add(segment.Digest);
        }

        foreach (SeenSegment reset in track.Resets)
        {
            if (added++ == 2 * MostOfTrack || _numbers.Count >= Most) break;
            if (NumbersOf(in reset) is { } numbers) _numbers.Add(numbers);
        }
    }

    /// <summary>Whether a segment is of one of them.</summary>
    public bool Finds(in Segment segment, ReadOnlySpan<byte> octets)
    {
        ulong? numbers = NumbersOf(
            segment.Sequence, segment.Acknowledgment, segment.HasAcknowledgment, segment.IsSyn,
            segment.HasTimestamps ? segment.TimestampValue : 0, segment.PayloadLength);
        if (numbers is { } known && _numbers.Contains(known)) return true;
        if (segment.PayloadLength == 0) return false;

        uint digest = SeenSegment.DigestOf(segment.Payload(octets));
        return digest != 0 && _payloads.Contains(digest);
    }

    /// <summary>What stands for its numbers; null where they are too few to tell.</summary>
    public static ulong? NumbersOf(in SeenSegment segment)
        => NumbersOf(
            segment.Sequence, segment.Acknowledgment, segment.HasAcknowledgment, segment.IsSyn,
            segment.TimestampValue, segment.PayloadLength);

    static ulong? NumbersOf(
        SequenceNumber sequence, SequenceNumber acknowledgment, bool hasAcknowledgment, bool isSyn,
        uint timestamp, int length)
    {
        if (sequence.Value == 0) return null;
        if (!hasAcknowledgment && !(isSyn && timestamp != 0)) return null;

        uint second = hasAcknowledgment ? acknowledgment.Value : timestamp;
        return Keyed.Fold(
            ((ulong)sequence.Value << 32) | second, 0xA076_1D64_78BD_642F ^ (ulong)(uint)length);
    }
}
