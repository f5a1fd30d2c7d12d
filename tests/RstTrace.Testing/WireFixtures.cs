using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Testing;

/// <summary>One frame for every way in which a segment may be wrapped, and a few kinds of
/// segment. All of them decode.</summary>
public static class WireFixtures
{
    public const string Client = "192.0.2.1", Server = "198.51.100.2";
    public const string Client6 = "2001:db8::1", Server6 = "2001:db8::2";
    public const string Outer1 = "10.0.0.1", Outer2 = "10.0.0.2";
    public const string Outer61 = "fd00::1", Outer62 = "fd00::2";

    /// <summary>MAC addresses of a known maker: tshark takes a pseudowire for Ethernet by these.
    /// </summary>
    const ulong Cisco1 = 0x00_00_0C_00_00_01, Cisco2 = 0x00_00_0C_00_00_02;

    /// <summary>The options of a Linux SYN.</summary>
    public static byte[] SynOptions { get; } =
    [
        2, 4, 0x05, 0xB4, 4, 2, 8, 10, 0, 0, 0, 7, 0, 0, 0, 0, 1, 3, 3, 7,
    ];

    /// <summary>The options of every later segment.</summary>
    public static byte[] TimestampOptions { get; } = [1, 1, 8, 10, 0, 0, 1, 0, 0, 0, 2, 0];

    /// <summary>Every fixture by name.</summary>
    public static IReadOnlyDictionary<string, FrameBuilder> All { get; } = Make();

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>IPv4 and a segment of ten octets.</summary>
    public static FrameBuilder Segment4(this FrameBuilder builder)
        => builder.Ipv4(Client, Server).Segment();

    /// <summary>IPv6 and a segment of ten octets.</summary>
    public static FrameBuilder Segment6(this FrameBuilder builder)
        => builder.Ipv6(Client6, Server6, flowLabel: 0xABCDE).Segment();

    public static FrameBuilder Segment(this FrameBuilder builder)
        => builder
            .Tcp(40000, 443, 0xFFFF_FFF0, 77, ControlBits.Push | ControlBits.Ack, 501,
                TimestampOptions)
            .Payload(10);

    static FrameBuilder Start => new();

    static FrameBuilder Ethernet => Start.Ethernet();

    static FrameBuilder Outer => Ethernet.Ipv4(Outer1, Outer2, hopLimit: 9);

    static FrameBuilder Outer6 => Ethernet.Ipv6(Outer61, Outer62, hopLimit: 9);

