using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

sealed class PcapReaderTests
{
    [TestCase(PcapBuilder.Microseconds, false, 100_000_250_000)]
    [TestCase(PcapBuilder.Microseconds, true, 100_000_250_000)]
    [TestCase(PcapBuilder.Nanoseconds, false, 100_000_000_250)]
    [TestCase(PcapBuilder.Nanoseconds, true, 100_000_000_250)]
    [TestCase(PcapBuilder.Modified, false, 100_000_250_000)]
    [TestCase(PcapBuilder.Modified, true, 100_000_250_000)]
    public void Every_magic_in_both_orders_gives_the_same_frames(
        uint magic, bool bigEndian, long time)
    {
        Reading reading = Reading.Of(Sample.Pcap(magic, bigEndian));

        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.End));
        Assert.That(reading.Frames, Has.Count.EqualTo(3));
        Assert.That(reading.Frames[0].Time, Is.EqualTo(time));
        Assert.That(reading.Frames[0].Original, Is.EqualTo(1514));
        Assert.That(reading.Frames[0].Link, Is.EqualTo(1));
        Assert.That(reading.Frames[0].Octets, Does.StartWith("000102").And.Length.EqualTo(120));
        Assert.That(reading.Frames[2].Time - time, Is.EqualTo(2_000_000_000));
        Assert.That(reading.Frames[2].Octets, Does.StartWith("020304").And.Length.EqualTo(124));
    }

    [TestCase(0x00000001L, 1, TestName = "Link type alone")]
    [TestCase(0x14000001L, 1, TestName = "FCS length, said to be there")]
    [TestCase(0x30000084L, 132, TestName = "FCS length, not said to be there")]
    [TestCase(0x0000FFFFL, 65_535, TestName = "Largest link type")]
    public void The_link_type_is_the_low_half_of_the_network_word(long network, int link)
    {
        Reading reading = Reading.Of(
            new PcapBuilder(network: network).Frame(1, 2, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames[0].Link, Is.EqualTo(link));
    }

    [Test]
    public void More_captured_than_original_is_harmless()
    {
        Reading reading = Reading.Of(
            new PcapBuilder().Frame(1, 2, Sample.Octets(60), original: 50).ToArray());
        Assert.That(reading.Frames[0].Original, Is.EqualTo(50));
        Assert.That(reading.Frames[0].Octets, Has.Length.EqualTo(120));
    }

    [TestCase(2), TestCase(3)]
    public void Old_versions_with_swapped_lengths_are_read(int minor)
    {
        Reading reading = Reading.Of(new PcapBuilder(minor: minor)
            .Frame(1, 2, Sample.Octets(60), captured: 1514, original: 60)
            .Frame(1, 2, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames, Has.Count.EqualTo(2));
        Assert.That(reading.Frames[0].Original, Is.EqualTo(1514));
    }

    [Test]
    public void Times_last_until_2106_and_fractions_may_exceed_a_second()
    {
        Reading reading = Reading.Of(
            new PcapBuilder().Frame(0xFFFFFFFF, 0xFFFFFFFF, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames[0].Time,
            Is.EqualTo(0xFFFFFFFFL * 1_000_000_000 + 0xFFFFFFFFL * 1_000));
    }

    [Test]
    public void The_longest_frame_is_read_and_one_octet_more_is_damage()
    {
        byte[] longest = Sample.Octets(RecordReader.LongestFrame);
        byte[] tooLong = Sample.Octets(RecordReader.LongestFrame + 1);
        Reading reading = Reading.Of(
            new PcapBuilder().Frame(1, 2, longest).Frame(1, 3, tooLong).ToArray());

        Assert.That(reading.Frames, Has.Count.EqualTo(1));
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(reading.Damage, Is.EqualTo(
            "a.pcap: damaged at octet 262184, after frame 1: a record claims 262145 captured "
            + "octets, 262144 being the most; copy the file again, or try pcapfix on it"));
    }

    [TestCase(3, 4, 1, "pcap version 3.4")]
    [TestCase(1, 2, 1, "pcap version 1.2")]
    [TestCase(2, 4, 0x00010001, "link type is 0x00010001")]
    public void A_header_that_is_not_understood_is_damage(
        int major, int minor, long network, string says)
    {
        Reading reading = Reading.Of(new PcapBuilder(major: major, minor: minor, network: network)
            .Frame(1, 2, Sample.Octets(60)).ToArray());
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(reading.Damage, Does.Contain(says));
    }
}
