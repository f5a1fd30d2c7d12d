using System;

namespace RstTrace.Core.Wire.Links;

/// <summary>An MPLS label (RFC 3032 §2.1). What lies below the last one is not announced: it is
/// told by its first four bits (RFC 4928 §3), or by looking like Ethernet.</summary>
static class Mpls
{
    const int LabelLength = 4, ControlWordLength = 4, EthernetSample = EthernetHeader.Length + 1;

    public static Layer Enter(ref Cursor cursor)
    {
        if (!cursor.Has(LabelLength)) return cursor.Missing(LabelLength);

        bool isLast = (cursor.Ahead[2] & 1) != 0;
        cursor.Skip(LabelLength);
        if (!isLast) return Layer.Mpls;

        if (!cursor.Has(1)) return cursor.Missing(1);
        return (cursor.Ahead[0] >> 4) switch
        {
            4 => Layer.Ipv4,
            6 => Layer.Ipv6,
            0 => EnterPseudowire(ref cursor),
            _ => cursor.StopOther(),
        };
    }

    /// <summary>An Ethernet pseudowire (RFC 4448), whose control word begins with four zero bits.
    /// One without a control word would begin with a MAC address, of any bits: not read.</summary>
    static Layer EnterPseudowire(ref Cursor cursor)
    {
        const int Length = ControlWordLength + EthernetSample;
        if (!cursor.Has(Length)) return cursor.Missing(Length);

        ReadOnlySpan<byte> octets = cursor.Ahead;
        bool hasFlagsOrFragments = octets[0] != 0 || octets[1] >> 6 != 0;
        if (hasFlagsOrFragments || !EthernetHeader.IsLikely(octets[ControlWordLength..]))
            return cursor.StopOther();

        cursor.Skip(ControlWordLength);
        return Layer.Ethernet;
    }
}
