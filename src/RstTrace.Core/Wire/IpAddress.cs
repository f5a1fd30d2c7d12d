using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire;

/// <summary>An IPv4 or IPv6 address in sixteen octets, in network order.</summary>
/// <remarks>IPv4 stands as in an IPv4-mapped address (RFC 4291 §2.5.5.2). Whether it was IPv4 on
/// the wire is the segment's to say: the two never meet in one flow, since the version is part of
/// the flow's identity.</remarks>
public readonly record struct IpAddress(ulong High, ulong Low)
{
    const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>Whether it has the form of IPv4.</summary>
    public bool IsIpv4 => High == 0 && (Low >> 32) == 0xFFFF;

    /// <summary>An IPv4 address from its four octets, read as one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromIpv4(uint address) => new(0, MappedPrefix | address);

    /// <summary>An IPv6 address from its sixteen octets.</summary>
    /// <param name="octets">At least sixteen.</param>
    public static IpAddress FromIpv6(ReadOnlySpan<byte> octets)
        => new(BinaryPrimitives.ReadUInt64BigEndian(octets),
               BinaryPrimitives.ReadUInt64BigEndian(octets[8..]));

    /// <summary>Whether its octets, read as one number, are smaller.</summary>
    public bool IsBelow(IpAddress other)
        => High != other.High ? High < other.High : Low < other.Low;

    /// <summary>Writes the octets as they stand on the wire.</summary>
    /// <param name="destination">At least sixteen octets.</param>
    /// <returns>How many were written: 4 or 16.</returns>
    public int Write(Span<byte> destination)
    {
        if (IsIpv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        return 16;
    }

    /// <summary>Dotted decimal, or the canonical text of RFC 5952.</summary>
    public override string ToString() => IsIpv4 ? Ipv4Text((uint)Low) : Ipv6Text();

    static string Ipv4Text(uint address)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 0xFF}.{(address >> 8) & 0xFF}.{address & 0xFF}");

    // RFC 5952 §4: lower case, no leading zeros, "::" for the longest run of at least two zero
    // groups, the first of equals.
    string Ipv6Text()
    {
        (int runStart, int runLength) = LongestZeroRun();
        var text = new System.Text.StringBuilder(39);
        for (int group = 0; group < 8; group++)
        {
            if (group == runStart)
            {
                text.Append("::");
                group += runLength - 1;
                continue;
            }

            if (group > 0 && text[^1] != ':') text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{Group(group):x}");
        }

        return text.ToString();
    }

    (int Start, int Length) LongestZeroRun()
    {
        (int Start, int Length) longest = (-1, 1);
        for (int start = 0; start < 8; start++)
        {
            int end = start;
            while (end < 8 && Group(end) == 0) end++;
            if (end - start > longest.Length) longest = (start, end - start);
            if (end > start) start = end;
        }

        return longest;
    }

    ushort Group(int index)
        => (ushort)((index < 4 ? High : Low) >> (48 - (16 * (index & 3))));
}
