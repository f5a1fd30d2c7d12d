using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>A copy of a capture: nothing is lost of it, and nothing added but what was
/// asked.</summary>
sealed class CaptureCopyTests
{
    static readonly FrameChoice s_all = static (in Frame _) => new FrameFate(IsKept: true);

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rsttrace-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Without_a_comment_a_pcapng_is_copied_octet_for_octet([Values] bool packed)
        => Assert.That(
            Copy(Sample.Named(packed ? "pcapng in gzip" : "pcapng"), s_all),
            Is.EqualTo(Sample.Pcapng()));

    [Test]
    public void A_comment_leaves_everything_else_in_place([Values] bool bigEndian)
    {
        byte[] original = new PcapngBuilder()
            .Section(bigEndian)
            .Interface(resolution: 9)
            .Enhanced(1, Sample.Octets(61))
            .Block(0x777, body => body.Octets(Sample.Octets(36)))
            .Enhanced(2, Sample.Octets(60), original: 1514)
            .ToArray();
        byte[] copy = Copy(original, Commenting(2, "two\nlines"));
        int added = copy.Length - original.Length;
        int at = original.Length - 4 - 12 - 60 - 20 - 8; // its type, before all the rest

        Assert.Multiple(() =>
        {
            Assert.That(added, Is.EqualTo(4 + 12), "an option of nine octets");
            Assert.That(copy[..at], Is.EqualTo(original[..at]), "before the frame");
            Assert.That(
                Comments(copy), Is.EqualTo(["note", "two\\nlines|note"]));
            Assert.That(Times(copy), Is.EqualTo(Times(original)));
        });
    }

    [Test]
    public void A_comment_that_is_there_already_is_not_added_again()
    {
        byte[] once = Copy(Sample.Pcapng(), Commenting(2, "once"));
        Assert.That(Copy(once, Commenting(2, "once")), Is.EqualTo(once));
    }

    [Test]
    public void Every_kind_of_packet_block_takes_a_comment()
    {
        byte[] copy = Copy(
            Sample.Pcapng(), static (in Frame frame) => new(true, $"frame {frame.Id.Number}"));

        Assert.That(Comments(copy), Is.EqualTo(
        [
            "frame 1|note", "frame 2|note", "frame 3", "frame 4", "frame 5|note", "frame 6",
        ]));
        Assert.That(Frames(copy).Select(WithoutTime), Is.EqualTo(
            Frames(Sample.Pcapng()).Select(WithoutTime)));
    }

    [Test]
    public void A_simple_packet_block_stays_one_where_nothing_is_said_of_it()
    {
        byte[] copy = Copy(Sample.Pcapng(), Commenting(2, "other"));
        Assert.That(Fields(copy, "frame.time_epoch")[2], Is.Empty, "it has no time");
        Assert.That(
            Fields(Copy(Sample.Pcapng(), Commenting(3, "this")), "frame.time_epoch")[2],
            Is.EqualTo("0.000000000"));
    }

    [Test]
    public void The_length_of_a_section_is_said_to_be_unknown()
    {
        byte[] original = Sample.Pcapng();
        original.AsSpan(16, 8).Clear();
        original[16] = 100;
        byte[] copy = Copy(original, s_all);

        Assert.That(copy[16..24], Is.All.EqualTo(0xFF));
        Assert.That(copy[24..], Is.EqualTo(original[24..]));
    }

    [Test]
    public void A_block_that_no_buffer_holds_is_copied()
    {
        byte[] original = new PcapngBuilder()
            .Section().Interface()
            .Block(10, body => body.Word32(0x544c534b).Word32(3_000_000)
                .Octets(new byte[3_000_000]))
            .Enhanced(1, Sample.Octets(60))
            .ToArray();
        using CaptureCopy copy = Begin("out", out string path);
        copy.Add(Request(original, s_all), CancellationToken.None);
        copy.Dispose();

        Assert.That(File.ReadAllBytes(path), Is.EqualTo(original));
        Assert.That(copy.HasSecrets, Is.True);
    }

    [Test]
    public void What_is_not_chosen_is_left_out()
    {
        byte[] copy = Copy(
            Sample.Pcapng(), static (in Frame frame) => new(frame.Id.Number % 2 == 0));
        Assert.That(
            Frames(copy).Select(WithoutTime),
            Is.EqualTo(Frames(Sample.Pcapng()).Where((_, i) => i % 2 == 1).Select(WithoutTime)));
    }

    [TestCase("pcap")]
    [TestCase("pcap modified")]
    [TestCase("pcapng")]
    public void Frames_are_cut(string name)
    {
        byte[] original = Sample.Named(name);
        Assert.That(
            Frames(Copy(original, s_all, snapLength: 20)).Select(WithoutTime),
            Is.EqualTo(Frames(original).Select(frame => WithoutTime(frame) with
            {
                Octets = frame.Octets[..40],
            })));
    }

    [TestCase("pcap", "6")]
    [TestCase("pcap big-endian", "6")]
    [TestCase("pcap nanoseconds", "9")]
    [TestCase("pcap modified", "6")]
    [TestCase("pcap in gzip", "6")]
    public void A_pcap_becomes_a_pcapng_of_the_same_clock(string name, string resolution)
    {
        byte[] copy = Copy(Sample.Named(name), Commenting(1, "first"));
        Assert.Multiple(() =>
        {
            Assert.That(Frames(copy), Is.EqualTo(Frames(Sample.Named(name))));
            Assert.That(Comments(copy), Is.EqualTo(["first", "", ""]));
            Assert.That(Infos(copy), Does.Contain($"Time resolution = 0x0{resolution}"));
            Assert.That(Infos(copy), Does.Contain("Capture length = 65535"));
        });
    }

