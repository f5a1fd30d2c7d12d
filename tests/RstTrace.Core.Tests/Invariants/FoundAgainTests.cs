using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>A second pass finds the segments that the first pass took for a connection: all of
/// them, and no other.</summary>
public sealed class FoundAgainTests
{
    // Few four-tuples, so that connections follow each other on each; a reset that opens its flow
    // may be followed by the SYN of another.
    [Test]
    public void The_segments_of_a_reset_connection_are_found_again(
        [Range(1, 6)] int seed, [Values(2, 12)] int tuples, [Values(4, 30)] int resetEvery)
    {
        var traffic = new RandomTraffic(seed) { Tuples = tuples, ResetEvery = resetEvery };
        Segment[] segments = [.. traffic.Segments(2_000)];
        var engine = new Engine(new TracerOptions());
        foreach (Segment segment in segments) engine.Take(in segment);
        engine.Finish();

        Assert.That(engine.Events, Is.Not.Empty);
        foreach (ResetEvent reset in engine.Events)
        {
            (long client, long server) = Count(reset, segments);
            Assert.That(
                (client, server),
                Is.EqualTo((reset.Flow.Client.Packets, reset.Flow.Server.Packets)),
                $"frame {reset.Frames[0].Number}, from frame {reset.Flow.FirstFrame.Number}");
        }
    }

    [Test]
    public void A_connection_ends_where_another_begins_between_the_same_ends()
    {
        const string Text = """
            +0.000 > S  0:0(0)
            +0.010 < S. 0:0(0)   ack 1
            +0.001 > .  1:1(0)   ack 1
            +0.010 < R  1:1(0)
            +2.000 > S  9000:9000(0)
            +0.010 < R. 0:0(0)   ack 9001
            """;
        Trace trace = Trace.Of(Text);
        Segment[] segments = [.. Trace.Segments(Text, new TraceSetting())];
        Assert.That(trace.Events, Has.Count.EqualTo(2));
        Assert.That(Frames(trace.Events[0], segments), Is.EqualTo(new long[] { 1, 2, 3, 4 }));
        Assert.That(Frames(trace.Events[1], segments), Is.EqualTo(new long[] { 5, 6 }));
    }

    static long[] Frames(ResetEvent reset, Segment[] segments)
    {
        var finder = new FlowFinder(reset.Flow);
        return
        [
            .. segments.Where(segment => finder.Take(in segment) is not null)
                .Select(segment => segment.Frame.Number),
        ];
    }

    // Before the reset, as the event has it; resets themselves are not counted there.
    static (long Client, long Server) Count(ResetEvent reset, Segment[] segments)
    {
        var finder = new FlowFinder(reset.Flow);
        long client = 0, server = 0;
        foreach (Segment segment in segments)
        {
            if (segment.Frame == reset.Frames[0])
            {
                Assert.That(finder.Take(in segment), Is.EqualTo(reset.ClaimedSender));
                break;
            }

            Side? sender = finder.Take(in segment);
            if (segment.IsReset) continue;
            if (sender == Side.Client) client++;
            if (sender == Side.Server) server++;
        }

        return (client, server);
    }
}
