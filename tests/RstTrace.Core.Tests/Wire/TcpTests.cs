using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;
using static RstTrace.Testing.WireFixtures;

namespace RstTrace.Core.Tests.Wire;

public sealed class TcpTests
{
    static FrameBuilder With(params byte[] options)
        => new FrameBuilder().Ethernet().Ipv4(Client, Server).Tcp(40000, 443, options: options);

    [Test]
    public void The_fields_of_TCP_are_in_the_segment()
    {
        Segment segment = new FrameBuilder().Ethernet().Ipv4(Client, Server)
            .Tcp(40000, 443, 0xFFFF_FFFF, 0x8000_0000, (ControlBits)0x1FF, 12345)
            .Payload(7).Decoded();

        Assert.That(segment.SourcePort, Is.EqualTo(40000));
        Assert.That(segment.DestinationPort, Is.EqualTo(443));
        Assert.That(segment.Sequence.Value, Is.EqualTo(0xFFFF_FFFF));
        Assert.That(segment.Acknowledgment.Value, Is.EqualTo(0x8000_0000));
        Assert.That((int)segment.Control, Is.EqualTo(0x1FF));
        Assert.That(segment.Window, Is.EqualTo(12345));
        Assert.That(segment.PayloadOffset, Is.EqualTo(14 + 20 + 20));
        Assert.That(segment.SequenceLength, Is.EqualTo(7 + 1 + 1));
        Assert.That(segment.SequenceEnd.Value, Is.EqualTo(8));
        Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.NoOptions));
        Assert.That(segment.MptcpReset, Is.EqualTo(Segment.NoMptcpReset));
        Assert.That(segment.WindowShift, Is.EqualTo(Segment.NoWindowShift));
    }

    [Test]
    public void Time_and_frame_are_the_frame_s()
    {
        var time = new Timestamp(123_456_789);
        Frame frame = With().ToFrame(number: 42, time: time);
        SegmentDecoder.Decode(in frame, out Segment segment);
        Assert.That(segment.Time, Is.EqualTo(time));
        Assert.That(segment.Frame, Is.EqualTo(new FrameId(0, 42)));
    }

    [Test]
    public void The_options_of_a_SYN_are_read()
    {
        Segment segment = With(SynOptions).Decoded();
        Assert.That(segment.MaximumSegmentSize, Is.EqualTo(1460));
        Assert.That(segment.WindowShift, Is.EqualTo(7));
        Assert.That(segment.TimestampValue, Is.EqualTo(7));
        Assert.That(segment.TimestampEcho, Is.Zero);
        Assert.That(segment.Traits,
            Is.EqualTo(SegmentTraits.SackPermitted | SegmentTraits.Timestamps));
    }

    [Test]
    public void Timestamps_alone_are_read_aligned_or_not()
    {
        Segment aligned = With(TimestampOptions).Decoded();
        Segment odd = With(8, 10, 0, 0, 1, 0, 0, 0, 2, 0, 1, 1).Decoded();
        foreach (Segment segment in new[] { aligned, odd })
        {
            Assert.That(segment.TimestampValue, Is.EqualTo(256));
            Assert.That(segment.TimestampEcho, Is.EqualTo(512));
            Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.Timestamps));
        }
    }

    [TestCase((byte)0, (byte)0)]
    [TestCase((byte)14, (byte)14)]
    [TestCase((byte)15, (byte)14)]
    [TestCase((byte)255, (byte)14)]
    public void A_window_shift_is_fourteen_at_most(byte onWire, byte expected)
        => Assert.That(With(3, 3, onWire).Decoded().WindowShift, Is.EqualTo(expected));

    [Test]
    public void A_reset_of_MPTCP_says_why()
    {
        Segment segment = With(30, 4, 0x83, 5, 1, 1, 1, 1).Decoded();
        Segment other = With(30, 4, 0x43, 5).Decoded();

        Assert.That(segment.MptcpReset, Is.EqualTo(0x0305));
        Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.Mptcp));
        Assert.That(other.MptcpReset, Is.EqualTo(Segment.NoMptcpReset));
        Assert.That(other.Traits, Is.EqualTo(SegmentTraits.Mptcp));
    }

    [Test]
    public void Signatures_are_noted()
    {
        byte[] md5 = [19, 18, .. new byte[16], 1, 1];
        byte[] ao = [29, 16, .. new byte[14]];
        Assert.That(With(md5).Decoded().Traits, Is.EqualTo(SegmentTraits.Authenticated));
        Assert.That(With(ao).Decoded().Traits, Is.EqualTo(SegmentTraits.Authenticated));
    }

    [TestCase(new byte[] { 1, 1, 1, 2 }, TestName = "No room for a length")]
    [TestCase(new byte[] { 1, 1, 2, 0 }, TestName = "Length of zero")]
    [TestCase(new byte[] { 1, 1, 2, 1 }, TestName = "Length of one")]
    [TestCase(new byte[] { 1, 2, 4, 5 }, TestName = "Beyond the header")]
    [TestCase(new byte[] { 2, 3, 5, 1 }, TestName = "MSS of another length")]
    [TestCase(new byte[] { 3, 4, 5, 1 }, TestName = "Window scale of another length")]
    [TestCase(new byte[] { 4, 4, 5, 1 }, TestName = "SACK-permitted of another length")]
    [TestCase(new byte[] { 8, 4, 5, 1 }, TestName = "Timestamps of another length")]
    [TestCase(new byte[] { 30, 2, 0, 0 }, TestName = "MPTCP without a subtype")]
    public void Options_that_cannot_be_read_are_marked(byte[] options)
    {
        Segment segment = With([4, 2, 1, 1, .. options]).Decoded();
        Assert.That(segment.Traits.HasFlag(SegmentTraits.OptionsIncomplete));
        Assert.That(segment.Traits.HasFlag(SegmentTraits.SackPermitted), "what went before");
        Assert.That(segment.MaximumSegmentSize, Is.Zero);
        Assert.That(segment.HasTimestamps, Is.False);
    }

    [Test]
    public void Nothing_is_read_behind_the_end_of_the_options()
    {
        Segment segment = With(1, 1, 1, 0, 2, 4, 5, 180).Decoded();
        Assert.That(segment.MaximumSegmentSize, Is.Zero);
        Assert.That(segment.Traits, Is.EqualTo(SegmentTraits.None));
    }

    [Test]
    public void Unknown_options_are_passed_over()
        => Assert.That(With(254, 5, 9, 9, 9, 3, 3, 6).Decoded().WindowShift, Is.EqualTo(6));

    // Ethernet and IPv4 take 34 octets; TCP here has 12 octets of options.
    [TestCase(34 + 15, DecodeOutcome.Truncated, false)]
    [TestCase(34 + 16, DecodeOutcome.Decoded, true, TestName = "Up to the window")]
    [TestCase(34 + 20, DecodeOutcome.Decoded, true, TestName = "Up to the options")]
    [TestCase(34 + 31, DecodeOutcome.Decoded, true, TestName = "All but an octet")]
    [TestCase(34 + 32, DecodeOutcome.Decoded, false, TestName = "The whole header")]
    public void A_cut_header_is_a_segment_from_the_window_on(
        int captured, DecodeOutcome expected, bool isIncomplete)
    {
        Frame frame = With(TimestampOptions).Payload(10).ToFrame(captured);
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out Segment segment);
        Assert.That(outcome, Is.EqualTo(expected));
        if (expected != DecodeOutcome.Decoded) return;

        Assert.That(segment.Traits.HasFlag(SegmentTraits.OptionsIncomplete),
            Is.EqualTo(isIncomplete));
        Assert.That(segment.PayloadLength, Is.EqualTo(10));
        Assert.That(segment.PayloadCaptured, Is.Zero);
        Assert.That(segment.Payload(frame.Octets).IsEmpty);
    }

    [Test]
    public void A_view_says_what_is_in_the_octets_of_a_header()
    {
        byte[] octets = new FrameBuilder().Tcp(1, 2, 3, 4, ControlBits.Reset, 5, [4, 2]).Build();
        DecodeOutcome outcome = TcpHeader.TryParse(octets, octets.Length, out TcpHeader header);
        Assert.That(outcome, Is.EqualTo(DecodeOutcome.Decoded));
        Assert.That(header.Length, Is.EqualTo(24));
        Assert.That(header.IsWhole);
        Assert.That(header.Options.ToArray(), Is.EqualTo(new byte[] { 4, 2, 0, 0 }));
        Assert.That(header.Control, Is.EqualTo(ControlBits.Reset));
    }
}
