using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Cli.Live;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Tests.Live;

/// <summary>What joins several workers, and what counts them.</summary>
sealed class EventMergeTests
{
    [Test]
    public void Events_of_two_workers_come_in_the_order_of_their_times()
    {
        var log = new Log();
        var merge = new EventMerge(2, log);
        merge.Of(0).Take(At(1));
        merge.Of(0).Take(At(4));
        merge.Of(1).Take(At(2));
        Assert.That(log.Seconds, Is.Empty, "the other may have an earlier one");

        merge.Advance(0, Second(4));
        merge.Advance(1, Second(3));
        Assert.That(log.Order, Is.EqualTo("1 2"));

        merge.Of(1).Take(At(3.5));
        merge.End(0);
        merge.End(1);
        Assert.That(log.Order, Is.EqualTo("1 2 3.5 4"));
    }

    [Test]
    public void A_worker_alone_waits_for_nobody()
    {
        var log = new Log();
        var merge = new EventMerge(1, log);
        merge.Of(0).Take(At(2));
        merge.Of(0).Take(At(1));

        Assert.That(log.Order, Is.EqualTo("2 1"), "as the engine tells them");
    }

    [Test]
    public void A_worker_that_stands_still_is_not_waited_for_for_ever()
    {
        var log = new Log();
        var merge = new EventMerge(2, log);
        for (int i = 0; i < 20_000; i++) merge.Of(0).Take(At(i));

        Assert.That(log.Seconds, Has.Count.EqualTo(20_000 - 16_384).And.Ordered);
    }

    [Test]
    public void Rates_are_those_of_the_last_seconds()
    {
        var meter = new RateMeter();
        LiveRates rates = default;
        for (int second = 0; second <= 20; second++)
        {
            long frames = second <= 10 ? 0 : (second - 10) * 100;
            rates = meter.Measure(
                Duration.FromSeconds(second),
                new LiveTotals(frames, frames * 50, 0, frames / 100, 0, 0, 0));
        }

        Assert.That(rates, Is.EqualTo(new LiveRates(100, 40_000, 1)));
    }

    static Timestamp Second(double second) => new((long)(second * 1e9));

    static ResetEvent At(double second) => LoopbackEvents.One with { Time = Second(second) };

    sealed class Log : IResetSink
    {
        public List<ResetEvent> Events { get; } = [];

        public IReadOnlyList<double> Seconds
            => [.. Events.Select(reset => reset.Time.Nanoseconds / 1e9)];

        public string Order => string.Join(' ', Seconds);

        public void Take(ResetEvent reset) => Events.Add(reset);

        public void Take(Incident incident)
        {
        }
    }

    /// <summary>An event of the engine's own, from a capture.</summary>
    static class LoopbackEvents
    {
        public static ResetEvent One { get; } = Read();

        static ResetEvent Read()
        {
            var log = new Log();
            string path = System.IO.Path.Combine(
                TestContext.CurrentContext.TestDirectory, "Captures", "closed-port.pcap");
            using var input = CaptureInput.OpenFile(path, default);
            var tracer = new Tracer(new TracerOptions(), log);
            Pump.Move(input.Source, tracer.Take, null, default);
            tracer.Finish();
            return log.Events[0];
        }
    }
}
