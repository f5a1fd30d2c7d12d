using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;
using static RstTrace.Testing.WireFixtures;

namespace RstTrace.Core.Tests.Wire;

public sealed class IpTests
{
    static FrameBuilder Ethernet => new FrameBuilder().Ethernet();

    [Test]
    public void The_fields_of_IPv4_are_in_the_segment()
    {
        Segment segment = Ethernet
            .Ipv4(Client, Server, hopLimit: 51, identification: 0xBEEF, dontFragment: true,
                trafficClass: 0xB8)
            .Segment().Decoded();

        Assert.That(segment.SourceAddress.ToString(), Is.EqualTo(Client));
        Assert.That(segment.DestinationAddress.ToString(), Is.EqualTo(Server));
        Assert.That(segment.HopLimit, Is.EqualTo(51));
        Assert.That(segment.Identification, Is.EqualTo(0xBEEF));
        Assert.That(segment.TrafficClass, Is.EqualTo(0xB8));
        Assert.That(segment.FlowLabel, Is.Zero);
        Assert.That(segment.Traits,
            Is.EqualTo(SegmentTraits.DontFragment | SegmentTraits.Timestamps));
    }

    [Test]
    public void The_fields_of_IPv6_are_in_the_segment_and_none_of_an_outer_IPv4()
    {
        Segment segment = Ethernet.Ipv4("10.0.0.1", "10.0.0.2", dontFragment: true)
            .Ipv6(Client6, Server6, hopLimit: 3, flowLabel: 0xFFFFF, trafficClass: 0xFF)
            .Segment().Decoded();

        Assert.That(segment.SourceAddress.ToString(), Is.EqualTo(Client6));
        Assert.That(segment.DestinationAddress.ToString(), Is.EqualTo(Server6));
        Assert.That(segment.HopLimit, Is.EqualTo(3));
        Assert.That(segment.Identification, Is.Zero);
        Assert.That(segment.TrafficClass, Is.EqualTo(0xFF));
        Assert.That(segment.FlowLabel, Is.EqualTo(0xFFFFF));
        Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.Ipv6 | SegmentTraits.Timestamps));
    }

    [Test]
    public void Padding_is_no_payload([Values] bool is6)
    {
        FrameBuilder frame = Ethernet.Padding(6);
        frame = is6 ? frame.Ipv6(Client6, Server6) : frame.Ipv4(Client, Server);
        Segment segment = frame.Tcp(1, 2).Payload(4).Decoded();

        Assert.That(segment.PayloadLength, Is.EqualTo(4));
        Assert.That(segment.PayloadCaptured, Is.EqualTo(4));
        Assert.That(segment.Traits & SegmentTraits.LengthFromFrame, Is.EqualTo(SegmentTraits.None));
    }

    [Test]
    public void An_IP_length_of_zero_is_the_frame_s_also_where_the_frame_was_cut([Values] bool is6)
    {
        FrameBuilder frame = is6
            ? Ethernet.Ipv6(Client6, Server6, payloadLength: 0)
            : Ethernet.Ipv4(Client, Server, totalLength: 0);
        Segment segment = frame.Tcp(1, 2).Payload(5000).Decoded(captured: 96);

        Assert.That(segment.PayloadLength, Is.EqualTo(5000));
        Assert.That(segment.PayloadCaptured, Is.EqualTo(96 - 14 - (is6 ? 40 : 20) - 20));
        Assert.That(segment.Traits.HasFlag(SegmentTraits.LengthFromFrame));
    }

    [Test]
    public void An_outer_length_of_zero_does_not_mark_the_inner_segment()
    {
        Segment segment = Ethernet.Padding(9).Ipv4("10.0.0.1", "10.0.0.2", totalLength: 0)
            .Segment4().Decoded();
        Assert.That(segment.PayloadLength, Is.EqualTo(10));
        Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.Timestamps));
    }

    [Test]
    public void Payload_that_the_snap_length_cut_counts_in_full()
    {
        byte[] whole = Ethernet.Segment4().Build();
        Segment segment = Ethernet.Segment4().Decoded(whole.Length - 3);

        Assert.That(segment.PayloadLength, Is.EqualTo(10));
        Assert.That(segment.PayloadCaptured, Is.EqualTo(7));
        Assert.That(segment.Payload(whole).ToArray(), Is.All.EqualTo((byte)0xA5));
        Assert.That(segment.SequenceEnd, Is.EqualTo(segment.Sequence + 10));
    }

    [Test]
    public void A_frame_written_down_as_short_as_it_was_captured_keeps_the_length_of_IP()
    {
        byte[] cut = Ethernet.Ipv4(Client, Server).Tcp(1, 2).Payload(100).Build()[..60];
        Frame frame = FrameBuilder.FrameOf(cut);
        SegmentDecoder.Decode(in frame, out Segment segment);
        Assert.That(segment.PayloadLength, Is.EqualTo(100));
        Assert.That(segment.PayloadCaptured, Is.EqualTo(6));
    }

    [Test]
    public void A_frame_that_claims_four_gigabytes_is_not_believed()
    {
        byte[] octets = Ethernet.Ipv4(Client, Server, totalLength: 0).Tcp(1, 2).Build();
        Frame frame = FrameBuilder.FrameOf(octets, originalLength: uint.MaxValue);
        SegmentDecoder.Decode(in frame, out Segment segment);
        Assert.That(segment.PayloadLength, Is.InRange(0, 1 << 24));
    }

    [Test]
    public void The_first_fragment_is_a_segment()
    {
        Segment four = Ethernet.Ipv4(Client, Server, moreFragments: true).Segment().Decoded();
        Segment six = Ethernet.Ipv6(Client6, Server6).Fragment(0, more: true).Segment().Decoded();
        Segment outer = Ethernet.Ipv4("10.0.0.1", "10.0.0.2", moreFragments: true).Segment6()
            .Decoded();
        Segment whole = Ethernet.Ipv6(Client6, Server6).Fragment(0, more: false).Segment()
            .Decoded();

        Assert.That(four.Traits.HasFlag(SegmentTraits.FirstFragment));
        Assert.That(four.PayloadLength, Is.EqualTo(10));
        Assert.That(six.Traits.HasFlag(SegmentTraits.FirstFragment));
        Assert.That(outer.Traits.HasFlag(SegmentTraits.FirstFragment), "of the datagram around");
        Assert.That(whole.Traits.HasFlag(SegmentTraits.FirstFragment), Is.False, "RFC 6946");
    }

    [Test]
    public void Later_fragments_are_counted_as_such([Values] bool more)
    {
        FrameBuilder four = Ethernet
            .Ipv4(Client, Server, moreFragments: more, fragmentOffset: 1480).Segment();
        FrameBuilder six = Ethernet.Ipv6(Client6, Server6).Fragment(1448, more).Segment();
        FrameBuilder udp = Ethernet.Ipv4(Client, Server, fragmentOffset: 8).Udp(1, 2).Payload(9);

        Assert.That(four.Outcome(), Is.EqualTo(DecodeOutcome.LaterFragment));
        Assert.That(six.Outcome(), Is.EqualTo(DecodeOutcome.LaterFragment));
        Assert.That(udp.Outcome(), Is.EqualTo(DecodeOutcome.LaterFragment));
    }

    [Test]
    public void A_first_fragment_without_a_whole_TCP_header_is_malformed()
    {
        FrameBuilder frame = Ethernet.Ipv4(Client, Server, moreFragments: true)
            .Payload(new byte[16], protocol: 6);
        Assert.That(frame.Outcome(), Is.EqualTo(DecodeOutcome.Malformed));
    }

    [TestCase((byte)17, TestName = "UDP")]
    [TestCase((byte)1, TestName = "ICMP")]
    [TestCase((byte)50, TestName = "ESP")]
    [TestCase((byte)132, TestName = "SCTP")]
    [TestCase((byte)0, TestName = "Hop-by-hop, which IPv4 has not")]
    [TestCase((byte)44, TestName = "A fragment header, which IPv4 has not")]
    public void Other_protocols_are_not_TCP(byte protocol)
    {
        FrameBuilder frame = Ethernet.Ipv4(Client, Server)
            .Payload(new byte[64], protocol: protocol);
        Assert.That(frame.Outcome(), Is.EqualTo(DecodeOutcome.NotTcp));
    }

    [Test]
    public void TCP_quoted_by_ICMP_is_no_segment()
    {
        byte[] quoted = new FrameBuilder().Segment4().Build();
        byte[] quoted6 = new FrameBuilder().Segment6().Build();
        FrameBuilder four = Ethernet.Ipv4(Server, Client)
            .Payload([3, 3, 0, 0, 0, 0, 0, 0, .. quoted], protocol: 1);
        FrameBuilder six = Ethernet.Ipv6(Server6, Client6)
            .Payload([1, 4, 0, 0, 0, 0, 0, 0, .. quoted6], protocol: 58);

        Assert.That(four.Outcome(), Is.EqualTo(DecodeOutcome.NotTcp));
        Assert.That(six.Outcome(), Is.EqualTo(DecodeOutcome.NotTcp));
    }

    [TestCase(0, (byte)0x44, DecodeOutcome.Malformed, TestName = "IHL of four")]
    [TestCase(0, (byte)0x4F, DecodeOutcome.Malformed, TestName = "IHL beyond the total length")]
    [TestCase(0, (byte)0x65, DecodeOutcome.Malformed, TestName = "Version six")]
    [TestCase(3, (byte)19, DecodeOutcome.Malformed, TestName = "Total length below the header")]
    [TestCase(3, (byte)39, DecodeOutcome.Malformed, TestName = "No room for TCP")]
    [TestCase(3, (byte)40, DecodeOutcome.Decoded, TestName = "Just room for TCP")]
    [TestCase(32, (byte)0x40, DecodeOutcome.Malformed, TestName = "Data offset of four")]
    [TestCase(32, (byte)0xF0, DecodeOutcome.Malformed, TestName = "Data offset beyond IP")]
    public void A_header_that_contradicts_itself_is_malformed(
        int at, byte value, DecodeOutcome expected)
    {
        byte[] octets = new FrameBuilder().Ipv4(Client, Server).Tcp(1, 2).Payload(10).Build();
        octets[at] = value;
        Frame frame = FrameBuilder.FrameOf(octets, LinkType.Ipv4);
        Assert.That(SegmentDecoder.Decode(in frame, out _), Is.EqualTo(expected));
    }

    [TestCase((byte)0, 8, DecodeOutcome.Malformed, TestName = "Too short for the fixed fields")]
    [TestCase((byte)1, 12, DecodeOutcome.Decoded, TestName = "Without a signature, the shortest")]
    [TestCase((byte)4, 24, DecodeOutcome.Decoded, TestName = "With a signature of 96 bits")]
    [TestCase((byte)200, 12, DecodeOutcome.Malformed, TestName = "Beyond the datagram")]
    public void The_length_of_an_authentication_header_is_checked(
        byte lengthField, int length, DecodeOutcome expected)
    {
        byte[] tcp = new FrameBuilder().Tcp(1, 2).Build();
        FrameBuilder frame = Ethernet.Ipv4(Client, Server)
            .Payload([6, lengthField, .. new byte[length - 2], .. tcp], protocol: 51);
        Assert.That(frame.Outcome(), Is.EqualTo(expected));
    }

    static FrameBuilder Outer => Ethernet.Ipv4("10.0.0.1", "10.0.0.2");

    static FrameBuilder[] Padded =>
    [
        Ethernet.Padding(9).Pppoe(5).Ppp(),
        Outer.Padding(9).Udp(1, 4789).Vxlan(5).Ethernet(),
        Outer.Udp(1, 2152).Padding(9).GtpUser(5),
        Ethernet.Padding(9).Ipv6(Client6, Server6),
    ];

    [TestCaseSource(nameof(Padded))]
    public void An_IP_length_of_zero_is_that_of_the_layer_around_it(FrameBuilder around)
    {
        Segment segment = around.Ipv4(Client, Server, totalLength: 0).Tcp(1, 2).Payload(3)
            .Decoded();
        Assert.That(segment.PayloadLength, Is.EqualTo(3));
        Assert.That(segment.PayloadCaptured, Is.EqualTo(3));
    }
}
