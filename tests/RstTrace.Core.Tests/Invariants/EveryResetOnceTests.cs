using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariant 4: every RST is in exactly one event, and events come in the order of their
/// first frames.</summary>
public sealed class EveryResetOnceTests
{
    // What the watch holds open at most, and what it takes into one event.
    const int MostOpen = 8_192;
    const int MostInOneEvent = 256;

    [Test]
    public void Random_traces_tell_of_every_reset_once(
        [Range(1, 8)] int seed,
        [Values(0.0, 0.05, 1.0, 1_000.0)] double settle,
        [Values(0, 7)] int backEvery)
    {
        var traffic = new RandomTraffic(seed) { BackEvery = backEvery, Encapsulations = 3 };
        Segment[] segments = [.. traffic.Segments(3_000)];
        var options = new TracerOptions { Settle = Duration.FromSeconds(settle), MaxFlows = 10 };
        CheckEachOnce(segments, options);
    }

    [Test]
    public void A_flow_that_is_reset_without_end_is_told_in_events_of_256()
    {
        Segment[] segments = Resets(1_000, index => 0);
        Engine engine = CheckEachOnce(segments, new TracerOptions());
        Assert.That(
            engine.Events.Select(reset => reset.Frames.Count),
            Is.EqualTo([MostInOneEvent, MostInOneEvent, MostInOneEvent, 1_000 % MostInOneEvent]));
    }

    [Test]
    public void A_flood_over_many_flows_settles_early_and_loses_nothing()
    {
        const int Flood = 20_000;
        Segment[] segments = Resets(Flood, index => index);
        Engine engine = CheckEachOnce(segments, new TracerOptions());
        Assert.Multiple(() =>
        {
            Assert.That(engine.Events, Has.Count.EqualTo(Flood));
            Assert.That(engine.Counters.SettledEarly, Is.EqualTo(Flood - MostOpen));
            Assert.That(
                engine.Events.Select(reset => reset.Degraded & Core.Flows.Degradations.Unsettled),
                Has.All.EqualTo(Core.Flows.Degradations.Unsettled));
        });
    }

    [Test]
    public void As_many_as_may_be_open_do_not_settle_early()
    {
        Segment[] segments = Resets(MostOpen, index => index);
        Engine engine = CheckEachOnce(segments, new TracerOptions());
        Assert.That(engine.Counters.SettledEarly, Is.Zero);
    }

    [TestCase(999, 1)]
    [TestCase(1_000, 2)]
    public void A_repeat_within_the_settling_time_is_part_of_the_event(int milliseconds, int events)
    {
        Segment first = Resets(1, index => 0)[0];
        Segment second = first with
        {
            Frame = new FrameId(0, 2),
            Time = first.Time + Duration.FromMilliseconds(milliseconds),
        };
        Engine engine = CheckEachOnce([first, second], new TracerOptions());
        Assert.That(engine.Events, Has.Count.EqualTo(events));
    }

    [Test]
    public void The_resets_of_both_sides_are_two_events()
    {
        Trace trace = Trace.Of("""
            +0.000 > S  0:0(0)
            +0.010 < S. 0:0(0)   ack 1
            +0.001 > .  1:1(0)   ack 1
            +0.010 > R. 1:1(0)   ack 1
            +0.001 < R  1:1(0)
            +0.001 > R  1:1(0)
            """);
        Assert.That(
            trace.Events.Select(reset => reset.Frames.Select(frame => frame.Number)),
            Is.EqualTo(new long[][] { [4, 6], [5] }));
    }

    static Segment[] Resets(int count, System.Func<int, int> flow)
        =>
        [
            .. Enumerable.Range(0, count).Select(index => new Segment
            {
                Time = new Timestamp(1_700_000_000_000_000_000),
                Frame = new FrameId(0, index + 1),
                SourceAddress = IpAddress.FromIpv4(0x0A00_0001 + (uint)flow(index)),
                DestinationAddress = IpAddress.FromIpv4(0x0B00_0001),
                SourcePort = 443,
                DestinationPort = 40_000,
                Control = ControlBits.Reset,
            }),
        ];

    static Engine CheckEachOnce(Segment[] segments, TracerOptions options)
    {
        var engine = new Engine(options);
        foreach (Segment segment in segments) engine.Take(in segment);
        engine.Finish();

        IEnumerable<long> seen = segments
            .Where(segment => segment.IsReset)
            .Select(segment => segment.Frame.Number);
        IReadOnlyList<ResetEvent> events = engine.Events;
        Assert.Multiple(() =>
        {
            Assert.That(
                events.SelectMany(reset => reset.Frames).Select(frame => frame.Number).Order(),
                Is.EqualTo(seen));
            Assert.That(
                events.Select(reset => reset.Frames[0].Number), Is.Ordered.Ascending);
            foreach (ResetEvent reset in events)
                Assert.That(reset.Frames.Select(frame => frame.Number), Is.Ordered.Ascending);
            Assert.That(engine.Counters.Resets, Is.EqualTo(seen.Count()));
            Assert.That(engine.Counters.Events, Is.EqualTo(events.Count));
        });
        return engine;
    }
}
