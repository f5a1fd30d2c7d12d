using System;
using System.Runtime.InteropServices;

namespace RstTrace.Host.Kernel;

/// <summary>The records of one page of the kernel's ring buffer, as <c>trace_pipe_raw</c> hands it
/// out (include/linux/ring_buffer.h, kernel/trace/ring_buffer.c).</summary>
/// <remarks>Reads what the kernel wrote, but trusts none of its lengths.</remarks>
ref struct TracePage
{
    // Kinds of an entry below which its length in words stands for itself.
    const int Padding = 29, TimeExtend = 30, TimeStamp = 31;
    const int DeltaBits = 27, HeaderLength = 4;
    const long LengthMask = (1 << 20) - 1;
    const ulong StampMask = (1UL << 59) - 1;

    // RB_MISSED_EVENTS: some before this page were overwritten.
    const long Missed = 1L << 31;

    ReadOnlySpan<byte> _rest;
    ulong _time;
    ReadOnlySpan<byte> _record;

    /// <param name="page">As read; empty for none.</param>
    /// <param name="layout">How pages begin.</param>
    public TracePage(ReadOnlySpan<byte> page, TracePageLayout layout)
    {
        if (page.Length < layout.Data) return;

        _time = MemoryMarshal.Read<ulong>(page);
        long commit = layout.CommitSize == 8
            ? MemoryMarshal.Read<long>(page[8..])
            : MemoryMarshal.Read<uint>(page[8..]);
        HasGap = (commit & Missed) != 0;
        int length = (int)(commit & LengthMask);
        _rest = page.Slice(layout.Data, Math.Min(length, page.Length - layout.Data));
    }

    /// <summary>Whether events before these were lost.</summary>
    public bool HasGap { get; }

    /// <summary>When the record was made, in nanoseconds of the trace's clock.</summary>
    public readonly long Time => (long)_time;

    /// <summary>The record; borrowed from the page.</summary>
    public readonly ReadOnlySpan<byte> Record => _record;

    /// <summary>Goes to the next record.</summary>
    public bool MoveNext()
    {
        while (_rest.Length >= HeaderLength)
        {
            uint header = MemoryMarshal.Read<uint>(_rest);
            (int kind, uint delta) = BitConverter.IsLittleEndian
                ? ((int)(header & 31), header >> 5)
                : ((int)(header >> DeltaBits), header & ((1u << DeltaBits) - 1));
            if (kind == Padding && delta == 0) break; // nothing more on this page

            bool hasWord = kind is 0 or >= Padding;
            if (hasWord && _rest.Length < HeaderLength * 2) break;
            uint word = hasWord ? MemoryMarshal.Read<uint>(_rest[HeaderLength..]) : 0;
            switch (kind)
            {
                case TimeExtend:
                    _time += ((ulong)word << DeltaBits) + delta;
                    _rest = _rest[(HeaderLength * 2)..];
                    continue;
                case TimeStamp:
                    ulong stamp = ((ulong)word << DeltaBits) + delta;
                    _time = (_time & ~StampMask) | (stamp & StampMask);
                    _rest = _rest[(HeaderLength * 2)..];
                    continue;
                default:
                    break;
            }

            _time += delta;
            long length = kind == 0 || kind == Padding ? word : kind * 4L;
            int skipped = kind == 0 ? HeaderLength * 2 : HeaderLength;
            long end = HeaderLength + length;
            if (end > _rest.Length || end < skipped) break;

            _record = _rest[skipped..(int)end];
            _rest = _rest[(int)end..];
            if (kind != Padding) return true;
        }

        _rest = default;
        return false;
    }
}

/// <summary>How pages of the ring buffer begin, as <c>events/header_page</c> says.</summary>
/// <param name="CommitSize">Octets of the count of what is on the page.</param>
/// <param name="Data">Where the records begin.</param>
readonly record struct TracePageLayout(int CommitSize, int Data)
{
    /// <summary>Reads the file.</summary>
    public static TracePageLayout Parse(string text)
    {
        // It has fields like those of an event, and no id.
        var format = EventFormat.Parse("ID: 0\n" + text)!;
        return format.Field("commit") is { Size: 4 or 8 } commit
            && format.Field("data") is { } data
            ? new TracePageLayout(commit.Size, data.Offset)
            : new TracePageLayout(8, 16);
    }
}
