using System;
using System.Buffers.Binary;
using System.IO;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Cli.Live;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Cli.Tests.Live;

/// <summary>The whole way of a live frame, from the kernel through a worker's engine.</summary>
[NonParallelizable]
sealed class LiveAllocationTests
{
    const int Connections = 100, Few = 20_000, Many = 320_000;

    const int Times = 4;

    // A twentieth of an octet a frame.
    const int Slack = (Many - Few) / 20;

    [Test]
    public void Nothing_is_allocated_for_a_frame()
    {
        using var hosts = new TwoHosts();
        string capture = Path.Combine(Path.GetTempPath(), $"{hosts.ServerHost}.pcap");
        File.WriteAllBytes(capture, Acknowledgments());
        try
        {
            long few = LeastFor(Few, hosts, capture);
            long many = LeastFor(Many, hosts, capture);
            Assert.That(many - few, Is.LessThan(Slack), $"{Many - Few} frames more");
        }
        finally
        {
            File.Delete(capture);
        }
    }

    // The runtime and the tests' own threads allocate now and then, too.
    static long LeastFor(int frames, TwoHosts hosts, string capture)
    {
        long least = long.MaxValue;
        for (int time = 0; time < Times; time++)
            least = Math.Min(least, AllocatedFor(frames, hosts, capture));

        return least;
    }

    static long AllocatedFor(int frames, TwoHosts hosts, string capture)
    {
        using LiveSource source = LiveSource.Open(new LiveOptions
        {
            Device = TwoHosts.ServerDevice,
            NetworkNamespace = $"/var/run/netns/{hosts.ServerHost}",
            Promiscuous = true,
            BufferOctets = 64 << 20,
        });
        using var limit = new FrameLimit(frames, () => { });
        var shared = new LiveShared
        {
            Merge = new EventMerge(1, new Nowhere()),
            Board = new LiveBoard(TwoHosts.ServerDevice, "", 1),
            Limit = limit,
            Notice = _ => { },
            WorkerEnded = _ => { },
        };
        var worker = new LiveWorker(0, source, new TracerOptions(), shared);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        worker.Start();
        TwoHosts.Shell(
            $"ip netns exec {hosts.ClientHost} tcpreplay -q --topspeed -K"
            + $" --loop={frames / Connections} -i {TwoHosts.ClientDevice} {capture} >/dev/null 2>&1");
        worker.Join();
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.That(worker.Failure, Is.Null);
        Assert.That(worker.Counters.Frames, Is.EqualTo(frames));
        Assert.That(worker.Counters.Flows, Is.GreaterThanOrEqualTo(Connections));
        return allocated;
    }

    /// <summary>A pcap of an acknowledgment in each of some connections, all under way.</summary>
    static byte[] Acknowledgments()
    {
        const string Head = "d4c3b2a1020004000000000000000000ffff000001000000";
        const string Record = "000000000000000036000000" + "36000000";
        const string Frame = "020000000002" + "020000000001" + "0800"
            + "4500002800010000400600000a4f00010a4f0002"
            + "00000050" + "00000001" + "00000001" + "50100200" + "00000000";
        using var file = new MemoryStream();
        file.Write(Convert.FromHexString(Head));
        for (int connection = 0; connection < Connections; connection++)
        {
            byte[] record = Convert.FromHexString(Record + Frame);
            BinaryPrimitives.WriteUInt16BigEndian(
                record.AsSpan(16 + 34), (ushort)(40_000 + connection));
            file.Write(record);
        }

        return file.ToArray();
    }

    sealed class Nowhere : IResetSink
    {
        public void Take(ResetEvent reset)
        {
        }

        public void Take(Incident incident)
        {
        }
    }
}
