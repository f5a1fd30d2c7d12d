using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>UDP, for the tunnels in it: told by the destination port, which is the well-known one
/// in both directions.</summary>
static class UdpTunnel
{
    const int Length = 8;
    const ushort GtpUserPort = 2152, VxlanPort = 4789, GenevePort = 6081;

    /// <summary>The port of VXLAN before it had one, still Linux's default.</summary>
    const ushort OldVxlanPort = 8472;

    public static Layer Enter(ref Cursor cursor)
    {
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        Layer tunnel = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) switch
        {
            VxlanPort or OldVxlanPort => Layer.Vxlan,
            GenevePort => Layer.Geneve,
            GtpUserPort => Layer.GtpUser,
            _ => cursor.Stop(DecodeOutcome.NotTcp),
        };

        // 0 where segmentation offload left it to the hardware.
        int length = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        if (length >= Length) cursor.Limit(length);
        cursor.Skip(Length);
        return tunnel;
    }

    /// <summary>The end, since a tunnel's header is not all there: the snap length cut it, or it
    /// is no such tunnel but something else on its port.</summary>
    public static Layer Missing(int length, ref Cursor cursor)
        => cursor.Stop(
            cursor.OnWire < length ? DecodeOutcome.NotTcp : DecodeOutcome.Truncated);
}
