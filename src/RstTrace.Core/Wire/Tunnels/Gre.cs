using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire.Links;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>GRE: version 0 (RFC 2784, with the key and sequence number of RFC 2890), and version 1
/// as PPTP uses it (RFC 2637 §4.1).</summary>
static class Gre
{
    const int BaseLength = 4, FieldLength = 4;
    const ushort ErspanTypes1And2 = 0x88BE, ErspanType3 = 0x22EB, PptpProtocol = 0x880B;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(BaseLength)) return cursor.Missing(BaseLength);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        var header = new Header(
            BinaryPrimitives.ReadUInt16BigEndian(octets),
            BinaryPrimitives.ReadUInt16BigEndian(octets[2..]));
        if (!cursor.Has(header.Length)) return cursor.Missing(header.Length);

        cursor.Skip(header.Length);
        return header.Version switch
        {
            0 => Follow(header, octets, ref cursor, ref segment),
            1 => FollowPptp(header, ref cursor, ref segment),
            _ => cursor.Stop(DecodeOutcome.NotTcp),
        };
    }

    static Layer Follow(
        Header header, ReadOnlySpan<byte> octets, ref Cursor cursor, ref Segment segment)
    {
        // Source routes, of RFC 1701: gone from RFC 2784, which has us give up.
        if (header.HasRouting) return cursor.Stop(DecodeOutcome.NotTcp);

        if (header.Protocol is ErspanTypes1And2 or ErspanType3)
        {
            // Type I has no header of its own, and no sequence number to be told by.
            Encapsulation.Tunnel(ref segment, TunnelKind.Erspan);
            bool isType1 = header.Protocol == ErspanTypes1And2 && !header.HasSequence;
            return isType1 ? Layer.Ethernet : Layer.Erspan;
        }

        // A key of 0 is a key.
        ulong key = header.HasKey
            ? (1UL << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[header.KeyField..])
            : 0;
        Encapsulation.Tunnel(ref segment, TunnelKind.Gre, key);
        return EtherType.Follow(header.Protocol, ref cursor);
    }

    static Layer FollowPptp(Header header, ref Cursor cursor, ref Segment segment)
    {
        // Without a sequence number it acknowledges and carries nothing. The key's second half is
        // the receiver's call identifier, another one in each direction.
        if (header.Protocol != PptpProtocol || !header.HasSequence)
            return cursor.Stop(DecodeOutcome.NotTcp);

        Encapsulation.Tunnel(ref segment, TunnelKind.Pptp);
        return Layer.Ppp;
    }

    /// <summary>The four octets every GRE header has, and what they say of the others.</summary>
    readonly record struct Header(ushort Flags, ushort Protocol)
    {
        public int Version => Flags & 7;

        public bool HasRouting => (Flags & 0x4000) != 0;

        public bool HasKey => (Flags & 0x2000) != 0;

        public bool HasSequence => (Flags & 0x1000) != 0;

        public int KeyField => BaseLength + (HasChecksum ? FieldLength : 0);

        public int Length
            => KeyField
                + (HasKey ? FieldLength : 0)
                + (HasSequence ? FieldLength : 0)
                + (HasAcknowledgment ? FieldLength : 0);

        bool HasChecksum => (Flags & 0xC000) != 0;

        bool HasAcknowledgment => Version == 1 && (Flags & 0x0080) != 0;
    }
}
