using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>Segments that are decoded and not yet tracked.</summary>
/// <remarks>Their frames are gone, so what may be needed of a payload is copied: its first
/// octets.</remarks>
sealed class SegmentBatch
{
    /// <summary>Segments whose flows are asked for side by side: enough for the memory to work on
    /// many at once, few enough to find them still there.</summary>
    public const int Capacity = 64;

    readonly Segment[] _segments = new Segment[Capacity];
    readonly int[] _ends = new int[Capacity];
    readonly byte[] _payloads = new byte[Capacity * Openings.Kept];

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the next one does not fit.</summary>
    public bool IsFull => Count == Capacity;

    /// <summary>The place of the next segment: decode into it, then <see cref="Add"/>.</summary>
    public ref Segment Next => ref _segments[Count];

    /// <summary>One of the segments.</summary>
    public ref readonly Segment this[int index] => ref _segments[index];

    /// <summary>Keeps what was decoded into <see cref="Next"/>.</summary>
    /// <param name="frameOctets">The octets it came from, borrowed for the call.</param>
    public void Add(ReadOnlySpan<byte> frameOctets)
    {
        ref Segment segment = ref _segments[Count];
        int start = Start(Count);
        int length = Math.Min(segment.PayloadCaptured, Openings.Kept);
        if (length > 0)
        {
            ReadOnlySpan<byte> payload = frameOctets.Slice(segment.PayloadOffset, length);
            if (segment.IsReset || Openings.MayBegin(payload)) Keep(payload, start, ref segment);
            else length = 0;
        }

        _ends[Count++] = start + length;
    }

    void Keep(ReadOnlySpan<byte> payload, int start, ref Segment segment)
    {
        payload.CopyTo(_payloads.AsSpan(start));
        segment.Hint = PayloadHint.Read(payload);
    }

    /// <summary>The first octets of a segment's payload; nothing where they cannot be
    /// needed.</summary>
    public ReadOnlySpan<byte> PayloadOf(int index)
    {
        int start = Start(index);
        return _payloads.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