    [Test]
    public void A_pcap_without_a_frame_keeps_its_link_type()
        => Assert.That(
            Infos(Copy(new PcapBuilder(network: 101).ToArray(), s_all)),
            Does.Contain("Encapsulation = Raw IP"));

    [Test]
    public void The_check_sequence_that_a_pcap_tells_of_is_told()
    {
        byte[] copy = Copy(
            new PcapBuilder(network: 0x24000001L).Frame(1, 2, Sample.Octets(64)).ToArray(), s_all);
        ReadOnlySpan<byte> option = [13, 0, 1, 0, 4, 0, 0, 0];
        Assert.That(copy.AsSpan().IndexOf(option), Is.Positive);
    }

    [Test]
    public void Several_captures_are_sections_one_behind_the_other()
    {
        using CaptureCopy copy = Begin("out", out string path);
        copy.Add(Request(Sample.Pcap(), s_all), CancellationToken.None);
        copy.Add(Request(Sample.Pcapng(), s_all), CancellationToken.None);
        copy.Dispose();

        Assert.That(copy.Frames, Is.EqualTo(3 + 6));
        Assert.That(
            Frames(File.ReadAllBytes(path)).Select(WithoutTime),
            Is.EqualTo(Frames(Sample.Pcap()).Concat(Frames(Sample.Pcapng())).Select(WithoutTime)));
    }

    // Every cut, and every octet changed: as many frames as the reader finds, and a file that
    // it finds no fault with.
    [TestCase("pcap")]
    [TestCase("pcapng")]
    public void Of_a_damaged_capture_all_is_copied_that_can_be_read(string name)
    {
        byte[] whole = Sample.Named(name);
        for (int i = 30; i < whole.Length; i += 3)
        {
            AssertCopiedAsRead(whole[..i], $"cut at {i}");
            byte[] changed = [.. whole];
            changed[i] ^= 0xA5;
            AssertCopiedAsRead(changed, $"changed at {i}");
        }
    }

    [Test]
    public void A_full_disk_is_remembered_and_ends_the_copy()
    {
        using var stream = new FileStream(
            "/dev/full", FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var copy = new CaptureCopy(stream, "/dev/full", "test");
        copy.Add(Request(Sample.Pcapng(), s_all), CancellationToken.None);
        copy.Dispose();

        Assert.That(copy.Failure?.Message, Does.StartWith("/dev/full: cannot be written"));
        Assert.That(copy.Frames, Is.Zero);
    }

    void AssertCopiedAsRead(byte[] capture, string what)
    {
        byte[] copy;
        try
        {
            copy = Copy(capture, Commenting(2, "damaged"));
        }
        catch (CaptureException)
        {
            Assert.That(() => Frames(capture), Throws.InstanceOf<CaptureException>(), what);
            return;
        }

        Assert.That(
            Frames(copy, mayBeDamaged: false).Select(WithoutTime),
            Is.EqualTo(Frames(capture).Select(WithoutTime)), what);
    }

    static FrameChoice Commenting(long number, string comment)
        => (in Frame frame) => new FrameFate(true, frame.Id.Number == number ? comment : null);

    CaptureCopy Begin(string name, out string path)
    {
        path = Path.Combine(_folder, name);
        return new CaptureCopy(File.Create(path), path, "test");
    }

    CopyRequest Request(byte[] capture, FrameChoice choose, int snapLength = 0)
        => new() { Path = Written(capture), Choose = choose, SnapLength = snapLength };

    byte[] Copy(byte[] capture, FrameChoice choose, int snapLength = 0)
    {
        CaptureCopy copy = Begin("out", out string path);
        try
        {
            copy.Add(Request(capture, choose, snapLength), CancellationToken.None);
        }
        finally
        {
            copy.Dispose();
        }

        return File.ReadAllBytes(path);
    }

    string Written(byte[] capture)
    {
        string path = Path.Combine(_folder, "capture");
        File.WriteAllBytes(path, capture);
        return path;
    }

    string[] Comments(byte[] capture) => Fields(capture, "frame.comment");

    string[] Times(byte[] capture) => Fields(capture, "frame.time_epoch");

    string[] Fields(byte[] capture, string field)
        => [.. Tshark.Fields(Written(capture), "", field).Values.Select(values => values[0])];

    string Infos(byte[] capture) => Tool.Run("capinfos", Written(capture));

    List<CopiedFrame> Frames(byte[] capture, bool mayBeDamaged = true)
    {
        var frames = new List<CopiedFrame>();
        using CaptureFile file = CaptureFile.Open(Written(capture));
        ReadOutcome outcome;
        while ((outcome = file.Read(out Frame frame)) == ReadOutcome.Frame)
        {
            frames.Add(new CopiedFrame(
                frame.Time.Nanoseconds, frame.Link, frame.OriginalLength,
                Convert.ToHexString(frame.Octets)));
        }

        Assert.That(mayBeDamaged || outcome == ReadOutcome.End, Is.True, file.Damage);
        return frames;
    }

    // That of a simple packet block, which has none, is that of the frame before.
    static CopiedFrame WithoutTime(CopiedFrame frame) => frame with { Nanoseconds = 0 };

    sealed record CopiedFrame(long Nanoseconds, LinkType Link, uint Original, string Octets);
}
