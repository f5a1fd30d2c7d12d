using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;
using static RstTrace.Testing.WireFixtures;

namespace RstTrace.Core.Tests.Wire;

public sealed class TunnelTests
{
    static FrameBuilder Outer => new FrameBuilder().Ethernet().Ipv4(Outer1, Outer2);

    static FrameBuilder[] OtherThanTunnels =>
    [
        Outer.Udp(50000, 4789).Vxlan(9, flags: 0).Ethernet().Segment4(),
        Outer.Udp(50000, 4789).Payload(7),
        Outer.Udp(50000, 4790).Vxlan(9).Ethernet().Segment4(),
        Outer.Udp(50000, 6081).Geneve(9, version: 1).Ethernet().Segment4(),
        Outer.Udp(50000, 6081).Payload([63, 0, 8, 0, 0, 0, 0, 0, 9, 9]),
        Outer.Udp(50000, 6081).Payload(40),
        Outer.Udp(2152, 2152).GtpUser(1, message: 1).Segment4(),
        Outer.Udp(2152, 2152).GtpUser(1, extensions: 20).Segment4(),
        Outer.Udp(2152, 2152).GtpUser(1).Payload(30),
        Outer.Udp(2152, 2152).GtpUser(1),
        Outer.Udp(2152, 2152).Payload(30),
        Outer.Udp(2152, 2152).Payload([0x34, 255, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0x85, 0, 0, 0, 0, 0]),
        Outer.Udp(53, 40000).Segment4(),
        Outer.Gre().Payload(30),
        Outer.Gre(sequence: 1).Payload(new byte[60], etherType: 0x88BE),
        Outer.Payload([0x40, 0, 8, 0, .. new byte[60]], protocol: 47),
        Outer.Payload([0, 2, 8, 0, .. new byte[60]], protocol: 47),
        Outer.Pptp(1, sequence: null, acknowledgment: 5),
    ];

    [TestCaseSource(nameof(OtherThanTunnels))]
    public void What_does_not_parse_as_the_tunnel_is_not_TCP(FrameBuilder frame)
        => Assert.That(frame.Outcome(), Is.EqualTo(DecodeOutcome.NotTcp));

    [Test]
    public void Padding_behind_an_inner_datagram_is_no_payload()
    {
        Segment segment = Outer.Udp(50000, 4789).Vxlan(9).Ethernet().Padding(8)
            .Ipv4(Client, Server).Tcp(1, 2).Decoded();
        Assert.That(segment.PayloadLength, Is.Zero);
        Assert.That(segment.PayloadCaptured, Is.Zero);
    }

    [Test]
    public void A_header_cut_within_a_tunnel_is_truncated_and_a_short_one_malformed()
    {
        FrameBuilder frame = Outer.Gre().Segment4();
        int inner = 14 + 20 + 4;
        Assert.That(frame.Outcome(captured: inner + 10), Is.EqualTo(DecodeOutcome.Truncated));
        Assert.That(
            Outer.Gre().Payload([0x45, 0, 0, 40, 0, 0], etherType: 0x0800).Outcome(),
            Is.EqualTo(DecodeOutcome.Malformed));
    }

    [Test]
    public void UDP_without_a_length_is_followed()
    {
        Segment segment = Outer.Udp(50000, 4789, length: 0).Vxlan(9).Ethernet().Segment4()
            .Decoded();
        Assert.That(segment.PayloadLength, Is.EqualTo(10));
    }
}
