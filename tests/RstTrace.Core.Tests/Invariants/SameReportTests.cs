using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariants 7 and 10: the same frames give the same report, and accuse nobody without
/// proof.</summary>
public sealed class SameReportTests
{
    const int Frames = 3_000;

    const string Life = """
        +0.000 > S  0:0(0)           win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)    ack 1  win 65160 shift 7 ts 1
        +0.001 > .  1:1(0)    ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:51(50)     ack 101  ts 3
        +40.00 > .  100:100(0)   ack 51   ts 4
        +0.010 < R  51:51(0)
        +60.00 > P. 101:125(24)  ack 51   ts 5
        +0.010 < R  51:51(0)
        """;

    static RandomTraffic Traffic(int seed) => new(seed) { Tuples = 40, ResetEvery = 6 };

    static Segment[] Segments(int seed) => [.. Traffic(seed).Segments(Frames)];

    [Test]
    public void The_same_frames_give_the_same_events([Range(1, 4)] int seed)
    {
        var frames = new RecordedFrames(Segments(seed));
        List<string> first = Fingerprint.Of(frames.Events());
        Assert.That(first, Has.Count.GreaterThan(50));
        Assert.That(Fingerprint.Of(frames.Events()), Is.EqualTo(first));
    }

    [Test]
    public void Nothing_depends_on_how_many_frames_are_tracked_at_a_time([Range(1, 4)] int seed)
    {
        var frames = new RecordedFrames(Segments(seed));
        Assert.That(
            Fingerprint.Of(frames.Events(flushed: true)),
            Is.EqualTo(Fingerprint.Of(frames.Events())));
    }

    [Test]
    public void Nothing_depends_on_when_time_begins()
    {
        var earlier = Duration.FromSeconds(-1_600_000_000);
        Segment[] segments = [.. Trace.Segments(Life, new TraceSetting())];
        IEnumerable<Segment> shifted = segments
            .Select(segment => segment with { Time = segment.Time + earlier });
        Assert.That(
            new RecordedFrames(shifted).Events()
                .Select(reset => Fingerprint.Moved(reset, earlier * -1)),
            Is.EqualTo(new RecordedFrames(segments).Events()
                .Select(reset => Fingerprint.Moved(reset, Duration.Zero))));
    }

    [Test]
    public void Nothing_in_random_traffic_accuses_a_third_party([Range(1, 8)] int seed)
    {
        foreach (ResetEvent reset in new RecordedFrames(Segments(seed)).Events())
        {
            Party claimed = reset.ClaimedSender == Core.Flows.Side.Client
                ? Party.Client
                : Party.Server;
            Assert.That(
                reset.Verdict.Sender,
                Is.EqualTo(claimed).Or.EqualTo(Party.Unknown),
                string.Join("; ", reset.Verdict.Evidence.Select(seen => seen.Text)));
            Assert.That(reset.Verdict.Confidence, Is.InRange(0.05, 1));
            Assert.That(
                reset.Verdict.Alternatives.Select(other => other.Confidence),
                Has.All.LessThan(reset.Verdict.Confidence).And.All.GreaterThanOrEqualTo(0));
        }
    }
}
