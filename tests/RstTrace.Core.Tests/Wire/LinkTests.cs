using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Wire;

public sealed class LinkTests
{
    [TestCase(105)]
    [TestCase(127)]
    [TestCase(147)]
    [TestCase(-1)]
    public void A_link_type_that_is_not_read_is_unknown(int link)
    {
        Frame ethernet = new FrameBuilder().Ethernet().Segment4().ToFrame();
        Frame frame = FrameBuilder.FrameOf(ethernet.Octets, (LinkType)link);
        Assert.That(
            SegmentDecoder.Decode(in frame, out _), Is.EqualTo(DecodeOutcome.UnknownLink));
    }

    [TestCase(LinkType.Raw)]
    [TestCase(LinkType.RawBsd)]
    [TestCase(LinkType.RawOpenBsd)]
    [TestCase(LinkType.Ipv4)]
    public void Every_number_of_raw_IP_is_read(LinkType link)
    {
        byte[] octets = new FrameBuilder().Segment4().Build();
        Frame frame = FrameBuilder.FrameOf(octets, link);
        Assert.That(SegmentDecoder.Decode(in frame, out _), Is.EqualTo(DecodeOutcome.Decoded));
    }

    [TestCase(0x0806, TestName = "ARP")]
    [TestCase(0x88CC, TestName = "LLDP")]
    [TestCase(0x8863, TestName = "PPPoE discovery")]
    [TestCase(0x88E5, TestName = "MACsec")]
    [TestCase(0x05FF, TestName = "Neither a type nor a length")]
    public void Other_ethertypes_are_not_IP(int etherType)
    {
        FrameBuilder frame = new FrameBuilder()
            .Ethernet().Payload(new byte[46], (ushort)etherType);
        Assert.That(frame.Outcome(), Is.EqualTo(DecodeOutcome.NotIp));
    }

    [Test]
    public void Spanning_tree_is_not_IP()
    {
        FrameBuilder frame = new FrameBuilder().Ethernet().LogicalLink(0x42).Payload(35);
        Assert.That(frame.Outcome(), Is.EqualTo(DecodeOutcome.NotIp));
    }

    [TestCase(2u, true)]
    [TestCase(2u, false)]
    public void The_family_of_IPv4_is_read_in_either_order(uint family, bool littleEndian)
        => Assert.That(
            new FrameBuilder().Family(family, littleEndian).Segment4().Outcome(),
            Is.EqualTo(DecodeOutcome.Decoded));

    [Test]
    public void The_family_of_IPv6_is_every_system_s_own(
        [Values(10u, 23u, 24u, 28u, 30u)] uint family, [Values] bool littleEndian)
        => Assert.That(
            new FrameBuilder().Family(family, littleEndian).Segment6().Outcome(),
            Is.EqualTo(DecodeOutcome.Decoded));

    [Test]
    public void Other_families_are_not_IP()
        => Assert.That(
            new FrameBuilder().Family(7).Segment4().Outcome(), Is.EqualTo(DecodeOutcome.NotIp));

    [TestCase((ushort)803, TestName = "Radiotap")]
    [TestCase((ushort)824, TestName = "Netlink")]
    public void Cooked_frames_of_other_hardware_are_not_IP(ushort hardware)
        => Assert.That(
            new FrameBuilder().LinuxCooked2(hardware: hardware).Segment4().Outcome(),
            Is.EqualTo(DecodeOutcome.NotIp));

    [Test]
    public void The_source_MAC_is_that_of_Ethernet_or_of_a_cooked_header()
    {
        const ulong Mac = 0x02_42_AC_11_00_03;
        Segment ethernet = new FrameBuilder().Ethernet(Mac).Segment4().Decoded();
        Segment cooked = new FrameBuilder().LinuxCooked(Mac).Segment4().Decoded();
        Segment cooked2 = new FrameBuilder().LinuxCooked2(Mac).Segment4().Decoded();
        Segment none = new FrameBuilder().LinuxCooked(Mac, addressLength: 0).Segment4().Decoded();
        Segment raw = new FrameBuilder().Segment4().Decoded();
        Segment inner = new FrameBuilder().Ethernet(1).Ipv4("10.0.0.1", "10.0.0.2")
            .Udp(1, 4789).Vxlan(1).Ethernet(Mac).Segment4().Decoded();

        Assert.That(ethernet.SourceMac, Is.EqualTo(Mac));
        Assert.That(cooked.SourceMac, Is.EqualTo(Mac));
        Assert.That(cooked2.SourceMac, Is.EqualTo(Mac));
        Assert.That(none.SourceMac, Is.Zero);
        Assert.That(raw.SourceMac, Is.Zero);
        Assert.That(inner.SourceMac, Is.EqualTo(Mac), "the innermost");
    }

    [Test]
    public void An_802_3_length_leaves_out_the_padding()
    {
        FrameBuilder frame = new FrameBuilder().Ethernet().Snap().Padding(20)
            .Ipv4(WireFixtures.Client, WireFixtures.Server, totalLength: 0).Tcp(1, 2).Payload(3);
        byte[] octets = frame.Build();
        octets[13] -= 20;
        Frame padded = FrameBuilder.FrameOf(octets);
        Assert.That(SegmentDecoder.Decode(in padded, out Segment segment),
            Is.EqualTo(DecodeOutcome.Decoded));
        Assert.That(segment.PayloadLength, Is.EqualTo(3));
    }

    [TestCase((byte)0x45, true, TestName = "Ethernet with IPv4")]
    [TestCase((byte)0x65, false, TestName = "Ethernet type, but not IPv4 behind it")]
    public void A_pseudowire_must_look_like_Ethernet(byte first, bool isRead)
    {
        byte[] octets = new FrameBuilder().Ethernet().Mpls(1).ControlWord().Ethernet().Segment4()
            .Build();
        octets[14 + 4 + 4 + 14] = first;
        Frame frame = FrameBuilder.FrameOf(octets);
        Assert.That(
            SegmentDecoder.Decode(in frame, out _),
            Is.EqualTo(isRead ? DecodeOutcome.Decoded : DecodeOutcome.NotIp));
    }

    [Test]
    public void PPP_that_negotiates_is_not_IP()
        => Assert.That(
            new FrameBuilder().Ppp(framed: true).Payload(20).Outcome(),
            Is.EqualTo(DecodeOutcome.NotIp));

    [TestCase(SegmentDecoder.MaximumLayers - 3, DecodeOutcome.Decoded)]
    [TestCase(SegmentDecoder.MaximumLayers * 2, DecodeOutcome.TooDeep)]
    public void Layers_are_followed_up_to_a_limit(int tags, DecodeOutcome expected)
    {
        FrameBuilder frame = new FrameBuilder().Ethernet();
        for (int tag = 0; tag < tags; tag++) frame.Vlan(tag + 1);
        Assert.That(frame.Segment4().Outcome(), Is.EqualTo(expected));
    }
}
