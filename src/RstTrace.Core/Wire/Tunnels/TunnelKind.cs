namespace RstTrace.Core.Wire.Tunnels;

/// <summary>What kind of wrapping a segment travelled in. The numbers are part of
/// <see cref="Segment.Encapsulation"/>.</summary>
enum TunnelKind : byte
{
    Vlan = 1,
    Pppoe = 2,
    Ipv4 = 4,
    Ipv6 = 6,
    Gre = 10,
    Pptp = 11,
    Erspan = 12,
    Vxlan = 20,
    Geneve = 21,
    GtpUser = 22,
}
