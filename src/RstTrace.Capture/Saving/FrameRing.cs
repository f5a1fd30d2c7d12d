using System;
using System.Buffers.Binary;
using System.Threading;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>The latest frames, in one array of fixed size.</summary>
/// <remarks>One thread appends and never waits; another may read at the same time. Places are
/// counted in octets since the beginning, and a place modulo the size is where it lies. Before the
/// writer touches a record it declares it overwritten; the reader copies first and then looks
/// whether that was said meanwhile, so that it never believes a record that changed under
/// it.</remarks>
/// <param name="octets">Size of the array: at least <see cref="Least"/>, a multiple of 8.</param>
sealed class FrameRing(int octets)
{
    /// <summary>The least size: three times the longest record.</summary>
    public const int Least = 1 << 20;

    const int SkipMark = -1; // the rest of the array is left empty: the record did not fit

    readonly byte[] _octets = new byte[octets];
    long _oldest;
    long _end;

    /// <summary>The place of the oldest record that is whole.</summary>
    public long Oldest => Volatile.Read(ref _oldest);

    /// <summary>The place after the latest record.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Size of the array.</summary>
    public int Size => _octets.Length;

    /// <summary>Adds a frame, in the place of the oldest. Allocates nothing.</summary>
    public void Append(in Frame frame, int from)
    {
        int captured = Math.Min(frame.Octets.Length, RecordReader.LongestFrame);
        int length = FrameRecord.LengthOf(captured);
        int at = Index(_end);
        int left = _octets.Length - at;
        long place = length <= left ? _end : _end + left;

        if (place + length - _oldest > _octets.Length) Overwrite(place + length - _octets.Length);
        if (place != _end) BinaryPrimitives.WriteInt32LittleEndian(_octets.AsSpan(at), SkipMark);
        Span<byte> record = _octets.AsSpan(Index(place), length);
        FrameRecord.Write(record, in frame, captured, from);
        Volatile.Write(ref _end, place + length);
    }

    /// <summary>Copies the record at a place.</summary>
    /// <param name="place">Where; afterwards, where the next is. If it was overwritten, that of the
    /// oldest is taken instead.</param>
    /// <param name="until">Nothing from here on is read: at most <see cref="End"/>.</param>
    /// <param name="record">At least <see cref="FrameRecord.Longest"/>.</param>
    /// <param name="overtaken">Whether records from the place on were overwritten.</param>
    /// <returns>Its length; 0 where there is none.</returns>
    public int Read(ref long place, long until, Span<byte> record, out bool overtaken)
    {
        overtaken = false;
        while (true)
        {
            long oldest = Oldest;
            if (place < oldest)
            {
                place = oldest;
                overtaken = true;
            }

            if (place >= until) return 0;

            int at = Index(place);
            int captured = FrameRecord.CapturedOf(_octets.AsSpan(at));
            if (!IsStillThere(place)) continue;

            if (captured == SkipMark)
            {
                place += _octets.Length - at;
                continue;
            }

            int length = FrameRecord.LengthOf(captured);
            _octets.AsSpan(at, length).CopyTo(record);
            if (!IsStillThere(place)) continue;

            place += length;
            return length;
        }
    }

    // What was read before this call was read before the writer is asked.
    bool IsStillThere(long place)
    {
        Volatile.ReadBarrier();
        return Oldest <= place;
    }

    void Overwrite(long until)
    {
        long oldest = _oldest;
        while (oldest < until)
        {
            int at = Index(oldest);
            int captured = FrameRecord.CapturedOf(_octets.AsSpan(at));
            oldest += captured == SkipMark
                ? _octets.Length - at
                : FrameRecord.LengthOf(captured);
        }

        // Said before any of it is changed.
        _oldest = oldest;
        Volatile.WriteBarrier();
    }

    int Index(long place) => (int)(place % _octets.Length);
}
