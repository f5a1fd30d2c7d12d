using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Links;

/// <summary>Linux cooked captures, as of the "any" device: LINKTYPE_LINUX_SLL and
/// LINKTYPE_LINUX_SLL2.</summary>
static class LinuxCooked
{
    /// <summary>The protocol field of 802.2 LLC without an ethertype (ETH_P_802_2).</summary>
    const ushort LogicalLinkProtocol = 4;

    /// <summary>Hardware types whose protocol field means something else than an ethertype:
    /// radiotap and netlink.</summary>
    const ushort Radiotap = 803, Netlink = 824;

    const int MacLength = 6;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        const int Length = 16;
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        int addressLength = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        segment.SourceMac = MacOf(octets[6..], addressLength);
        cursor.Skip(Length);
        return Follow(
            BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(octets[14..]),
            ref cursor);
    }

    public static Layer Enter2(ref Cursor cursor, ref Segment segment)
    {
        const int Length = 20;
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        segment.SourceMac = MacOf(octets[12..], octets[11]);
        cursor.Skip(Length);
        return Follow(
            BinaryPrimitives.ReadUInt16BigEndian(octets[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(octets),
            ref cursor);
    }

    static Layer Follow(ushort hardware, ushort protocol, ref Cursor cursor)
    {
        if (hardware is Radiotap or Netlink) return cursor.StopOther();
        if (protocol == LogicalLinkProtocol) return Layer.LogicalLink;

        // Other small numbers name protocols of Linux, not the length of an 802.3 frame.
        if (protocol < EtherType.Ipv4) return cursor.StopOther();
        return EtherType.Follow(protocol, ref cursor);
    }

    static ulong MacOf(ReadOnlySpan<byte> address, int length)
        => length == MacLength ? BinaryPrimitives.ReadUInt64BigEndian(address) >> 16 : 0;
}
