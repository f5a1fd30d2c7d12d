using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>What an engine is told beside frames: that time has passed, that frames were lost, that
/// it is one of several.</summary>
public sealed class PassingTimeTests
{
    const string Refused = """
        +0.000 > S  0:0(0)        win 64240
        +0.010 < R. 0:0(0)  ack 1 win 0
        """;

    const string Aborted = """
        +0.000 > S  0:0(0)           win 64240
        +0.010 < S. 0:0(0)    ack 1  win 65160
        +0.001 > .  1:1(0)    ack 1
        +0.010 > P. 1:101(100)   ack 1
        +0.010 < R. 1:1(0)  ack 101
        """;

    static readonly Duration s_beforeDue = Duration.FromMilliseconds(999);

    [Test]
    public void A_reset_settles_by_time_alone()
    {
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log);
        Timestamp reset = Play(tracer, Refused);

        tracer.Advance(reset + s_beforeDue);
        Assert.That(log.Events, Is.Empty, "followed still");

        tracer.Advance(reset + TracerOptions.LongEnough);
        Assert.That(log.Events, Has.Count.EqualTo(1));
        Assert.That(log.Events[0].Degraded, Is.EqualTo(Degradations.None));

        tracer.Finish();
        Assert.That(log.Events, Has.Count.EqualTo(1), "once");
    }

    [Test]
    public void Time_that_is_told_changes_no_event()
    {
        Segment[] segments = [.. new RandomTraffic(7) { Tuples = 40, ResetEvery = 6 }
            .Segments(2_000)];
        List<ResetEvent> untold = new RecordedFrames(segments).Events();

        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log);
        foreach ((Segment segment, int index) in segments.Select((segment, i) => (segment, i)))
        {
            if (index % 5 == 0) tracer.Advance(segment.Time);
            TakeOne(tracer, segment, index + 1);
        }

        tracer.Finish();
        Assert.That(Fingerprint.Of(log.Events), Is.EqualTo(Fingerprint.Of(untold)));
    }

    [Test]
    public void What_is_not_followed_is_told_at_once_and_marked()
    {
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions { Settle = Duration.Zero }, log);

        tracer.Advance(Play(tracer, Refused));

        Assert.That(log.Events.Select(reset => reset.Degraded),
            Is.EqualTo(new[] { Degradations.Unsettled }));
    }

    [Test]
    public void Frames_lost_while_a_connection_lived_weaken_its_verdict()
    {
        ResetEvent whole = EventOf(static (_, _) => { });
        ResetEvent holed = EventOf(static (tracer, end) => tracer.NoteDrops(12, end));

        Assert.That(whole.Degraded, Is.EqualTo(Degradations.None));
        Assert.That(holed.Degraded, Is.EqualTo(Degradations.Gap));
        Assert.That(
            holed.Verdict.Confidence,
            Is.EqualTo(whole.Verdict.Confidence * 0.9).Within(0.01));
    }

    [Test]
    public void Frames_lost_before_a_connection_began_leave_its_verdict_alone()
    {
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log);
        tracer.NoteDrops(3, new Timestamp(1_699_999_999_000_000_000));
        Play(tracer, Aborted);
        tracer.Finish();

        Assert.That(log.Events[0].Degraded & Degradations.Gap, Is.EqualTo(Degradations.None));
        Assert.That(tracer.Counters.FramesDropped, Is.EqualTo(3));
    }

    [Test]
    public void One_of_several_engines_leaves_incidents_to_others()
    {
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log) { GathersIncidents = false };
        Play(tracer, Aborted);
        tracer.Finish();

        Assert.That(log.Events, Has.Count.EqualTo(1));
        Assert.That(log.Incidents, Is.Empty);
        FlowSummary flow = log.Events[0].Flow;
        Assert.That(
            tracer.FactsOf(flow.Server.Address, flow.Server.Port)?.Connections, Is.EqualTo(1));
    }

    [Test]
    public void Counts_of_several_engines_add_up()
    {
        var one = new Tracer(new TracerOptions(), new ResetLog());
        var other = new Tracer(new TracerOptions(), new ResetLog());
        Play(one, Refused);
        Timestamp end = Play(other, Aborted);
        one.Finish();
        other.Finish();

        var sum = new TraceCounters();
        sum.Add(one.Counters);
        sum.Add(other.Counters);
        Assert.That(sum.Frames, Is.EqualTo(7));
        Assert.That(sum[DecodeOutcome.Decoded], Is.EqualTo(7));
        Assert.That(sum.Events, Is.EqualTo(2));
        Assert.That(sum.Begin, Is.EqualTo(one.Counters.Begin));
        Assert.That(sum.End, Is.EqualTo(end));
    }

    // As long after as it takes to settle, with something lost on the way.
    static ResetEvent EventOf(System.Action<Tracer, Timestamp> happens)
    {
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log);
        Timestamp end = Play(tracer, Aborted);
        happens(tracer, end);
        tracer.Advance(end + TracerOptions.LongEnough);
        return log.Events[0];
    }

    /// <returns>When the last frame came.</returns>
    static Timestamp Play(Tracer tracer, string trace)
    {
        Segment[] segments = [.. Trace.Segments(trace, new TraceSetting())];
        new RecordedFrames(segments).Play(tracer);
        return segments[^1].Time;
    }

    static void TakeOne(Tracer tracer, Segment segment, int number)
    {
        Frame frame = RstTrace.Testing.FrameBuilder.FrameOf(
            RecordedFrames.FrameOf(in segment).Build(), LinkType.Ethernet, null, number,
            segment.Time);
        tracer.Take(in frame);
    }
}
