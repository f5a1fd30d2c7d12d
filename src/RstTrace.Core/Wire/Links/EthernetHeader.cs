using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire.Links;

/// <summary>Ethernet II and 802.3.</summary>
static class EthernetHeader
{
    public const int Length = 14;
    public const int TypeField = 12;
    const int SourceField = 6;

    /// <summary>The innermost of several leaves its source address in the segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        segment.SourceMac = BinaryPrimitives.ReadUInt64BigEndian(octets[SourceField..]) >> 16;
        cursor.Skip(Length);
        ushort type = TypeOf(octets);
        return type == EtherType.Ipv4 ? Layer.Ipv4 : EtherType.Follow(type, ref cursor);
    }

    /// <summary>Whether these octets read as an Ethernet header with IP or a VLAN tag behind it,
    /// where nothing announces one.</summary>
    /// <param name="octets">At least one more than the header.</param>
    public static bool IsLikely(ReadOnlySpan<byte> octets) => TypeOf(octets) switch
    {
        EtherType.Ipv4 => octets[Length] is >= 0x45 and <= 0x4F,
        EtherType.Ipv6 => octets[Length] >> 4 == 6,
        EtherType.Vlan or EtherType.ServiceVlan => true,
        _ => false,
    };

    static ushort TypeOf(ReadOnlySpan<byte> octets)
        => BinaryPrimitives.ReadUInt16BigEndian(octets[TypeField..]);
}
