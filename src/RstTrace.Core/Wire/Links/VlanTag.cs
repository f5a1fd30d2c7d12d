using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire.Tunnels;

namespace RstTrace.Core.Wire.Links;

/// <summary>A tag of IEEE 802.1Q, whichever ethertype announced it: priority, VLAN identifier and
/// the ethertype of what follows.</summary>
static class VlanTag
{
    const int Length = 4;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        Encapsulation.Vlan(ref segment, BinaryPrimitives.ReadUInt16BigEndian(octets));
        cursor.Skip(Length);
        return EtherType.Follow(BinaryPrimitives.ReadUInt16BigEndian(octets[2..]), ref cursor);
    }
}
