using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Links;

/// <summary>IEEE 802.2 LLC, for the two ways in which it carries IP: SNAP (RFC 1042) and the
/// service access point of IP itself.</summary>
static class LogicalLink
{
    const int Length = 3, SnapLength = 5;
    const uint Snap = 0xAA_AA_03, InternetProtocol = 0x06_06_03;

    /// <summary>Organisations under which SNAP carries ethertypes: Ethernet's own, and that of
    /// IEEE 802.1H for bridges.</summary>
    const uint Rfc1042 = 0x00_00_00, BridgeTunnel = 0x00_00_F8;

    public static Layer Enter(ref Cursor cursor)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        uint points = Read24(cursor.Ahead);
        cursor.Skip(Length);
        return points switch
        {
            Snap => EnterSnap(ref cursor),
            InternetProtocol => Layer.Ip,
            _ => cursor.StopOther(),
        };
    }

    static Layer EnterSnap(ref Cursor cursor)
    {
        if (!cursor.Has(SnapLength)) return cursor.Missing(SnapLength);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        if (Read24(octets) is not (Rfc1042 or BridgeTunnel)) return cursor.StopOther();
        cursor.Skip(SnapLength);
        return EtherType.Follow(BinaryPrimitives.ReadUInt16BigEndian(octets[3..]), ref cursor);
    }

    static uint Read24(ReadOnlySpan<byte> octets)
        => ((uint)octets[0] << 16) | ((uint)octets[1] << 8) | octets[2];
}
