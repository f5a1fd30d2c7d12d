using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>What of a reset's connection is saved: against tshark, on real captures.</summary>
sealed class EvidenceRingTests
{
    const string Sample = "samples-pcap/write-after-close.server.pcap";

    [TestCase(Sample, 1)]
    [TestCase("samples-pcap/ipv6.client.pcap", 1)]
    [TestCase("samples-pcap/injected-burst.client.pcap", 1)]
    [TestCase("samples-pcap/both-close-unread.client.pcap", 2)]
    [TestCase("samples-pcap/keepalive-timeout.client.pcap", 1)]
    public void Each_file_holds_the_stream_of_its_reset_and_the_sentence(string name, int least)
    {
        using var folder = new TemporaryFolder();
        string capture = Captures.PathOf(name);
        List<ResetEvent> resets;
        using (var ring = new EvidenceRing(Evidence.Request(folder.Path)))
        {
            resets = Evidence.Trace(capture, ring);
            foreach (ResetEvent reset in resets) ring.Take(reset);
            ring.Dispose();
            Assert.That(ring.Counts, Is.EqualTo(new EvidenceCounts { Saved = resets.Count }));
        }

        Assert.That(resets, Has.Count.GreaterThanOrEqualTo(least));
        foreach (ResetEvent reset in resets)
        {
            string file = Path.Combine(folder.Path, EvidenceName.Of(reset));
            string[] fields = ["frame.packet_id", "frame.time_epoch", "frame.comment"];
            SortedDictionary<long, string[]> saved = Tshark.Fields(file, "", fields);
            Assert.That(saved.Values, Is.EqualTo(Expected(capture, reset)), file);
            Assert.That(Tool.Run("capinfos", "-k", file),
                Does.Contain($"the reset in frame {reset.Frames[0].Number} of").And
                    .Not.Contain("Lost"));
        }
    }

    /// <summary>The frames of the reset's stream, from its first to a second after the
    /// reset.</summary>
    static List<string[]> Expected(string capture, ResetEvent reset)
    {
        var expected = new List<string[]>();
        SortedDictionary<long, string[]> stream = Tshark.Fields(
            capture, $"tcp.stream == {reset.Flow.Stream}", "frame.time_epoch");
        foreach ((long number, string[] time) in stream)
        {
            decimal nanoseconds = decimal.Parse(time[0], CultureInfo.InvariantCulture) * 1e9m;
            if (nanoseconds > reset.Time.Nanoseconds + 1_000_000_000) break;

            bool isReset = number == reset.Frames[0].Number;
            expected.Add([$"{number}", time[0], isReset ? reset.Verdict.Summary : ""]);
        }

        return expected;
    }

    [Test]
    public void What_was_overwritten_is_said()
    {
        using var folder = new TemporaryFolder();
        using var ring = new EvidenceRing(Evidence.Request(folder.Path));
        ResetEvent reset = Evidence.Trace(Captures.PathOf(Sample), ring, before: (number, time) =>
        {
            if (number == 5) Evidence.Flood(ring, EvidenceRequest.LeastRing, time);
        })[0];
        ring.Take(reset);
        ring.Dispose();

        Assert.That(ring.Counts, Is.EqualTo(new EvidenceCounts { Saved = 1, Incomplete = 1 }));
        string file = Path.Combine(folder.Path, EvidenceName.Of(reset));
        Assert.That(Tshark.Fields(file, "", "frame.packet_id")[1][0], Is.EqualTo("5"));
        Assert.That(
            Tool.Run("capinfos", "-k", file), Does.Contain("Lost: frames 3 to before 10000"));
    }

    [Test]
    public void A_connection_of_which_nothing_is_left_is_counted()
    {
        using var folder = new TemporaryFolder();
        using var ring = new EvidenceRing(Evidence.Request(folder.Path));
        ResetEvent reset = Evidence.Trace(Captures.PathOf(Sample), ring)[0];
        Evidence.Flood(ring, EvidenceRequest.LeastRing, reset.Time);
        ring.Take(reset);
        ring.Dispose();

        Assert.That(ring.Counts, Is.EqualTo(new EvidenceCounts { Overwritten = 1 }));
        Assert.That(Evidence.FilesIn(folder.Path), Is.Empty);
    }

