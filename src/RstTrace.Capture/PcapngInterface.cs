using System;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>An interface of a pcapng section: how its frames begin and how its clock
/// counts.</summary>
sealed class PcapngInterface
{
    const byte PowerOfTwo = 0x80;
    const byte Microseconds = 6; // if_tsresol where a file does not say

    // Nanoseconds are units × multiplier, shifted right, ÷ divisor; two of the three do nothing.
    readonly ulong _multiplier = 1;
    readonly ulong _divisor = 1;
    readonly int _shift;
    readonly long _offsetSeconds;

    /// <param name="link">Link type of its frames.</param>
    /// <param name="snapLength">Octets kept of each frame; 0 for all.</param>
    /// <param name="resolution">if_tsresol: a negative power of 10, or of 2 with the high bit
    /// set.</param>
    /// <param name="offsetSeconds">if_tsoffset: seconds to add to each time.</param>
    public PcapngInterface(LinkType link, uint snapLength, byte resolution, long offsetSeconds)
    {
        Link = link;
        SnapLength = snapLength;
        _offsetSeconds = offsetSeconds;

        int exponent = resolution & ~PowerOfTwo;
        if ((resolution & PowerOfTwo) != 0)
        {
            _multiplier = 1_000_000_000;
            _shift = exponent;
        }
        else
        {
            _multiplier = PowerOf10(Math.Max(9 - exponent, 0));
            _divisor = PowerOf10(Math.Max(exponent - 9, 0));
        }
    }

    /// <summary>Link type of its frames.</summary>
    public LinkType Link { get; }

    /// <summary>Octets kept of each frame; 0 for all.</summary>
    public uint SnapLength { get; }

    /// <summary>Reads an interface description block, whole and of sufficient length.</summary>
    public static PcapngInterface Read(ReadOnlySpan<byte> block, ByteOrder order)
    {
        byte resolution = Microseconds;
        long offsetSeconds = 0;

        // Options that end too early or claim too much are left at that: no frame is in them.
        ReadOnlySpan<byte> options = block[Field.Options..^PcapngBlock.Trailer];
        while (options.Length >= Option.Header)
        {
            ushort code = order.UInt16(options);
            ushort length = order.UInt16(options[2..]);
            options = options[Option.Header..];
            if (code == Option.End || length > options.Length) break;

            if (code == Option.Resolution && length == 1) resolution = options[0];
            if (code == Option.Offset && length == 8) offsetSeconds = order.Int64(options);
            options = options[Math.Min(PcapngBlock.Padded(length), options.Length)..];
        }

        return new PcapngInterface(
            (LinkType)order.UInt16(block[Field.Link..]),
            order.UInt32(block[Field.SnapLength..]),
            resolution,
            offsetSeconds);
    }

    /// <summary>The moment that so many units of this clock are.</summary>
    /// <remarks>To the nanosecond, cut and not rounded; what a <see cref="Timestamp"/> cannot hold
    /// (before 1677, after 2262) becomes the nearest that it can.</remarks>
    public Timestamp TimeOf(ulong units)
    {
        ulong high = Math.BigMul(units, _multiplier, out ulong low);
        if (high == 0 && low <= long.MaxValue && _shift == 0 && _offsetSeconds == 0)
            return new Timestamp((long)(_divisor == 1 ? low : low / _divisor));

        UInt128 sinceOffset = (new UInt128(high, low) >> _shift) / _divisor;
        Int128 nanoseconds = (Int128)sinceOffset + (Int128)_offsetSeconds * 1_000_000_000;
        return new Timestamp((long)Int128.Clamp(nanoseconds, long.MinValue, long.MaxValue));
    }

    // 10^19 is the last that 64 bits hold. A clock that ticks more than 10^28 times a second
    // has not yet shown two nanoseconds: its divisor may as well be the largest number.
    static ulong PowerOf10(int exponent)
    {
        if (exponent > 19) return ulong.MaxValue;

        ulong power = 1;
        for (int i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    static class Field
    {
        public const int Link = 8, SnapLength = 12, Options = 16;
    }

    static class Option
    {
        public const int Header = 4; // code and length
        public const ushort End = 0, Resolution = 9, Offset = 14;
    }
}
