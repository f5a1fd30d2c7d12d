using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>ERSPAN types II and III: frames that a switch mirrored into GRE
/// (draft-foschiano-erspan-03 §4).</summary>
static class Erspan
{
    const int Type2Length = 8, Type3Length = 12, PlatformLength = 8;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Type2Length)) return cursor.Missing(Type2Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        int version = octets[0] >> 4;
        if (version is not (1 or 2)) return cursor.Stop(DecodeOutcome.NotTcp);

        int length = Type2Length;
        if (version == 2)
        {
            if (!cursor.Has(Type3Length)) return cursor.Missing(Type3Length);
            bool hasPlatform = (octets[11] & 1) != 0;
            length = Type3Length + (hasPlatform ? PlatformLength : 0);
            if (!cursor.Has(length)) return cursor.Missing(length);
        }

        // The VLAN tag that the switch took off, if it had one. The session is left out: either
        // direction may be mirrored by a session of its own.
        Encapsulation.Vlan(ref segment, BinaryPrimitives.ReadUInt16BigEndian(octets));
        cursor.Skip(length);
        return Layer.Ethernet;
    }
}
