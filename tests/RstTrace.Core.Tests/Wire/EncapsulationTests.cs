using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NUnit.Framework;
using RstTrace.Testing;
using static RstTrace.Testing.WireFixtures;

namespace RstTrace.Core.Tests.Wire;

public sealed class EncapsulationTests
{
    const string Middle1 = "10.9.0.1", Middle2 = "10.9.0.2";

    static FrameBuilder Ethernet => new FrameBuilder().Ethernet();

    static FrameBuilder There => Ethernet.Ipv4(Outer1, Outer2);

    static FrameBuilder Back => Ethernet.Ipv4(Outer2, Outer1);

    static ulong Of(FrameBuilder around) => around.Segment4().Decoded().Encapsulation;

    static TestCaseData Pair(string name, FrameBuilder left, FrameBuilder right)
        => new(left, right) { TestName = name };

    static IEnumerable<FrameBuilder> Plain =>
    [
        Ethernet,
        new FrameBuilder(),
        Ethernet.Vlan(0, priority: 7),
        Ethernet.Mpls(5),
        Ethernet.Snap(),
        new FrameBuilder().Ppp(),
        new FrameBuilder().LinuxCooked(),
    ];

    static IEnumerable<TestCaseData> Same =>
    [
        Pair("VLAN, other priority", Ethernet.Vlan(7), Ethernet.Vlan(7, priority: 3)),
        Pair("VLAN, other ethertype", Ethernet.Vlan(7), Ethernet.Vlan(7, etherType: 0x88A8)),
        Pair("VLAN beside a priority tag", Ethernet.Vlan(7), Ethernet.Vlan(0).Vlan(7)),
        Pair("VLAN, cooked", Ethernet.Vlan(7), new FrameBuilder().LinuxCooked().Vlan(7)),
        Pair("VLAN, other labels", Ethernet.Vlan(7).Mpls(5), Ethernet.Vlan(7).Mpls(9).Mpls(8)),
        Pair("PPPoE", Ethernet.Pppoe(5).Ppp(), Ethernet.Pppoe(5).Ppp(framed: true)),
        Pair("IP in IP", There, Back),
        Pair("GRE", There.Gre(key: 5), Back.Gre(key: 5)),
        Pair("GRE, numbered", There.Gre(5, sequence: 1), Back.Gre(5, sequence: 2, checksum: true)),
        Pair("PPTP", There.Pptp(1).Ppp(), Back.Pptp(2, 7, 8).Ppp()),
        Pair("ERSPAN of two sessions",
            There.Gre(sequence: 1).Erspan2(7, session: 1).Ethernet(),
            There.Gre(sequence: 9).Erspan2(7, session: 2).Ethernet()),
        Pair("VXLAN",
            There.Udp(50000, 4789).Vxlan(9).Ethernet(), Back.Udp(60000, 4789).Vxlan(9).Ethernet()),
        Pair("GENEVE",
            There.Udp(50000, 6081).Geneve(9).Ethernet(), Back.Udp(60000, 6081).Geneve(9, 2)),
        Pair("GTP-U",
            There.Udp(2152, 2152).GtpUser(1), Back.Udp(2152, 2152).GtpUser(2, sequence: 3)),
        Pair("GRE over IPv6",
            Ethernet.Ipv6(Outer61, Outer62).Gre(), Ethernet.Ipv6(Outer62, Outer61).Gre()),
        Pair("Two tunnels", There.Gre().Ipv4(Middle1, Middle2),
            Back.Gre().Ipv4(Middle2, Middle1)),
    ];

    /// <summary>All of these wrap the same segment and none may be taken for another.</summary>
    static IEnumerable<FrameBuilder> Different =>
    [
        Ethernet,
        Ethernet.Vlan(7),
        Ethernet.Vlan(8),
        Ethernet.Vlan(7).Vlan(8),
        Ethernet.Vlan(8).Vlan(7),
        Ethernet.Vlan(7).Vlan(7),
        Ethernet.Pppoe(7).Ppp(),
        Ethernet.Pppoe(8).Ppp(),
        Ethernet.Vlan(7).Pppoe(7).Ppp(),
        There,
        Ethernet.Ipv4(Outer1, "10.0.0.3"),
        Ethernet.Vlan(7).Ipv4(Outer1, Outer2),
        Ethernet.Ipv6(Outer61, Outer62),
        There.Ipv4(Outer1, Outer2),
        There.Gre(),
        There.Gre(key: 0),
        There.Gre(key: 5),
        There.Gre(key: 6),
        There.Pptp(1).Ppp(),
        There.Gre().Erspan1(),
        There.Gre(sequence: 1).Erspan2(vlan: 7).Ethernet(),
        There.Gre(sequence: 1).Erspan2(vlan: 8).Ethernet(),
        There.Udp(50000, 4789).Vxlan(9).Ethernet(),
        There.Udp(50000, 4789).Vxlan(10).Ethernet(),
        There.Udp(50000, 4789).Vxlan(9).Ethernet().Vlan(7),
        Ethernet.Ipv4(Outer1, "10.0.0.3").Udp(50000, 4789).Vxlan(9).Ethernet(),
        There.Udp(50000, 6081).Geneve(9),
        There.Udp(50000, 6081).Geneve(10),
        There.Udp(2152, 2152).GtpUser(1),
    ];

    [TestCaseSource(nameof(Plain))]
    public void Plain_IP_is_zero(FrameBuilder around) => Assert.That(Of(around), Is.Zero);

    [TestCaseSource(nameof(Same))]
    public void One_tunnel_is_one_number_in_both_directions(FrameBuilder left, FrameBuilder right)
    {
        ulong number = Of(left);
        Assert.That(number, Is.Not.Zero);
        Assert.That(Of(right), Is.EqualTo(number));
    }

    [Test]
    public void Tenants_with_the_same_addresses_are_told_apart()
    {
        ulong[] numbers = [.. Different.Select(Of)];
        Assert.That(numbers, Is.Unique);
    }

    [Test]
    public void All_VLANs_and_networks_are_told_apart_and_every_bit_is_used()
    {
        var numbers = new HashSet<ulong>();
        long flipped = 0;
        ulong before = 0;
        for (int identifier = 1; identifier < 4096; identifier++)
        {
            ulong number = Of(Ethernet.Vlan(identifier));
            Assert.That(numbers.Add(number) && numbers.Add(
                Of(There.Udp(1, 4789).Vxlan((uint)identifier).Ethernet())), $"{identifier}");
            flipped += BitOperations.PopCount(number ^ before);
            before = number;
        }

        Assert.That(flipped / 4095.0, Is.InRange(31.0, 33.0), "half of 64 bits");
    }
}
