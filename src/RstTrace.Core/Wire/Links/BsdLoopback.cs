using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Links;

/// <summary>BSD's loopback header: an address family of four octets, in the byte order of a
/// machine we know nothing of.</summary>
static class BsdLoopback
{
    const int Length = 4;

    public static Layer Enter(ref Cursor cursor)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        // Families are small: whichever order makes the number small is the right one.
        uint family = BinaryPrimitives.ReadUInt32BigEndian(cursor.Ahead);
        if (family > ushort.MaxValue) family = BinaryPrimitives.ReverseEndianness(family);
        cursor.Skip(Length);
        return family switch
        {
            2 => Layer.Ipv4,
            10 or 23 or 24 or 28 or 30 => Layer.Ipv6, // Linux, Windows, NetBSD, FreeBSD, macOS
            _ => cursor.StopOther(),
        };
    }
}
