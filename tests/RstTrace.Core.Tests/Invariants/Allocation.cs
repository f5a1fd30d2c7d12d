using System;
using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>What something allocates, once it runs as it always does.</summary>
static class Allocation
{
    // Whatever the runtime allocates now and then is nothing over so many times.
    const int Times = 20;

    /// <summary>Octets that an action allocates, on all threads.</summary>
    public static long Of(Action act)
    {
        // The first time starts what is started once. Of several rounds the least: what the runtime
        // or the test runner does meanwhile is in the others.
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

    /// <summary>Octets for each reset event of some frames, from its last segment to its sink.
    /// </summary>
    public static double PerEvent(RecordedFrames frames, IResetSink sink)
    {
        var tracer = new Tracer(new TracerOptions { Settle = Duration.Zero }, sink);
        Play();

        long before = tracer.Counters.Events;
        Play();
        long events = tracer.Counters.Events - before;
        Assert.That(events, Is.GreaterThan(0));
        return (double)Of(Play) / events;

        void Play()
        {
            frames.Play(tracer);
            tracer.Finish();
        }
    }
}
