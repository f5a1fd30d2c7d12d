using RstTrace.Core.Wire.Tunnels;

namespace RstTrace.Core.Wire;

/// <summary>What IP carries, by the numbers IANA assigns to protocols and IPv6 extension
/// headers.</summary>
static class IpProtocol
{
    public const byte HopByHop = 0, Ipv4 = 4, Tcp = 6, Udp = 17, Ipv6 = 41, Routing = 43;
    public const byte Fragment = 44, Gre = 47, Authentication = 51, Destination = 60;

    /// <summary>The layer that this number announces.</summary>
    public static Layer Follow(byte protocol, ref Cursor cursor, ref Segment segment)
    {
        switch (protocol)
        {
            case Tcp:
                return Layer.Tcp;
            case Udp:
                return Layer.Udp;
            case Gre:
                return Layer.Gre;
            case Authentication:
                return Layer.Authentication;
            case Ipv4:
                Encapsulation.Tunnel(ref segment, TunnelKind.Ipv4);
                return Layer.Ipv4;
            case Ipv6:
                Encapsulation.Tunnel(ref segment, TunnelKind.Ipv6);
                return Layer.Ipv6;
            case HopByHop or Routing or Destination when segment.IsIpv6:
                return Layer.Ipv6Extension;
            case Fragment when segment.IsIpv6:
                return Layer.Ipv6Fragment;
            default:
                return cursor.Stop(DecodeOutcome.NotTcp);
        }
    }
}
