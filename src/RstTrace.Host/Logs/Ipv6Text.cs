using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>IPv6 addresses as logs write them (RFC 4291 §2.2), without allocating.</summary>
static class Ipv6Text
{
    const int Groups = 8;

    /// <summary>Reads a text that is an address and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<byte> octets = stackalloc byte[2 * Groups];
        octets.Clear();
        int gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            if (ReadGroups(text, octets) != Groups) return false;
        }
        else
        {
            // What stands behind the gap is moved to the end.
            Span<byte> behind = stackalloc byte[2 * Groups];
            behind.Clear();
            int first = ReadGroups(text[..gap], octets);
            int last = ReadGroups(text[(gap + 2)..], behind);
            if (first < 0 || last < 0 || first + last >= Groups) return false;
            behind[..(2 * last)].CopyTo(octets[(2 * (Groups - last))..]);
        }

        address = IpAddress.FromIpv6(octets);
        return true;
    }

    // How many groups there are; -1 where one is none.
    static int ReadGroups(ReadOnlySpan<byte> text, Span<byte> octets)
    {
        if (text.IsEmpty) return 0;

        int count = 0;
        foreach (Range range in text.Split((byte)':'))
        {
            ReadOnlySpan<byte> group = text[range];
            if (group.Contains((byte)'.'))
            {
                bool isLast = range.End.GetOffset(text.Length) == text.Length;
                return isLast && count <= Groups - 2 && ReadIpv4(group, octets[(2 * count)..])
                    ? count + 2
                    : -1;
            }

            if (count == Groups || group.Length is 0 or > 4) return -1;
            int value = 0;
            foreach (byte digit in group)
            {
                if (!char.IsAsciiHexDigit((char)digit)) return -1;
                value = (value << 4) | ValueOf(digit);
            }

            BinaryPrimitives.WriteUInt16BigEndian(octets[(2 * count++)..], (ushort)value);
        }

        return count;
    }

    static int ValueOf(byte digit)
        => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    // Behind an IPv4-mapped prefix (§2.2, the third form).
    static bool ReadIpv4(ReadOnlySpan<byte> text, Span<byte> octets)
    {
        var cursor = new LineCursor(text);
        for (int part = 0; part < 4; part++)
        {
            if (part > 0 && !cursor.Skip((byte)'.')) return false;
            if (!cursor.Digits(1, 3, out int octet) || octet > byte.MaxValue) return false;
            octets[part] = (byte)octet;
        }

        return cursor.Rest.IsEmpty;
    }
}
