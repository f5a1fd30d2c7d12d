using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>GTP, user plane (3GPP TS 29.281 §5): IP behind a tunnel endpoint identifier, which is
/// the receiver's and so another one in each direction.</summary>
static class GtpUser
{
    const int BaseLength = 8, OptionalLength = 4;
    const byte GPdu = 255;
    const int NoMoreExtensions = 0;

    /// <summary>How many extension headers are followed: the standard knows fewer.</summary>
    const int MaximumExtensions = 8;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(BaseLength)) return UdpTunnel.Missing(BaseLength, ref cursor);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        bool isVersion1 = octets[0] >> 4 == 3; // version 1, protocol type GTP
        if (!isVersion1 || octets[1] != GPdu) return cursor.Stop(DecodeOutcome.NotTcp);

        cursor.Skip(BaseLength);
        cursor.Limit(BinaryPrimitives.ReadUInt16BigEndian(octets[2..]));

        bool hasOptional = (octets[0] & 0x07) != 0;
        bool hasExtensions = (octets[0] & 0x04) != 0;
        if (hasOptional && !TrySkipOptional(hasExtensions, ref cursor)) return Layer.End;

        if (!cursor.Has(1)) return UdpTunnel.Missing(1, ref cursor);
        Encapsulation.Tunnel(ref segment, TunnelKind.GtpUser);
        return Layer.Ip;
    }

    /// <summary>Sequence number, N-PDU number and type of the first extension: all four octets are
    /// there as soon as one of them means something.</summary>
    static bool TrySkipOptional(bool hasExtensions, ref Cursor cursor)
    {
        if (!TryHave(OptionalLength, ref cursor)) return false;

        int next = hasExtensions ? cursor.Ahead[3] : NoMoreExtensions;
        cursor.Skip(OptionalLength);
        for (int count = 0; next != NoMoreExtensions; count++)
        {
            if (!TryHave(1, ref cursor)) return false;

            // In units of four octets; the last octet is the type of the next one.
            int length = cursor.Ahead[0] * 4;
            if (length == 0 || count == MaximumExtensions)
            {
                cursor.Stop(DecodeOutcome.NotTcp);
                return false;
            }

            if (!TryHave(length, ref cursor)) return false;
            next = cursor.Ahead[length - 1];
            cursor.Skip(length);
        }

        return true;
    }

    static bool TryHave(int length, ref Cursor cursor)
    {
        if (cursor.Has(length)) return true;
        UdpTunnel.Missing(length, ref cursor);
        return false;
    }
}
