using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariant 6: the table of flows has a limit, and passing it is counted and
/// shown.</summary>
public sealed class BoundedTableTests
{
    const int MaxFlows = 16;

    const string Opening = """
        +0.000 > S  0:0(0)
        +0.010 < S. 0:0(0)   ack 1
        +0.001 > .  1:1(0)   ack 1
        """;

    const string LateReset = "+0.000 < R 1:1(0)";

    readonly List<Segment> _segments = [];
    Timestamp _now;
    int _frames;

    [SetUp]
    public void Begin()
    {
        _segments.Clear();
        _now = new Timestamp(1_700_000_000_000_000_000);
        _frames = 0;
    }

    void Add(string trace, int from, int count)
    {
        for (int connection = from; connection < from + count; connection++)
        {
            var setting = new TraceSetting { ClientPort = (ushort)(1_024 + connection) };
            Duration? shift = null;
            foreach (Segment segment in Trace.Segments(trace, setting))
            {
                shift ??= _now - segment.Time;
                _now = segment.Time + shift.Value;
                _segments.Add(segment with { Time = _now, Frame = new FrameId(0, ++_frames) });
            }

            _now += Duration.FromMilliseconds(1);
        }
    }

    [Test]
    public void A_reset_that_nobody_foresaw_is_judged_by_what_is_left_and_says_so()
    {
        Add(Opening + "\n" + LateReset, from: 0, count: 1);
        var engine = new Engine(foresight: new ResetForesight());
        foreach (Segment segment in _segments) engine.Take(in segment);
        engine.Finish();
        Assert.That(engine.Events, Has.Count.EqualTo(1));
        Assert.That(engine.Sights[0].Degraded & Degradations.Evicted, Is.Not.Zero);
        Assert.That(engine.Sights[0].Before.HandshakeSeen, Is.True);
    }

    Engine Play(int maxFlows = MaxFlows)
    {
        var engine = new Engine(new TracerOptions { MaxFlows = maxFlows });
        foreach (Segment segment in _segments) engine.Take(in segment);
        engine.Finish();
        return engine;
    }

    [Test]
    public void A_table_that_is_just_full_evicts_nothing()
    {
        Add(Opening, 0, MaxFlows);
        Add(LateReset, 0, MaxFlows);
        Engine engine = Play();
        Assert.Multiple(() =>
        {
            Assert.That(engine.Counters.FlowsEvicted, Is.Zero);
            Assert.That(engine.Sights.Select(sight => sight.Before.HandshakeSeen), Has.All.True);
        });
    }

    [Test]
    public void Every_open_connection_over_the_limit_evicts_one_and_is_counted()
    {
        Add(Opening, 0, 1_000);
        Assert.That(Play().Counters.FlowsEvicted, Is.EqualTo(1_000 - MaxFlows));
    }

    [Test]
    public void The_idlest_is_evicted_and_its_reset_says_so()
    {
        Add(Opening, 0, MaxFlows + 1);
        Add(LateReset, MaxFlows, 1);
        Add(LateReset, 0, 1);
        Engine engine = Play();
        Assert.Multiple(() =>
        {
            Assert.That(engine.Sights[0].Degraded.HasFlag(Degradations.Evicted), Is.False);
            Assert.That(engine.Sights[1].Degraded.HasFlag(Degradations.Evicted), Is.True);
            Assert.That(engine.Sights[1].IsUnsolicited, Is.False, "there was a connection");
        });
    }

    [Test]
    public void A_segment_gives_an_idle_flow_its_turn_again()
    {
        Add(Opening, 0, MaxFlows);
        Add("+1.000 > . 1:1(0) ack 1", 0, 1);
        Add(Opening, MaxFlows, 1);
        Add(LateReset, 0, 2);
        Engine engine = Play();
        Assert.Multiple(() =>
        {
            Assert.That(engine.Sights[0].Before.HandshakeSeen, Is.True, "the one that spoke");
            Assert.That(engine.Sights[1].Before.HandshakeSeen, Is.False, "the one that did not");
        });
    }

    [Test]
    public void A_SYN_flood_does_not_evict_open_connections()
    {
        Add(Opening, 0, MaxFlows - 1);
        Add("+0.000 > S 0:0(0)", 100, 10_000);
        Add(LateReset, 0, MaxFlows - 1);
        Engine engine = Play();
        Assert.Multiple(() =>
        {
            Assert.That(engine.Sights, Has.Count.EqualTo(MaxFlows - 1));
            Assert.That(engine.Sights.Select(sight => sight.Before.HandshakeSeen), Has.All.True);
            Assert.That(engine.Counters.FlowsEvicted, Is.EqualTo(10_000 - 1));
        });
    }

    [TestCase("+0.000 < R 1:1(0)", TestName = "Resets out of the blue evict only each other")]
    [TestCase("""
        +0.000 > S  0:0(0)
        +0.010 < S. 0:0(0)   ack 1
        +0.001 > F. 1:1(0)   ack 1
        +0.001 < F. 1:1(0)   ack 2
        +0.001 > .  2:2(0)   ack 2
        """,
        TestName = "Closed connections evict only each other, and are not counted")]
    public void What_is_over_goes_first(string trace)
    {
        Add(Opening, 0, MaxFlows - 2);
        Add("+0.000 > S 0:0(0)", 50, 1);
        Add(trace, 100, 500);
        Add("+1.500 < . 1:1(0) ack 1", 0, 1);
        Add(LateReset, 0, MaxFlows - 2);
        Add(LateReset, 50, 1);
        Engine engine = Play();
        Assert.Multiple(() =>
        {
            Assert.That(
                engine.Sights.TakeLast(MaxFlows - 1).Select(sight => sight.Before.Client.SawSyn),
                Has.All.True);
            Assert.That(engine.Counters.FlowsEvicted, Is.Zero);
        });
    }

    [Test]
    public void One_flow_at_a_time_is_enough_to_go_on()
    {
        Add(Opening, 0, 100);
        Add(LateReset, 0, 100);
        Engine engine = Play(maxFlows: 1);
        Assert.That(engine.Events, Has.Count.EqualTo(100));
    }
}
