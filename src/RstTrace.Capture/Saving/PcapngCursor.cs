using System;
using System.Buffers.Binary;
using System.Text;

namespace RstTrace.Capture.Saving;

/// <summary>Fills the room of one pcapng block from front to back.</summary>
ref struct PcapngCursor
{
    /// <summary>Code and length of an option; alone, the end of options.</summary>
    public const int OptionHeader = 4;

    readonly Span<byte> _block;
    readonly bool _bigEndian;
    int _at;

    /// <param name="block">The room of the whole block.</param>
    /// <param name="type">See <see cref="PcapngBlock"/>.</param>
    /// <param name="bigEndian">The byte order of its section.</param>
    public PcapngCursor(Span<byte> block, uint type, bool bigEndian = false)
    {
        _block = block;
        _bigEndian = bigEndian;
        Word32(type);
        Word32((uint)block.Length);
    }

    /// <summary>Octets of an option with so many of its own; 0 without any.</summary>
    public static int OptionLength(byte[]? octets)
        => octets is null ? 0 : OptionLength(octets.Length);

    /// <inheritdoc cref="OptionLength(byte[])"/>
    public static int OptionLength(int octets) => OptionHeader + PcapngBlock.Padded(octets);

    /// <summary>A text as UTF-8, cut at a letter to what an option can hold; null for
    /// none.</summary>
    public static byte[]? Text(string? text)
    {
        const int Most = 65_532; // a multiple of 4 below the 16 bits of an option's length

        if (string.IsNullOrEmpty(text)) return null;
        if (Encoding.UTF8.GetByteCount(text) <= Most) return Encoding.UTF8.GetBytes(text);

        byte[] octets = new byte[Most];
        Encoding.UTF8.GetEncoder()
            .Convert(text, octets, flush: false, out _, out int used, out _);
        return octets[..used];
    }

    public void Word16(int number)
    {
        if (_bigEndian) BinaryPrimitives.WriteUInt16BigEndian(_block[_at..], (ushort)number);
        else BinaryPrimitives.WriteUInt16LittleEndian(_block[_at..], (ushort)number);
        _at += sizeof(ushort);
    }

    public void Word32(uint number)
    {
        if (_bigEndian) BinaryPrimitives.WriteUInt32BigEndian(_block[_at..], number);
        else BinaryPrimitives.WriteUInt32LittleEndian(_block[_at..], number);
        _at += sizeof(uint);
    }

    public void Word64(long number)
    {
        if (_bigEndian) BinaryPrimitives.WriteInt64BigEndian(_block[_at..], number);
        else BinaryPrimitives.WriteInt64LittleEndian(_block[_at..], number);
        _at += sizeof(long);
    }

    /// <summary>Times are in two words, the high one first in either byte order.</summary>
    public void Time(long number)
    {
        ulong units = (ulong)Math.Max(number, 0); // none before 1970
        Word32((uint)(units >> 32));
        Word32((uint)units);
    }

    /// <summary>Octets that another wrote, padding included.</summary>
    public void Raw(scoped ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_block[_at..]);
        _at += octets.Length;
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
