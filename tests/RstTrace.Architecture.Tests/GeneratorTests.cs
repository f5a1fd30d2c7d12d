using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using NUnit.Framework;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Architecture.Tests;

/// <summary>The captures that speed is measured on are what they are said to be.</summary>
public sealed class GeneratorTests
{
    // Few flows, so that some go through a long silence; many resets, of every kind.
    static readonly TrafficOptions s_options = new()
    {
        Frames = 20_000,
        Flows = 60,
        ResetShare = 0.4,
        Ipv6Share = 0.3,
    };

    readonly string _file = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Remove() => File.Delete(_file);

    [Test]
    public void The_same_seed_gives_the_same_octets()
        => Assert.That(Hash(s_options), Is.EqualTo(Hash(s_options)));

    [Test]
    public void Another_seed_gives_other_octets()
        => Assert.That(Hash(s_options with { Seed = 2 }), Is.Not.EqualTo(Hash(s_options)));

    [Test]
    public void A_snap_length_changes_nothing_but_what_is_captured()
    {
        using var cut = new Traffic(s_options);
        using var whole = new Traffic(s_options with { SnapLength = 0 });
        while (cut.Read(out Frame frame) == ReadOutcome.Frame)
        {
            _ = whole.Read(out Frame other);
            Assert.That(other.Octets.StartsWith(frame.Octets), $"frame {frame.Id.Number}");
            Assert.That(other.OriginalLength, Is.EqualTo(frame.OriginalLength));
            Assert.That(other.Octets.Length, Is.EqualTo((int)other.OriginalLength));
            Assert.That(frame.Octets.Length, Is.EqualTo(Math.Min(96, other.Octets.Length)));
        }
    }

    [TestCase(96)]
    [TestCase(0)]
    public void Tshark_counts_the_same_resets_and_flows(int snapLength)
    {
        TrafficCounters counters = Write(s_options with { SnapLength = snapLength });
        string[] streams = Tshark.Lines(_file, "-T", "fields", "-e", "tcp.stream");
        string[] resets = Tshark.Lines(_file, "-Y", "tcp.flags.reset == 1");
        string[] overIpv6 = Tshark.Lines(_file, "-Y", "ipv6 && tcp");
        Assert.Multiple(() =>
        {
            Assert.That(resets, Has.Length.EqualTo(counters.Resets));
            Assert.That(streams, Has.Length.EqualTo(counters.Frames));
            Assert.That(streams.Distinct().Count(), Is.EqualTo(counters.Flows));
            Assert.That(overIpv6, Has.Length.EqualTo(counters.Ipv6Frames));
        });
    }

    [Test]
    public void Every_way_to_end_occurs()
    {
        TrafficCounters counters = Write(s_options);
        foreach (Ending ending in Enum.GetValues<Ending>())
            Assert.That(counters[ending], Is.Positive, $"{ending}");
    }

    [Test]
    public void As_many_connections_are_open_at_a_time_as_were_asked_for()
    {
        TrafficCounters counters = Write(s_options);
        long ended = Enum.GetValues<Ending>().Sum(ending => counters[ending]);
        Assert.Multiple(() =>
        {
            Assert.That(counters.MostOpen, Is.EqualTo(s_options.Flows).Within(2));
            Assert.That(counters.Open, Is.EqualTo(counters.Flows - ended));
        });
    }

    // Frames are whole, so that all of each checksum can be verified.
    [TestCase("_ws.malformed", TestName = "Tshark finds no malformed frame")]
    [TestCase("!(tcp.checksum.status == 1)", TestName = "Tshark finds every TCP checksum good")]
    [TestCase("ip && !(ip.checksum.status == 1)", TestName = "Tshark finds every IP checksum good")]
    [TestCase(
        "tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment || "
        + "tcp.analysis.retransmission || tcp.analysis.out_of_order || "
        + "tcp.analysis.duplicate_ack || tcp.analysis.window_full || tcp.analysis.reused_ports",
        TestName = "Tshark finds nothing lost, repeated or out of order")]
    [TestCase("frame.time_delta <= 0 && frame.number > 1", TestName = "Time always goes on")]
    public void Tshark_finds_no_frame_with(string fault)
    {
        _ = Write(s_options with { SnapLength = 0 });
        string[] found = Tshark.Lines(
            _file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y", fault);
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Nothing_is_allocated_per_frame()
    {
        using var traffic = new Traffic(s_options);
        _ = traffic.Read(out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (traffic.Read(out _) == ReadOutcome.Frame)
        {
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    static string Hash(TrafficOptions options)
    {
        using var octets = new MemoryStream();
        _ = Write(options, octets);
        return Convert.ToHexString(SHA256.HashData(octets.ToArray()));
    }

    TrafficCounters Write(TrafficOptions options)
    {
        using FileStream file = File.Create(_file);
        return Write(options, file);
    }

    static TrafficCounters Write(TrafficOptions options, Stream stream)
    {
        using var traffic = new Traffic(options);
        var writer = new PcapWriter(stream, options.SnapLength);
        while (traffic.Read(out Frame frame) == ReadOutcome.Frame) writer.Write(in frame);
        writer.Flush();
        return traffic.Counters;
    }
}
