using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

sealed class PcapngReaderTests
{
    [Test]
    public void Sections_interfaces_and_packet_blocks_of_each_kind_are_read()
    {
        Reading reading = Reading.Of(Sample.Pcapng());

        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.End));
        Assert.That(reading.Frames.ConvertAll(f => (f.Number, f.Time, f.Link, f.Octets.Length / 2)),
            Is.EqualTo(new[]
            {
                (1L, 5_000_000_000L, 1, 61),
                (2L, 6_000_000_007L, 101, 40),
                (3L, 6_000_000_007L, 1, 64),  // a simple packet: the time before
                (4L, 7_000_000_000L, 1, 62),
                (5L, 8_000_000_000L, 113, 63),
                (6L, 9_000_000_000L, 113, 64),
            }));
        Assert.That(reading.Frames[2].Original, Is.EqualTo(1514));
    }

    [Test]
    public void A_simple_packet_before_all_others_is_at_time_0()
    {
        Reading reading = Reading.Of(
            new PcapngBuilder().Section().Interface().Simple(Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames[0].Time, Is.Zero);
    }

    [TestCase(9u), TestCase(0xBADu), TestCase(0x40000BADu), TestCase(0x204u)]
    public void What_Wireshark_numbers_takes_a_number(uint type)
    {
        Reading reading = Reading.Of(new PcapngBuilder().Section().Interface()
            .Block(type, body => body.Octets(Sample.Octets(40)))
            .Enhanced(1, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames[0].Number, Is.EqualTo(2));
    }

    [Test]
    public void A_skipped_block_may_be_longer_than_the_buffer()
    {
        Reading reading = Reading.Of(new PcapngBuilder().Section().Interface()
            .Block(10, body => body.Octets(new byte[3 * OctetBuffer.Capacity + 4]))
            .Enhanced(1, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames, Has.Count.EqualTo(1));
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.End));
    }

    // Units of 0x12345678_9abcdef0, in the resolutions of the draft's if_tsresol.
    [TestCase(0, 0, long.MaxValue)]
    [TestCase(6, 0, long.MaxValue)]
    [TestCase(9, 0, 1_311_768_467_463_790_320)]
    [TestCase(9, 5, 1_311_768_472_463_790_320)]
    [TestCase(9, -2_000_000_000, -688_231_532_536_209_680)]
    [TestCase(12, 0, 1_311_768_467_463_790)]
    [TestCase(19, 0, 131_176_846)]
    [TestCase(28, 0, 0)]
    [TestCase(127, 0, 0)]
    [TestCase(0x80 | 0, 0, long.MaxValue)]
    [TestCase(0x80 | 32, 0, 305_419_896_604_444_440)]
    [TestCase(0x80 | 63, 0, 142_222_222)]
    [TestCase(0x80 | 64, 0, 71_111_111)]
    [TestCase(0x80 | 127, 0, 0)]
    [TestCase(9, long.MaxValue, long.MaxValue)]
    [TestCase(9, long.MinValue, long.MinValue)]
    public void Times_are_exact_or_stop_at_the_ends(int resolution, long offset, long expected)
    {
        var on = new PcapngInterface(LinkType.Ethernet, 0, (byte)resolution, offset);
        Assert.That(on.TimeOf(0x12345678_9abcdef0).Nanoseconds, Is.EqualTo(expected));
    }

    [Test]
    public void The_last_unit_of_every_resolution_is_no_overflow()
    {
        for (int resolution = 0; resolution < 256; resolution++)
        {
            var on = new PcapngInterface(LinkType.Ethernet, 0, (byte)resolution, 0);
            Assert.That(on.TimeOf(ulong.MaxValue).Nanoseconds, Is.GreaterThanOrEqualTo(0));
            Assert.That(on.TimeOf(0).Nanoseconds, Is.Zero);
        }
    }

    [Test]
    public void Options_that_claim_too_much_are_left_at_that()
    {
        Reading reading = Reading.Of(new PcapngBuilder().Section()
            .Block(1, body => body.Word16(1).Word16(0).Word32(0)
                .Word16(9).Word16(1).Octet(9).Pad().Word16(14).Word16(400).Word32(1))
            .Enhanced(77, Sample.Octets(60)).ToArray());
        Assert.That(reading.Frames[0].Time, Is.EqualTo(77));
    }

    static PcapngBuilder Begun() => new PcapngBuilder().Section().Interface()
        .Enhanced(1, Sample.Octets(60));

    static readonly TestCaseData[] s_damaged =
    [
        new(Begun().Block(6, _ => { }, length: 0), "claims 0 octets, 32 the least"),
        new(Begun().Block(0x777, _ => { }, length: 8), "claims 8 octets, 12 the least"),
        new(Begun().Block(0x777, b => b.Word32(0), length: 14), "14 octets, no multiple of 4"),
        new(Begun().Block(6, b => b.Octets(new byte[40]), length: 0x7FFFFFFC), "1048576 the most"),
        new(Begun().Block(0x777, _ => { }, length: 0xFFFFFFFC), "67108864 the most"),
        new(Begun().Block(0x777, b => b.Word32(0), trailer: 20), "begins with length 16"),
        new(Begun().Block(5, b => b.Octets(new byte[40]), trailer: 0), "begins with length 52"),
        new(Begun().Enhanced(1, Sample.Octets(60), on: 1), "names interface 1 of 1"),
        new(Begun().Enhanced(1, Sample.Octets(60), captured: 80), "claims 80 captured octets"),
        new(Begun().Enhanced(1, Sample.Octets(60), captured: -1), "claims 4294967295 captured"),
        new(Begun().Enhanced(1, new byte[262_145]), "claims 262145 captured octets"),
        new(Begun().Section(major: 1, minor: 1), "pcapng version 1.1"),
        new(Begun().Section().Simple(Sample.Octets(60)), "names interface 0 of 0"),
        new(Begun().Block(0x0A0D0D0A, b => b.Word32(7).Octets(new byte[12])), "is 0x00000007"),
    ];

    [TestCaseSource(nameof(s_damaged))]
    public void Nonsense_ends_the_reading_where_it_stands(PcapngBuilder file, string says)
    {
        Reading reading = Reading.Of(file.Enhanced(2, Sample.Octets(60)).ToArray());
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(reading.Frames, Has.Count.EqualTo(1));
        Assert.That(reading.Damage, Does.Contain(says).And.Contain("after frame 1"));
        Assert.That(reading.Damage, Does.StartWith("a.pcap: damaged at octet "));
    }

    [Test]
    public void Interfaces_are_bounded()
    {
        PcapngBuilder file = new PcapngBuilder().Section();
        for (int i = 0; i <= 65_536; i++) file.Interface();

        Reading reading = Reading.Of(file.ToArray());
        Assert.That(reading.Damage, Does.Contain("more than 65536 interfaces"));
    }
}
