using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Live;

/// <summary>Many frames: what they cost, who gets them, and what is said of those lost.</summary>
sealed class LiveLoadTests : IDisposable
{
    const int Flows = 200;

    readonly VirtualNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Test]
    public void Nothing_is_allocated_for_a_frame()
    {
        const int Frames = 100_000;
        using LiveSource source = _network.Capture(
            with: options => options with { Promiscuous = true, BufferOctets = 64 << 20 });
        _network.Replay(BothWays(), "--topspeed", "-K", $"--loop={Frames / (2 * Flows)}");

        int read = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (source.Read(out Frame frame) == ReadOutcome.Frame) read += frame.Id.File + 1;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(read, Is.EqualTo(Frames), source.Counts.ToString());
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void Frames_that_find_no_room_are_counted()
    {
        const int Frames = 40_000;
        using LiveSource source = _network.Capture(
            with: options => options with { Promiscuous = true, BufferOctets = 1 << 20 });
        _network.Replay(BothWays(), "--topspeed", "-K", $"--loop={Frames / (2 * Flows)}");
        int read = source.Rest().Count;

        LiveCounts counts = source.Counts;
        Assert.That(counts.DroppedByKernel, Is.GreaterThan(Frames / 2));
        Assert.That(counts.Received, Is.EqualTo(Frames));
        Assert.That(counts.Captured, Is.EqualTo(read));
        Assert.That(counts.Captured + counts.DroppedByKernel, Is.EqualTo(Frames));
    }

    [Test]
    public void Both_directions_of_a_connection_go_to_the_same_worker()
    {
        LiveSource[] workers = LiveSource.OpenGroup(
            _network.Options(with: options => options with { Promiscuous = true }), members: 3);
        _network.Replay(BothWays(), "--topspeed");
        List<List<ReadFrame>> frames = [.. workers.Select(worker => worker.Rest())];
        foreach (LiveSource worker in workers) worker.Dispose();

        Assert.That(frames.Sum(list => list.Count), Is.EqualTo(2 * Flows));
        Assert.That(frames, Has.All.Count.GreaterThan(Flows / 10));
        for (int i = 0; i < workers.Length; i++)
        {
            Assert.That(frames[i].Select(frame => frame.File), Has.All.EqualTo(i));
            Assert.That(
                frames[i].CountBy(frame => PortOfClient(frame.Segment()))
                    .Select(pair => pair.Value),
                Has.All.EqualTo(2));
        }

        static ushort PortOfClient(Segment segment)
            => Math.Max(segment.SourcePort, segment.DestinationPort);
    }

    // One frame in each direction for each of the flows.
    static byte[] BothWays()
    {
        var pcap = new PcapBuilder();
        for (int i = 0; i < Flows; i++)
        {
            string client = $"192.0.2.{1 + (i % 250)}";
            const string Server = "198.51.100.2";
            ushort port = (ushort)(40_000 + i);
            FrameBuilder ethernet = new FrameBuilder().Ethernet();
            pcap.Frame(1, 0, ethernet.Ipv4(client, Server).Tcp(port, 443).Payload(6).Build());
            pcap.Frame(1, 0, ethernet.Ipv4(Server, client).Tcp(443, port).Payload(6).Build());
        }

        return pcap.ToArray();
    }
}
