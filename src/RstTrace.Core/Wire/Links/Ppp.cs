using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Links;

/// <summary>PPP (RFC 1661 §2), with or without the framing of RFC 1662, and Cisco's HDLC.</summary>
static class Ppp
{
    const byte AllStations = 0xFF, UnnumberedInformation = 0x03;
    const byte CiscoUnicast = 0x0F, CiscoMulticast = 0x8F;

    public static Layer Enter(ref Cursor cursor)
    {
        if (!cursor.Has(1)) return cursor.Missing(1);
        if (cursor.Ahead[0] == AllStations)
        {
            if (!cursor.Has(2)) return cursor.Missing(2);
            if (cursor.Ahead[1] == UnnumberedInformation) cursor.Skip(2);
        }

        return EnterProtocol(ref cursor);
    }

    /// <summary>Cisco's framing begins with an address that PPP does not use.</summary>
    public static Layer EnterHdlc(ref Cursor cursor)
    {
        const int CiscoLength = 4;
        if (!cursor.Has(CiscoLength)) return cursor.Missing(CiscoLength);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        if (octets[0] is not (CiscoUnicast or CiscoMulticast)) return Layer.Ppp;
        cursor.Skip(CiscoLength);
        return EtherType.Follow(BinaryPrimitives.ReadUInt16BigEndian(octets[2..]), ref cursor);
    }

    /// <summary>The protocol, whose first octet is left out where it is zero and both ends agreed
    /// (RFC 1661 §6.5): only the last one is odd.</summary>
    static Layer EnterProtocol(ref Cursor cursor)
    {
        if (!cursor.Has(1)) return cursor.Missing(1);

        int protocol = cursor.Ahead[0];
        int length = (protocol & 1) == 1 ? 1 : 2;
        if (!cursor.Has(length)) return cursor.Missing(length);

        if (length == 2) protocol = BinaryPrimitives.ReadUInt16BigEndian(cursor.Ahead);
        cursor.Skip(length);
        return protocol switch
        {
            0x0021 => Layer.Ipv4,
            0x0057 => Layer.Ipv6,
            0x0281 or 0x0283 => Layer.Mpls,
            _ => cursor.StopOther(),
        };
    }
}
