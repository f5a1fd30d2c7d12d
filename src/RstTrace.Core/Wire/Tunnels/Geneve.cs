using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire.Links;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>GENEVE (RFC 8926 §3.4): any ethertype behind a network identifier and
/// options.</summary>
static class Geneve
{
    const int BaseLength = 8;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(BaseLength)) return UdpTunnel.Missing(BaseLength, ref cursor);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        int version = octets[0] >> 6;
        if (version != 0) return cursor.Stop(DecodeOutcome.NotTcp);

        int length = BaseLength + ((octets[0] & 0x3F) * 4);
        if (!cursor.Has(length)) return UdpTunnel.Missing(length, ref cursor);

        uint network = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]) >> 8;
        Encapsulation.Tunnel(ref segment, TunnelKind.Geneve, network);
        cursor.Skip(length);
        return EtherType.Follow(BinaryPrimitives.ReadUInt16BigEndian(octets[2..]), ref cursor);
    }
}