    static Dictionary<string, FrameBuilder> Make() => new()
    {
        ["Ethernet, IPv4"] = Ethernet.Segment4(),
        ["Ethernet, IPv6"] = Ethernet.Segment6(),
        ["padding"] = Ethernet.Padding(6).Ipv4(Client, Server).Tcp(40000, 443),
        ["SYN"] = Ethernet.Ipv4(Client, Server)
            .Tcp(40000, 443, 5, control: ControlBits.Syn, options: SynOptions),
        ["RST"] = Ethernet.Ipv4(Client, Server)
            .Tcp(40000, 443, 5, control: ControlBits.Reset, window: 0),
        ["RST with data"] = Ethernet.Ipv4(Client, Server)
            .Tcp(40000, 443, 5, control: ControlBits.Reset | ControlBits.Ack).Payload(20),
        ["timestamps, then SACK"] = Ethernet.Ipv4(Client, Server)
            .Tcp(40000, 443, options: [.. TimestampOptions, 1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9]),
        ["every control bit"] = Ethernet.Ipv4(Client, Server)
            .Tcp(40000, 443, control: (ControlBits)0x1FF),

        ["802.1Q"] = Ethernet.Vlan(7).Segment4(),
        ["802.1Q, priority alone"] = Ethernet.Vlan(0, priority: 5).Segment6(),
        ["802.1ad over 802.1Q"] = Ethernet.Vlan(7, etherType: 0x88A8).Vlan(8).Segment4(),
        ["stacked old tags"] = Ethernet.Vlan(7, etherType: 0x9100).Vlan(8).Vlan(9).Segment6(),
        ["802.3 SNAP"] = Ethernet.Snap().Segment4(),
        ["802.3 SNAP of a bridge"] = Ethernet.Snap(0xF8).Segment6(),
        ["802.1Q, SNAP"] = Ethernet.Vlan(7).Snap().Segment4(),
        ["LLC of IP itself"] = Ethernet.LogicalLink(6).Segment4(),
        ["Linux cooked"] = Start.LinuxCooked().Segment4(),
        ["Linux cooked, tagged"] = Start.LinuxCooked().Vlan(7).Segment6(),
        ["Linux cooked 2"] = Start.LinuxCooked2().Segment6(),
        ["Linux cooked 2, tagged"] = Start.LinuxCooked2().Vlan(7).Segment4(),
        ["raw IPv4"] = Start.Segment4(),
        ["raw IPv6"] = Start.Segment6(),
        ["null, little-endian"] = Start.Family(2, littleEndian: true).Segment4(),
        ["null, macOS IPv6"] = Start.Family(30, littleEndian: true).Segment6(),
        ["loop"] = Start.Family(2).Segment4(),
        ["loop, OpenBSD IPv6"] = Start.Family(24).Segment6(),
        ["PPP"] = Start.Ppp().Segment4(),
        ["PPP, framed"] = Start.Ppp(framed: true).Segment6(),
        ["PPP, compressed"] = Start.Ppp(compressed: true).Segment4(),
        ["PPP, framed and compressed"] = Start.Ppp(true, true).Segment6(),
        ["PPP, MPLS"] = Start.Ppp().Mpls(100).Segment4(),
        ["Cisco HDLC"] = Start.CiscoHdlc().Segment6(),
        ["PPPoE"] = Ethernet.Pppoe(5).Ppp().Segment4(),
        ["PPPoE, tagged, padded"] = Ethernet.Vlan(7).Padding(9).Pppoe(5).Ppp().Segment6(),
        ["PPPoE link"] = Start.Pppoe(5).Ppp().Segment4(),
        ["MPLS"] = Ethernet.Mpls(100).Segment4(),
        ["MPLS, three labels"] = Ethernet.Mpls(100).Mpls(200).Mpls(300).Segment6(),
        ["MPLS, upstream"] = Ethernet.Mpls(100, 0x8848).Segment4(),
        ["pseudowire"] = Ethernet.Mpls(100).ControlWord().Ethernet(Cisco1, Cisco2).Segment4(),
        ["pseudowire, numbered"] = Ethernet.Mpls(100).ControlWord(9)
            .Ethernet(Cisco1, Cisco2).Segment6(),

        ["IPv4 options"] = Ethernet.Ipv4(Client, Server, options: [0x94, 4, 0, 0, 1, 1, 1, 0])
            .Segment(),
        ["IPv4 first fragment"] = Ethernet.Ipv4(Client, Server, moreFragments: true).Segment(),
        ["IPv4 authentication"] = Ethernet.Ipv4(Client, Server).Authentication().Segment(),
        ["IPv4 offload"] = Ethernet.Ipv4(Client, Server, totalLength: 0).Segment(),
        ["IPv6 extensions"] = Ethernet.Ipv6(Client6, Server6)
            .Extension(0).Extension(60, 3).Extension(43, 2).Segment(),
        ["IPv6 first fragment"] = Ethernet.Ipv6(Client6, Server6).Fragment(0, true).Segment(),
        ["IPv6 whole fragment"] = Ethernet.Ipv6(Client6, Server6).Fragment(0, false).Segment(),
        ["IPv6 authentication"] = Ethernet.Ipv6(Client6, Server6)
            .Extension(60).Authentication().Segment(),
        ["IPv6 offload"] = Ethernet.Ipv6(Client6, Server6, payloadLength: 0).Segment(),

        ["IP in IP"] = Outer.Segment4(),
        ["6in4"] = Outer.Segment6(),
        ["4in6"] = Outer6.Segment4(),
        ["6in6"] = Outer6.Segment6(),
        ["IP in IP in IP"] = Outer.Ipv4("10.1.0.1", "10.1.0.2").Segment4(),
        ["GRE"] = Outer.Gre().Segment4(),
        ["GRE, all fields"] = Outer.Gre(5, 6, checksum: true).Segment6(),
        ["GRE over IPv6"] = Outer6.Gre(key: 5).Segment4(),
        ["GRE, Ethernet"] = Outer.Gre(key: 5).Ethernet(3, 4).Segment4(),
        ["GRE, MPLS"] = Outer.Gre().Mpls(100).Segment4(),
        ["ERSPAN I"] = Outer.Gre().Erspan1().Segment4(),
        ["ERSPAN II"] = Outer.Gre(sequence: 1).Erspan2(vlan: 7).Ethernet(3, 4).Segment6(),
        ["ERSPAN III"] = Outer.Gre(sequence: 1).Erspan3().Ethernet(3, 4).Segment4(),
        ["ERSPAN III, platform"] = Outer.Gre(sequence: 1).Erspan3(7, true).Ethernet(3, 4)
            .Segment4(),
        ["PPTP"] = Outer.Pptp(1).Ppp(framed: true).Segment4(),
        ["PPTP, acknowledging"] = Outer.Pptp(1, 2, 3).Ppp(compressed: true).Segment4(),
        ["VXLAN"] = Outer.Udp(50000, 4789).Vxlan(9).Ethernet(3, 4).Segment4(),
        ["VXLAN, old port"] = Outer6.Udp(50000, 8472).Vxlan(9).Ethernet(3, 4).Vlan(7).Segment6(),
        ["GENEVE"] = Outer.Udp(50000, 6081).Geneve(9).Ethernet(3, 4).Segment4(),
        ["GENEVE, options, bare IP"] = Outer.Udp(50000, 6081).Geneve(9, 4).Segment6(),
        ["GTP-U"] = Outer.Udp(2152, 2152).GtpUser(1).Segment4(),
        ["GTP-U, sequence"] = Outer.Udp(2152, 2152).GtpUser(1, sequence: 3).Segment6(),
        ["GTP-U, extensions"] = Outer.Udp(2152, 2152).GtpUser(1, extensions: 2).Segment4(),
    };
}
