using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>Segments that are decoded and not yet tracked.</summary>
/// <remarks>Their frames are gone, so what is needed of a payload is copied: the first octets of a
/// RST's own.</remarks>
sealed class SegmentBatch
{
    /// <summary>Enough for handing over to cost nothing, few enough to stay in the cache.</summary>
    public const int Capacity = 4096;

    readonly Segment[] _segments = new Segment[Capacity];
    readonly byte[] _payloads = new byte[Capacity * ResetWatch.PayloadKept];

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
        ref readonly Segment segment = ref _segments[Count];
        if (segment.IsReset && segment.PayloadCaptured > 0)
        {
            ReadOnlySpan<byte> payload = segment.Payload(frameOctets);
            payload[..Kept(in segment)].CopyTo(_payloads.AsSpan(Count * ResetWatch.PayloadKept));
        }

        Count++;
    }

    /// <summary>The first octets of a RST's payload; of another segment, nothing.</summary>
    public ReadOnlySpan<byte> PayloadOf(int index)
        => _segments[index].IsReset
            ? _payloads.AsSpan(index * ResetWatch.PayloadKept, Kept(in _segments[index]))
            : [];

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    static int Kept(in Segment segment)
        => Math.Min(segment.PayloadCaptured, ResetWatch.PayloadKept);
}
