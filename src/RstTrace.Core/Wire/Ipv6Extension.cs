using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire;

/// <summary>IPv6 extension headers between the IPv6 header and TCP (RFC 8200 §4).</summary>
static class Ipv6Extension
{
    const int Unit = 8;

    /// <summary>Hop-by-hop options, destination options and routing: alike as far as we read
    /// them. The length counts units after the first.</summary>
    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Unit)) return cursor.Missing(Unit);

        byte next = cursor.Ahead[0];
        int length = (cursor.Ahead[1] + 1) * Unit;
        if (!cursor.Has(length)) return cursor.Missing(length);

        cursor.Skip(length);
        return IpProtocol.Follow(next, ref cursor, ref segment);
    }

    /// <summary>The fragment header. Offset 0 without more to come is a whole datagram (RFC 6946).
    /// </summary>
    public static Layer EnterFragment(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Unit)) return cursor.Missing(Unit);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        byte next = octets[0];
        int place = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if (place >> 3 != 0) return cursor.Stop(DecodeOutcome.LaterFragment);

        bool moreFragments = (place & 1) != 0;
        if (moreFragments) segment.Traits |= SegmentTraits.FirstFragment;
        cursor.Skip(Unit);
        return IpProtocol.Follow(next, ref cursor, ref segment);
    }
}
