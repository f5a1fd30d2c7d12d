using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>Segments that are decoded and not yet tracked.</summary>
/// <remarks>Their frames are gone, so what may be needed of a payload is copied: its first
/// octets.</remarks>
/// <param name="capacity">Segments at most.</param>
/// <param name="secret">Key of the hash that their flows are looked for by.</param>
sealed class SegmentBatch(int capacity, ulong secret)
{
    readonly Segment[] _segments = new Segment[capacity];
    readonly FlowSearch[] _searches = new FlowSearch[capacity];
    readonly int[] _ends = new int[capacity];
    readonly byte[] _payloads = new byte[capacity * Openings.Kept];

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the next one does not fit.</summary>
    public bool IsFull => Count == _segments.Length;

    /// <summary>The place of the next segment: decode into it, then <see cref="Add"/>.</summary>
    public ref Segment Next => ref _segments[Count];

    /// <summary>One of the segments.</summary>
    public ref readonly Segment this[int index] => ref _segments[index];

    /// <summary>What their flows are looked for by.</summary>
    public Span<FlowSearch> Searches => _searches.AsSpan(0, Count);

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

        ref FlowSearch search = ref _searches[Count];
        search.SourceIsLow = FlowKey.Of(in segment, out search.Key);
        search.Hash = search.Key.Hash(secret);
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