    // Mirror ports tag each direction with its own VLAN; another tenant has the same addresses.
    [Test]
    public void Both_directions_are_saved_and_no_other_tenant()
    {
        using var folder = new TemporaryFolder();
        using var ring = new EvidenceRing(Evidence.Request(folder.Path));
        var sink = new Evidence();
        var tracer = new Tracer(new TracerOptions(), sink);
        long number = 0;
        void Send(int vlan, bool fromClient, uint sequence, uint acknowledgment, ControlBits bits)
        {
            FrameBuilder frame = new FrameBuilder().Ethernet().Vlan(vlan);
            frame = fromClient
                ? frame.Ipv4("192.0.2.1", "192.0.2.2").Tcp(
                    40_000, 80, sequence, acknowledgment, bits)
                : frame.Ipv4("192.0.2.2", "192.0.2.1").Tcp(
                    80, 40_000, sequence, acknowledgment, bits);
            Frame sent = frame.ToFrame(number: ++number, time: new Timestamp(number * 1_000_000));
            ring.Append(in sent, 0);
            tracer.Take(in sent);
        }

        const ControlBits Ack = ControlBits.Ack;
        Send(11, true, 1_000, 0, ControlBits.Syn);
        Send(12, false, 5_000, 1_001, ControlBits.Syn | Ack);
        Send(33, true, 77_000, 0, ControlBits.Syn); // the other tenant
        Send(11, true, 1_001, 5_001, Ack);
        Send(33, true, 77_001, 1, Ack);
        Send(12, false, 5_001, 1_001, ControlBits.Reset | Ack);
        tracer.Finish();
        ring.Take(sink.Resets[0]);
        ring.Dispose();

        var saved = new List<string>();
        string file = Evidence.FilesIn(folder.Path)[0];
        foreach (string[] fields in Tshark.Fields(file, "", "frame.packet_id").Values)
            saved.Add(fields[0]);

        Assert.That(saved, Is.EqualTo((string[])["1", "2", "4", "6"]));
    }

    [Test]
    public void Resets_that_come_too_fast_are_counted()
    {
        using var folder = new TemporaryFolder();
        using var ring = new EvidenceRing(Evidence.Request(folder.Path));
        ResetEvent reset = Evidence.Trace(Captures.PathOf(Sample), ring)[0];
        for (int i = 0; i < 2_000; i++)
            ring.Take(reset with { Time = reset.Time + new Duration(i * 1_000) });
        ring.Dispose();

        EvidenceCounts counts = ring.Counts;
        Assert.That(counts.Saved, Is.GreaterThanOrEqualTo(256));
        Assert.That(counts.Dropped, Is.GreaterThan(0));
        Assert.That(counts.Saved + counts.Dropped, Is.EqualTo(2_000));
        Assert.That(Evidence.FilesIn(folder.Path), Has.Length.EqualTo(counts.Saved));
    }

    [Test]
    public void A_full_disk_ends_the_saving_once_and_leaves_whole_files()
    {
        using var disk = new SmallDisk(64 << 10);
        using var ring = new EvidenceRing(Evidence.Request(disk.Path));
        ResetEvent reset = Evidence.Trace(Captures.PathOf(Sample), ring)[0];
        for (int i = 0; i < 200; i++)
            ring.Take(reset with { Time = reset.Time + new Duration(i * 1_000) });
        ring.Dispose();
        CaptureException? failure = ring.Failure;
        ring.Take(reset);

        Assert.That(failure!.Message, Does.EndWith("No space left on device"));
        Assert.That(failure.Hint, Does.StartWith($"df -h {disk.Path}"));
        Assert.That(ring.Failure, Is.SameAs(failure));
        Assert.That(ring.Counts.Saved + ring.Counts.Dropped, Is.EqualTo(201));
        Assert.That(ring.Counts.Saved, Is.GreaterThan(1));
        string[] files = Evidence.FilesIn(disk.Path);
        Assert.That(files, Has.Length.EqualTo(ring.Counts.Saved));
        foreach (string file in files)
        {
            Assert.That(Reading.Of(File.ReadAllBytes(file)).Frames, Has.Count.EqualTo(9), file);
        }
    }

    [TestCase("/proc/none", "df -h /proc/none")]
    [TestCase("/proc/self/comm", "df -h /proc/self/comm")]
    public void A_folder_that_cannot_be_is_said_before_the_capture(string folder, string hint)
        => Assert.That(
            () => new EvidenceRing(Evidence.Request(folder)),
            Throws.TypeOf<CaptureException>()
                .With.Property(nameof(CaptureException.Hint)).Contains(hint));
}
