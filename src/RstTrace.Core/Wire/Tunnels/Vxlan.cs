using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>VXLAN (RFC 7348 §5): Ethernet behind a network identifier.</summary>
static class Vxlan
{
    const int Length = 8;
    const byte HasNetwork = 0x08;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(Length)) return UdpTunnel.Missing(Length, ref cursor);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        if ((octets[0] & HasNetwork) == 0) return cursor.Stop(DecodeOutcome.NotTcp);

        uint network = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]) >> 8;
        Encapsulation.Tunnel(ref segment, TunnelKind.Vxlan, network);
        cursor.Skip(Length);
        return Layer.Ethernet;
    }
}
