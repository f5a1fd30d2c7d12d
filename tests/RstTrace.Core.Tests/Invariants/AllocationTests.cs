using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariant 5: nothing is allocated per frame, and little per reset.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    const int Little = 3_072;

    // What weakens it, what else it could be, what the path is known for.
    const int WithMuchToSay = 4_608;

    // More connections than the table below holds, so that it evicts all the time.
    const int Connections = 600;

    static readonly TracerOptions s_small = new() { MaxFlows = 100 };

    [Test]
    public void Nothing_is_allocated_for_frames_without_resets()
    {
        RecordedFrames frames = ResetTraces.Frames(ResetTraces.None, Connections);
        var tracer = new Tracer(s_small, new Nowhere());
        frames.Play(tracer);

        Assert.That(Allocation.Of(() => frames.Play(tracer)), Is.LessThan(Connections));
        Assert.That(tracer.Counters.FlowsEvicted, Is.Zero, "all were over");
    }

    [Test]
    public void Nothing_is_allocated_for_a_SYN_flood()
    {
        RecordedFrames frames = ResetTraces.Frames("+0.000 > S 0:0(0)", Connections);
        var tracer = new Tracer(s_small, new Nowhere());
        frames.Play(tracer);

        Assert.That(Allocation.Of(() => frames.Play(tracer)), Is.LessThan(Connections));
        Assert.That(tracer.Counters.FlowsEvicted, Is.GreaterThan(Connections));
    }

    [TestCase(ResetTraces.Lone, Little, TestName = "A lone reset allocates little")]
    [TestCase(ResetTraces.Late, Little, TestName = "A late reset allocates little")]
    [TestCase(
        ResetTraces.AfterIdle, WithMuchToSay,
        TestName = "A reset with much to say allocates little more")]
    public void A_reset_allocates_little(string trace, int most)
        => Assert.That(
            Allocation.PerEvent(ResetTraces.Frames(trace, Connections), new Nowhere()),
            Is.LessThanOrEqualTo(most));

    [Test]
    public void A_repeat_of_a_reset_allocates_a_few_numbers()
    {
        const int Repeats = 200;
        const int NumbersEach = 4; // a growing list, and the event's own
        RecordedFrames once = ResetTraces.Frames("+0.000 < R 1:1(0)", 1);
        RecordedFrames often = ResetTraces.Frames(
            string.Join('\n', Enumerable.Repeat("+0.000 < R 1:1(0)", Repeats)), 1);
        var tracer = new Tracer(new TracerOptions(), new Nowhere());
        Play(often);

        long ofOne = Allocation.Of(() => Play(once));
        long ofMany = Allocation.Of(() => Play(often));
        Assert.That(
            ofMany - ofOne, Is.LessThanOrEqualTo(sizeof(long) * NumbersEach * (Repeats - 1)));

        void Play(RecordedFrames frames)
        {
            frames.Play(tracer);
            tracer.Finish();
        }
    }

    sealed class Nowhere : IResetSink
    {
        public void Take(ResetEvent reset) { }

        public void Take(Incident incident) { }
    }
}
