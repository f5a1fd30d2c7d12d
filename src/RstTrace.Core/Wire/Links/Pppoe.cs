using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire.Tunnels;

namespace RstTrace.Core.Wire.Links;

/// <summary>PPPoE, the session stage (RFC 2516 §4).</summary>
static class Pppoe
{
    const int Length = 6;
    const byte VersionAndType = 0x11, SessionData = 0;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        if (octets[0] != VersionAndType) return cursor.Stop(DecodeOutcome.Malformed);
        if (octets[1] != SessionData) return cursor.StopOther();

        Encapsulation.Pppoe(ref segment, BinaryPrimitives.ReadUInt16BigEndian(octets[2..]));
        cursor.Skip(Length);
        cursor.Limit(BinaryPrimitives.ReadUInt16BigEndian(octets[4..]));
        return Layer.Ppp;
    }
}
