using System;
using System.Buffers.Binary;

namespace RstTrace.Capture.Saving;

/// <summary>Fills the room of one pcapng block from front to back, little-endian.</summary>
ref struct PcapngCursor
{
    /// <summary>Code and length of an option; alone, the end of options.</summary>
    public const int OptionHeader = 4;

    readonly Span<byte> _block;
    int _at;

    /// <param name="block">The room of the whole block.</param>
    /// <param name="type">See <see cref="PcapngBlock"/>.</param>
    public PcapngCursor(Span<byte> block, uint type)
    {
        _block = block;
        Word32(type);
        Word32((uint)block.Length);
    }

    /// <summary>Octets of an option with so many of its own; 0 without any.</summary>
    public static int OptionLength(byte[]? octets)
        => octets is null ? 0 : OptionLength(octets.Length);

    /// <inheritdoc cref="OptionLength(byte[])"/>
    public static int OptionLength(int octets) => OptionHeader + PcapngBlock.Padded(octets);

    public void Word16(int number)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_block[_at..], (ushort)number);
        _at += sizeof(ushort);
    }

    public void Word32(uint number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block[_at..], number);
        _at += sizeof(uint);
    }

    public void Word64(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_block[_at..], number);
        _at += sizeof(long);
    }

    /// <summary>Times are in two words, the high one first in either byte order.</summary>
    public void Time(long nanoseconds)
    {
        ulong units = (ulong)Math.Max(nanoseconds, 0); // none before 1970
        Word32((uint)(units >> 32));
        Word32((uint)units);
    }

    /// <summary>Octets and zeros up to a multiple of four.</summary>
    public void Padded(scoped ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_block[_at..]);
        int padded = PcapngBlock.Padded(octets.Length);
        _block[(_at + octets.Length)..(_at + padded)].Clear();
        _at += padded;
    }

    /// <summary>An option, or nothing if there is none.</summary>
    public void Option(int code, byte[]? octets)
    {
        if (octets is not null) Option(code, octets.AsSpan());
    }

    /// <inheritdoc cref="Option(int, byte[])"/>
    public void Option(int code, scoped ReadOnlySpan<byte> octets)
    {
        Word16(code);
        Word16(octets.Length);
        Padded(octets);
    }

    public void Option(int code, long number)
    {
        Word16(code);
        Word16(sizeof(long));
        Word64(number);
    }

    /// <summary>The end of options: code and length 0.</summary>
    public void EndOfOptions() => Word32(0);

    /// <summary>The length again, which ends the block.</summary>
    public void End() => Word32((uint)_block.Length);
}
