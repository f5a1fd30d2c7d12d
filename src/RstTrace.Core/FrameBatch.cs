using System;
using System.Runtime.CompilerServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>Frames that a source lends together: those that lie side by side in its
/// buffer.</summary>
/// <remarks>Their octets belong to the source until its next read (invariant 2). Made once and
/// filled again and again.</remarks>
public sealed class FrameBatch
{
    /// <summary>Frames it holds at most.</summary>
    public const int Capacity = 64;

    readonly Head[] _heads = new Head[Capacity];
    byte[] _octets = [];
    LinkType _link;

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more fit.</summary>
    public bool IsFull => Count == Capacity;

    /// <summary>One of the frames.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public Frame this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref readonly Head head = ref _heads[index];
            return new Frame
            {
                Octets = new ReadOnlySpan<byte>(_octets, head.Start, head.Length),
                OriginalLength = head.OriginalLength,
                Time = head.Time,
                Link = _link,
                Id = head.Id,
            };
        }
    }

    /// <summary>Starts over.</summary>
    /// <param name="octets">Where the frames lie; the source's own.</param>
    /// <param name="link">How they begin.</param>
    public void Begin(byte[] octets, LinkType link)
    {
        _octets = octets;
        _link = link;
        Count = 0;
    }

    /// <summary>Adds a frame; there must be room.</summary>
    /// <param name="start">Where its octets begin.</param>
    /// <param name="length">How many were captured.</param>
    /// <param name="originalLength">How many there were on the wire.</param>
    /// <param name="time">When it was captured.</param>
    /// <param name="id">Its file and number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int length, uint originalLength, Timestamp time, FrameId id)
    {
        ref Head head = ref _heads[Count++];
        head.Time = time;
        head.Id = id;
        head.Start = start;
        head.Length = length;
        head.OriginalLength = originalLength;
    }

    struct Head
    {
        public Timestamp Time;
        public FrameId Id;
        public int Start;
        public int Length;
        public uint OriginalLength;
    }
}
