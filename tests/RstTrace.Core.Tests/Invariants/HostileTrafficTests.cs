using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>What somebody who can send segments must not get done by it.</summary>
public sealed class HostileTrafficTests
{
    static Segment Syn(int number) => new()
    {
        Time = new Timestamp(1_700_000_000_000_000_000 + number),
        Frame = new FrameId(0, number + 1),
        SourceAddress = IpAddress.FromIpv4(0x0A00_0000 + (uint)number),
        DestinationAddress = IpAddress.FromIpv4(0x0B00_0001),
        SourcePort = 40_000,
        DestinationPort = 443,
        Control = ControlBits.Syn,
        WindowShift = Segment.NoWindowShift,
    };

    static Engine Play(IEnumerable<Segment> segments, int maxFlows)
    {
        var engine = new Engine(new TracerOptions { MaxFlows = maxFlows });
        foreach (Segment segment in segments) engine.Take(in segment);
        engine.Finish();
        return engine;
    }

    static IEnumerable<Segment> LoneResets(int count)
        => Enumerable.Range(2_000_000, count).Select(number => Syn(number) with
        {
            Control = ControlBits.Reset,
        });

    [Test]
    public void A_SYN_flood_does_not_make_later_resets_look_like_those_of_evicted_flows()
    {
        Engine engine = Play(
            Enumerable.Range(0, 1_000_000).Select(Syn).Concat(LoneResets(100)), maxFlows: 100);
        Assert.That(
            engine.Sights.Count(sight => sight.Degraded.HasFlag(Degradations.Evicted)),
            Is.LessThan(5));
    }

    [Test]
    public void The_same_frames_give_the_same_events_though_many_flows_were_evicted()
    {
        Segment[] segments =
            [.. Enumerable.Range(0, 100_000).Select(Syn), .. LoneResets(200)];
        Assert.That(
            Fingerprint.Of(Play(segments, maxFlows: 100).Events),
            Is.EqualTo(Fingerprint.Of(Play(segments, maxFlows: 100).Events)));
    }

    [Test]
    public void A_flood_of_lone_acknowledgments_does_not_evict_open_connections()
    {
        IEnumerable<Segment> open = Trace.Segments(
            """
            +0.000 > S  0:0(0)
            +0.010 < S. 0:0(0)   ack 1
            +0.001 > .  1:1(0)   ack 1
            """,
            new TraceSetting());
        IEnumerable<Segment> flood = Enumerable.Range(2_000_000, 1_000)
            .Select(number => Syn(number) with { Control = ControlBits.Ack });
        Segment reset = open.Last() with
        {
            Control = ControlBits.Reset,
            Frame = new FrameId(0, 3_000_000),
        };
        Engine engine = Play(open.Concat(flood).Append(reset), maxFlows: 100);
        Assert.That(engine.Sights.Single().Before.HandshakeSeen, Is.True);
    }

    // Each source is in a network of its own; the last eight octets are the sender's to choose.
    [TestCase(0xA076_1D64_78BD_642Ful, 0xFFFFul)]
    [TestCase(0xE703_7ED1_A0B4_28DBul, 0x0000ul)]
    public void Nobody_can_choose_addresses_that_collide(ulong interfaceId, ulong network)
    {
        IEnumerable<uint> hashes = Enumerable.Range(1, 1_000).Select(number =>
        {
            var segment = new Segment
            {
                SourceAddress = new IpAddress(0x2001_0DB8_0000_0000 + (ulong)number, interfaceId),
                DestinationAddress = new IpAddress(network << 48, 1),
                SourcePort = 40_000,
                DestinationPort = 443,
                Traits = SegmentTraits.Ipv6,
            };
            return Keys.Of(in segment, out _).Hash(secret: 0x0123_4567_89AB_CDEF);
        });
        Assert.That(hashes.Distinct().Count(), Is.GreaterThan(990));
    }

    [Test]
    public void One_frame_with_a_wrong_clock_does_not_hold_up_the_resets_after_it()
    {
        Segment[] resets = [.. LoneResets(2)];
        resets[0].Time += Duration.FromSeconds(86_400);
        Segment later = Syn(2_500_000) with { Time = resets[1].Time + Duration.FromSeconds(60) };
        Engine engine = Play([.. resets, later], maxFlows: 100);
        Assert.That(engine.Sights[1].Degraded.HasFlag(Degradations.Unsettled), Is.False);
    }

    [Test]
    public void Time_passes_by_every_frame_and_not_by_TCP_alone()
    {
        var frames = new RecordedFrames();
        frames.Add(
            new FrameBuilder().Ethernet().Ipv4("10.0.0.1", "10.0.0.2")
                .Tcp(443, 40_000, control: ControlBits.Reset).Build(),
            new Timestamp(0));
        frames.Add(
            new FrameBuilder().Ethernet().Payload(50).Build(), new Timestamp(60_000_000_000));
        Assert.That(
            frames.Events().Single().Degraded.HasFlag(Degradations.Unsettled), Is.False);
    }

    [Test]
    public void After_one_step_back_of_the_clock_one_frame_is_before_the_frame_before_it()
    {
        var frames = new RecordedFrames();
        foreach (long time in new[] { 100, 500, 300, 400 }) frames.Add([], new Timestamp(time));
        var tracer = new Tracer(new TracerOptions(), new ResetLog());
        frames.Play(tracer);
        Assert.That(tracer.Counters.BackwardFrames, Is.EqualTo(1));
    }

    [Test]
    public void Nothing_in_random_traffic_depends_on_when_time_begins([Range(1, 3)] int seed)
    {
        var earlier = Duration.FromSeconds(-1_600_000_000);
        Segment[] segments =
            [.. new RandomTraffic(seed) { Tuples = 40, ResetEvery = 6 }.Segments(3_000)];
        IEnumerable<Segment> shifted = segments
            .Select(segment => segment with { Time = segment.Time + earlier });
        Assert.That(
            new RecordedFrames(shifted).Events()
                .Select(reset => Fingerprint.Moved(reset, earlier * -1)),
            Is.EqualTo(new RecordedFrames(segments).Events()
                .Select(reset => Fingerprint.Moved(reset, Duration.Zero))));
    }

    [TestCase("+0 < R  900:900(0)\n+9 > S 0:0(0)\n+.1 < R. 0:0(0) raw ack 1000001")]
    [TestCase("+0 > R. 900:900(0) ack 7\n+9 > S 0:0(0)\n+.1 < R. 0:0(0) raw ack 1000001")]
    [TestCase("+0 < . 900:900(0) ack 7\n+9 > S 0:0(0)\n+.1 < R. 0:0(0) raw ack 1000001")]
    public void A_stream_that_begins_with_a_remnant_is_numbered_as_tshark_numbers_it(string trace)
    {
        var frames = new RecordedFrames(Trace.Segments(trace, new TraceSetting()));
        SortedDictionary<long, string[]> theirs = Tshark.FieldsOf(
            LinkType.Ethernet, frames.Octets, "tcp.stream");
        Assert.That($"{frames.Events()[^1].Flow.Stream}", Is.EqualTo(theirs[3][0]));
    }
}
