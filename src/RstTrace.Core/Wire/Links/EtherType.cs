namespace RstTrace.Core.Wire.Links;

/// <summary>What a link carries, by the numbers IEEE assigns.</summary>
static class EtherType
{
    public const ushort Ipv4 = 0x0800, Ipv6 = 0x86DD, Bridged = 0x6558;
    public const ushort Vlan = 0x8100, ServiceVlan = 0x88A8, OldQinQ = 0x9100, OtherQinQ = 0x9200;
    public const ushort Mpls = 0x8847, MplsUpstream = 0x8848, PppoeSession = 0x8864;

    /// <summary>Up to here it is no type but the length of an 802.3 frame.</summary>
    const ushort LargestLength = 1500;

    /// <summary>The layer that this number announces.</summary>
    public static Layer Follow(ushort type, ref Cursor cursor)
    {
        switch (type)
        {
            case Ipv4:
                return Layer.Ipv4;
            case Ipv6:
                return Layer.Ipv6;
            case Vlan or ServiceVlan or OldQinQ or OtherQinQ:
                return Layer.VlanTag;
            case Mpls or MplsUpstream:
                return Layer.Mpls;
            case PppoeSession:
                return Layer.Pppoe;
            case Bridged:
                return Layer.Ethernet;
            case <= LargestLength:
                cursor.Limit(type);
                return Layer.LogicalLink;
            default:
                return cursor.StopOther();
        }
    }
}
