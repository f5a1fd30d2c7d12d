using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Saving;

sealed class FrameWriterTests
{
    static readonly SectionFacts s_section = new()
    {
        Hardware = "a desk",
        System = "no system at all",
        Application = "rsttrace test",
        Comment = "what is it for?",
    };

    /// <summary>Writes all frames of a capture, an interface for each link type.</summary>
    static void Copy(string capture, FrameWriter writer, int snapLength = 0)
    {
        var links = new List<LinkType>();
        using CaptureFile source = CaptureFile.Open(capture);
        while (source.Read(out Frame frame) == ReadOutcome.Frame)
        {
            int from = links.IndexOf(frame.Link);
            if (from < 0)
            {
                from = links.Count;
                links.Add(frame.Link);
                writer.AddInterface(new SavedInterface($"eth{from}", frame.Link, snapLength));
            }

            writer.Write(in frame, from);
        }
    }

    static (List<ReadFrame> Frames, ReadOutcome Outcome) Read(string capture)
    {
        using CaptureFile source = CaptureFile.Open(capture);
        (List<ReadFrame> frames, _) = Reading.All(source);
        return (frames, source.Damage is null ? ReadOutcome.End : ReadOutcome.Damaged);
    }

    [Test]
    public void Every_capture_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, "copy");
        int captures = 0;
        foreach (string name in Captures.All())
        {
            using (var writer = new PcapngWriter(File.Create(copy), copy, s_section))
                Copy(Captures.PathOf(name), writer);

            Assert.That(Read(copy).Outcome, Is.EqualTo(ReadOutcome.End), name);
            Assert.That(Read(copy).Frames, Is.EqualTo(Read(Captures.PathOf(name)).Frames), name);
            captures++;
        }

        Assert.That(captures, Is.GreaterThan(500));
    }

    static readonly string[] s_pcaps =
    [
        "samples-pcap/write-after-close.server.pcap",
        "samples-pcap/mptcp.client.pcap",
        "samples-pcap/ipv6.client.pcap",
        "samples-pcap/arkime__arkime_synthetic.pcap",
        "tests/lab/captures/close-data-crossing/client.pcap",
    ];

    [TestCaseSource(nameof(s_pcaps))]
    public void Tshark_finds_the_same_frames(string name)
    {
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, "copy");
        using (var writer = new PcapngWriter(File.Create(copy), copy, s_section))
            Copy(Captures.PathOf(name), writer);

        string[] asked = ["frame.time_epoch", "frame.len", "frame.cap_len", "tcp.seq_raw"];
        Assert.That(
            Tshark.Fields(copy, "", asked),
            Is.EqualTo(Tshark.Fields(Captures.PathOf(name), "", asked)));
    }

    [TestCaseSource(nameof(s_pcaps))]
    public void A_pcap_is_that_of_tcpdump_octet_for_octet(string name)
    {
        using var folder = new TemporaryFolder();
        string theirs = Path.Combine(folder.Path, "theirs.pcap");
        Tool.Run("tcpdump", "-r", Captures.PathOf(name), "-w", theirs);
        var ours = new MemoryStream();
        using (var writer = new PcapWriter(ours, "a.pcap", nanoseconds: false))
        {
            int snapLength = BitConverter.ToInt32(File.ReadAllBytes(theirs), 16);
            Copy(Captures.PathOf(name), writer, snapLength);
        }

        Assert.That(ours.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(theirs)), Is.True);
    }

    [Test]
    public void Nanoseconds_are_kept_where_the_format_has_them()
    {
        foreach (SaveFormat format in Enum.GetValues<SaveFormat>())
        {
            var file = new MemoryStream();
            using (FrameWriter writer = FrameWriter.Create(format, file, "a.pcap", s_section))
            {
                writer.AddInterface(new SavedInterface(null, LinkType.Ethernet));
                Write(writer, 1_700_000_000_123_456_789, original: 70_000);
            }

            ReadFrame frame = Reading.Of(file.ToArray()).Frames[0];
            Assert.That(frame.Time, Is.EqualTo(
                format == SaveFormat.PcapMicroseconds
                    ? 1_700_000_000_123_456_000
                    : 1_700_000_000_123_456_789));
            Assert.That(frame.Original, Is.EqualTo(70_000));
        }
    }

    static void Write(
        FrameWriter writer, long time, int from = 0, FrameNote note = default, int length = 61,
        uint original = 61)
        => writer.Write(
            new Frame
            {
                Octets = new byte[length],
                OriginalLength = original,
                Time = new Timestamp(time),
                Link = LinkType.Ethernet,
                Id = new FrameId(0, 1),
            },
            from,
            note);

    [Test]
    public void Wireshark_reads_what_is_said_of_section_interfaces_and_frames()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "a.pcapng");
        using (var writer = new PcapngWriter(File.Create(path), path, s_section))
        {
            writer.AddInterface(new SavedInterface("wan0", LinkType.Ethernet, 96));
            writer.AddInterface(new SavedInterface("tun7", LinkType.Raw));
            Write(writer, 1, note: new FrameNote("größer als 3", 77));
            Write(writer, 2, from: 1);
            writer.WriteCounts(0, new Timestamp(3), new InterfaceCounts(12_345, 678));
        }

        SortedDictionary<long, string[]> frames = Tshark.Fields(
            path, "", "frame.comment", "frame.packet_id", "frame.interface_name");
        Assert.That(frames[1], Is.EqualTo((string[])["größer als 3", "77", "wan0"]));
        Assert.That(frames[2], Is.EqualTo((string[])["", "", "tun7"]));

        string facts = Tool.Run("capinfos", path);
        Assert.That(facts, Does.Contain("a desk").And.Contain("no system at all")
            .And.Contain("rsttrace test").And.Contain("what is it for?")
            .And.Contain("Number of interfaces in file: 2")
            .And.Contain("Name = wan0").And.Contain("Capture length = 96")
            .And.Contain("Number of stat entries = 1"));
        Assert.That(Interfaces(path), Does.Contain("12345").And.Contain("678"));
    }

    // The counts are shown by the dissector of the file as a file.
    static string Interfaces(string path)
        => Tool.Run("tshark", "-n", "-r", path, "-X", "read_format:MIME Files Format", "-V");

    [Test]
    public void The_longest_comments_and_frames_are_cut_to_what_is_read()
    {
        var file = new MemoryStream();
        using (var writer = new PcapngWriter(file, "a", s_section))
        {
            writer.AddInterface(new SavedInterface(new string('é', 50_000), LinkType.Ethernet));
            var note = new FrameNote(new string('é', 50_000), long.MaxValue);
            for (int i = 0; i < 3; i++) Write(writer, i, note: note, length: 300_000);
        }

        Reading reading = Reading.Of(file.ToArray());
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.End));
        Assert.That(reading.Frames.ConvertAll(f => f.Octets.Length / 2),
            Is.EqualTo((int[])[262_144, 262_144, 262_144]));
    }

    [Test]
    public void Pcap_holds_one_link_type()
    {
        using var writer = new PcapWriter(new MemoryStream(), "a.pcap", nanoseconds: true);
        Assert.That(writer.AddInterface(new SavedInterface("a", LinkType.Raw)), Is.Zero);
        Assert.That(writer.AddInterface(new SavedInterface("b", LinkType.Raw)), Is.EqualTo(1));
        Assert.That(
            () => writer.AddInterface(new SavedInterface("c", LinkType.Ethernet)),
            Throws.TypeOf<CaptureException>().With.Message.Contains("not 101 and 1"));
    }

    [Test]
    public void No_octet_is_allocated_for_a_frame([Values] SaveFormat format)
    {
        using FrameWriter writer = FrameWriter.Create(format, Stream.Null, "a", s_section);
        writer.AddInterface(new SavedInterface("eth0", LinkType.Ethernet));

        long allocated = Allocated.ByFrames(
            new byte[1_514], (in Frame frame) => writer.Write(in frame, 0));
        Assert.That(allocated, Is.Zero);
        writer.Flush();
        Assert.That(writer.Frames, Is.EqualTo(Allocated.Rounds * Allocated.Frames));
    }

    [TestCase("a.pcap", SaveFormat.PcapMicroseconds)]
    [TestCase("A.PCAP", SaveFormat.PcapMicroseconds)]
    [TestCase("a.pcap.pcapng", SaveFormat.Pcapng)]
    [TestCase("pcap", SaveFormat.Pcapng)]
    [TestCase("-", SaveFormat.Pcapng)]
    public void The_name_says_which_format(string name, SaveFormat format)
        => Assert.That(SaveFormats.Of(name), Is.EqualTo(format));
}
