using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Live;

/// <summary>Captures of the real kernel's traffic.</summary>
sealed class LiveSourceTests : IDisposable
{
    readonly VirtualNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Test]
    public void Frames_are_those_of_tcpdump_and_so_are_times_but_for_some_microseconds()
    {
        using var folder = new TemporaryFolder();
        string file = System.IO.Path.Combine(folder.Path, "tcpdump.pcap");
        using var tcpdump = Command.Start(
            "ip", "netns", "exec", _network.Left, "tcpdump", "-i", VirtualNetwork.LeftDevice, "-U",
            "--nano", "-s", "512", "-Z", "root", "-w", file, "tcp");
        tcpdump.Await("listening on");
        using LiveSource source = _network.Capture();
        Assert.That(source.Link, Is.EqualTo(LinkType.Ethernet));
        Assert.That(source.HasNanoseconds, Is.True);

        _network.Exchange(connections: 50);
        List<ReadFrame> live = source.Rest();

        // It writes what it has a second later.
        SpinWait.SpinUntil(() => Dumped().Count >= live.Count, TimeSpan.FromSeconds(20));
        tcpdump.Interrupt();

        // Each socket looks at the clock for itself.
        List<ReadFrame> dumped = Dumped();
        Assert.That(live.ConvertAll(Timeless), Is.EqualTo(dumped.ConvertAll(Timeless)));
        Assert.That(
            live.Zip(dumped, (left, right) => Math.Abs(left.Time - right.Time)).Max(),
            Is.LessThan(10_000_000));
        Assert.That(live, Has.Count.GreaterThan(50 * 5));
        Assert.That(live.Count(frame => frame.Segment().IsReset), Is.EqualTo(50));
        Assert.That(source.Counts, Is.EqualTo(new LiveCounts(live.Count, live.Count, 0, 0)));

        static ReadFrame Timeless(ReadFrame frame) => frame with { Time = 0 };

        List<ReadFrame> Dumped()
        {
            using CaptureFile capture = CaptureFile.Open(file);
            return Reading.All(capture).Frames;
        }
    }

    [Test]
    public void A_silent_device_lets_the_reader_go_after_the_timeout()
    {
        using LiveSource source = _network.Capture();
        long before = Environment.TickCount64;
        for (int i = 0; i < 5; i++)
            Assert.That(source.Read(out _), Is.EqualTo(ReadOutcome.Waiting));

        Assert.That(Environment.TickCount64 - before, Is.InRange(5 * 15, 5 * 400));
    }

    [Test]
    public void The_end_may_be_asked_for_while_another_thread_waits()
    {
        using LiveSource source = _network.Capture(
            with: options => options with { TimeoutMilliseconds = 100 });
        Task<(int, ReadOutcome)> reader = Task.Run(() =>
        {
            int frames = 0;
            ReadOutcome outcome;
            while ((outcome = source.Read(out _)) != ReadOutcome.End)
                frames += outcome == ReadOutcome.Frame ? 1 : 0;
            return (frames, source.Read(out _));
        });
        _network.Exchange(connections: 5);
        source.Stop();

        // The frames of the last moment are still in a block of the kernel's when the end is
        // asked for; they are handed over.
        Assert.That(reader.Wait(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(reader.Result.Item1, Is.GreaterThanOrEqualTo(5 * 6));
        Assert.That(reader.Result.Item2, Is.EqualTo(ReadOutcome.End));
    }

    [Test]
    public void Numbers_rise_from_one_and_a_frame_is_cut_at_the_snap_length()
    {
        using LiveSource source = _network.Capture(
            with: options => options with { SnapLength = 80 });
        _network.Exchange(connections: 2);
        List<ReadFrame> frames = source.Rest();
        Assert.That(
            frames.ConvertAll(frame => frame.Number),
            Is.EqualTo(Enumerable.Range(1, frames.Count)));
        Assert.That(frames.Max(frame => frame.Octets.Length / 2), Is.EqualTo(80));
        Assert.That(frames.Max(frame => frame.Original), Is.EqualTo(14 + 20 + 32 + 100));
    }

    [Test]
    public void Only_what_can_hold_TCP_and_passes_the_expression_is_captured()
    {
        using LiveSource all = _network.Capture();
        using LiveSource resets = _network.Capture(
            with: options => options with { Expression = "tcp[tcpflags] & tcp-rst != 0" });
        _network.SendUdp(datagrams: 20);
        _network.Exchange(connections: 3);
        Assert.That(
            all.Rest().Select(frame => frame.Segment().DestinationPort), Has.None.EqualTo(9));
        Assert.That(
            resets.Rest().Select(frame => frame.Segment().IsReset),
            Is.EqualTo((bool[])[true, true, true]));
        Assert.That(resets.Filter, Does.EndWith(" and (tcp[tcpflags] & tcp-rst != 0)"));
    }

    [TestCase(LiveDirection.In, VirtualNetwork.RightAddress)]
    [TestCase(LiveDirection.Out, VirtualNetwork.LeftAddress)]
    public void A_direction_is_what_the_host_received_or_sent(
        LiveDirection direction, string sender)
    {
        using LiveSource source = _network.Capture(
            with: options => options with { Direction = direction });
        _network.Exchange(connections: 3);
        List<ReadFrame> frames = source.Rest();
        Assert.That(frames, Is.Not.Empty);
        Assert.That(
            frames.Select(frame => frame.Segment().SourceAddress.ToString()).Distinct(),
            Is.EqualTo((string[])[sender]));
    }

    [Test]
    public void Tags_that_the_kernel_took_off_stand_in_their_place()
    {
        byte[][] sent =
        [
            Tagged(ethernet => ethernet.Vlan(7)),
            Tagged(ethernet => ethernet.Vlan(9, priority: 5, etherType: 0x88A8).Vlan(7)),
            Tagged(ethernet => ethernet),
        ];
        var pcap = new PcapBuilder();
        foreach (byte[] frame in sent) pcap.Frame(1, 0, frame);

        using LiveSource source = _network.Capture(
            with: options => options with { Promiscuous = true, Expression = "tcp or vlan" });
        _network.Replay(pcap.ToArray());
        Assert.That(
            source.Rest().ConvertAll(frame => frame.Octets),
            Is.EqualTo(sent.Select(Convert.ToHexString)));

        static byte[] Tagged(Func<FrameBuilder, FrameBuilder> tag)
            => tag(new FrameBuilder().Ethernet()).Ipv4("192.0.2.1", "198.51.100.2")
                .Tcp(40000, 443).Payload(40).Build();
    }

    // On "lo" each frame passes twice, out and in; libpcap leaves the first out.
    [TestCase("lo")]
    [TestCase(LiveSource.AnyDevice)]
    public void On_loopback_a_reset_is_seen_once(string device)
    {
        using LiveSource source = _network.Capture(device);
        _network.Exchange(connections: 10, address: "127.0.0.1");
        List<ReadFrame> frames = source.Rest();
        Assert.That(frames.Count(frame => frame.Segment().IsReset), Is.EqualTo(10));
        Assert.That(
            frames.Count(frame => frame.Segment().Control == ControlBits.Syn), Is.EqualTo(10));
    }

    [Test]
    public void Any_device_says_which_interface()
    {
        string index = Command.Run(
            "ip", "netns", "exec", _network.Left,
            "cat", $"/sys/class/net/{VirtualNetwork.LeftDevice}/ifindex").Trim();
        using LiveSource source = _network.Capture(LiveSource.AnyDevice);
        Assert.That(source.Link, Is.EqualTo(LinkType.LinuxSll2));
        _network.Exchange(connections: 3);
        List<ReadFrame> frames = source.Rest();
        Assert.That(frames.Count(frame => frame.Segment().IsReset), Is.EqualTo(3));
        Assert.That(
            frames.Select(frame => $"{InterfaceIndex(frame)}").Distinct(),
            Is.EqualTo((string[])[index]));

        static int InterfaceIndex(ReadFrame frame)
            => BinaryPrimitives.ReadInt32BigEndian(Convert.FromHexString(frame.Octets).AsSpan(4));
    }

    [Test]
    public void A_device_may_be_given_by_its_number()
    {
        IReadOnlyList<CaptureDevice> devices = CaptureDevices.List(_network.Left);
        CaptureDevice left = devices.Single(d => d.Name == VirtualNetwork.LeftDevice);
        using LiveSource source = _network.Capture($"{left.Number}");
        Assert.That(source.Device, Is.EqualTo(VirtualNetwork.LeftDevice));
    }

    [Test]
    public void It_may_be_disposed_twice_and_is_not_read_after()
    {
        LiveSource source = _network.Capture();
        source.Dispose();
        source.Dispose();
        Assert.That(() => source.Read(out _), Throws.TypeOf<ObjectDisposedException>());
    }
}
