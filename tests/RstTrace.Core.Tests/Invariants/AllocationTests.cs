using System;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariant 5: nothing is allocated per frame, and little per reset.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    const int OctetsPerEvent = 8_192;

    // Whatever the runtime allocates now and then is nothing over so many times.
    const int Times = 20;

    // More connections than the table below holds, so that it evicts all the time.
    const int Connections = 600;

    static readonly TracerOptions s_small = new() { MaxFlows = 100 };

    const string WithoutReset = """
        +0.000 > S  0:0(0)           win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)    ack 1  win 65160 shift 7 ts 1
        +0.001 > .  1:1(0)    ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:1401(1400) ack 101  ts 3
        +0.010 < P. 1:1401(1400) ack 101  ts 3
        +0.001 > .  101:101(0)   ack 1401 ts 4
        +9.000 > .  100:100(0)   ack 1401 ts 4
        +0.001 > F. 101:101(0)   ack 1401 ts 4
        +0.001 < F. 1401:1401(0) ack 102  ts 4
        +0.001 > .  102:102(0)   ack 1402 ts 4
        """;

    static RecordedFrames Frames(string trace, int connections)
        => new(Enumerable.Range(0, connections).SelectMany(index => Trace.Segments(
            trace, new TraceSetting { ClientPort = (ushort)(1_024 + index) })));

    [Test]
    public void Nothing_is_allocated_for_frames_without_resets()
    {
        RecordedFrames frames = Frames(WithoutReset, Connections);
        var tracer = new Tracer(s_small, new Nowhere());
        frames.Play(tracer);

        Assert.That(Allocated(() => frames.Play(tracer)), Is.LessThan(Connections));
        Assert.That(tracer.Counters.FlowsEvicted, Is.Zero, "all were over");
    }

    [Test]
    public void Nothing_is_allocated_for_a_SYN_flood()
    {
        RecordedFrames frames = Frames("+0.000 > S 0:0(0)", Connections);
        var tracer = new Tracer(s_small, new Nowhere());
        frames.Play(tracer);

        Assert.That(Allocated(() => frames.Play(tracer)), Is.LessThan(Connections));
        Assert.That(tracer.Counters.FlowsEvicted, Is.GreaterThan(Connections));
    }

    [TestCase("+0.000 < R 1:1(0)", TestName = "A lone reset allocates little")]
    [TestCase(
        WithoutReset + "\n+0.100 < R 1402:1402(0)",
        TestName = "A late reset allocates little")]
    [TestCase("""
        +0.000 > S  0:0(0)           win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)    ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)    ack 1  ts 2
        +99.01 > P. 1:101(100)   ack 1    ts 3
        +0.010 < R  1:1(0) ttl 44
        """,
        TestName = "A reset with much to say allocates little")]
    public void A_reset_allocates_little(string trace)
    {
        RecordedFrames frames = Frames(trace, Connections);
        var tracer = new Tracer(new TracerOptions { Settle = Duration.Zero }, new Nowhere());
        frames.Play(tracer);

        long before = tracer.Counters.Events;
        long allocated = Allocated(() =>
        {
            frames.Play(tracer);
            tracer.Finish();
        });
        long events = tracer.Counters.Events - before;
        Assert.That(events, Is.GreaterThanOrEqualTo(Connections));
        Assert.That((double)allocated * (Times + 1) / events, Is.LessThan(OctetsPerEvent));
    }

    [Test]
    public void A_repeat_of_a_reset_allocates_a_few_numbers()
    {
        const int Repeats = 200;
        const int NumbersEach = 4; // a growing list, and the event's own
        RecordedFrames once = Frames("+0.000 < R 1:1(0)", 1);
        RecordedFrames often = Frames(
            string.Join('\n', Enumerable.Repeat("+0.000 < R 1:1(0)", Repeats)), 1);
        var tracer = new Tracer(new TracerOptions(), new Nowhere());
        Play(often);

        long ofOne = Allocated(() => Play(once));
        long ofMany = Allocated(() => Play(often));
        Assert.That(
            ofMany - ofOne, Is.LessThanOrEqualTo(sizeof(long) * NumbersEach * (Repeats - 1)));

        void Play(RecordedFrames frames)
        {
            frames.Play(tracer);
            tracer.Finish();
        }
    }

    static long Allocated(Action act)
    {
        // Of all threads, since tracking has its own. The first time starts it. Of several rounds
        // the least: what the runtime or the test runner does meanwhile is in the others.
        const int Rounds = 4;
        act();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int time = 0; time < Times; time++) act();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Times);
        }

        return least;
    }

    sealed class Nowhere : IResetSink
    {
        public void Take(ResetEvent reset) { }

        public void Take(Incident incident) { }
    }
}
