using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

/// <summary>What captures do to a flow's state: segments lost, late and of other
/// connections.</summary>
public sealed class StateTests
{
    static FlowPicture Before(string trace, TraceSetting? setting = null)
        => Trace.Of(trace, setting).Sights[^1].Before;

    [TestCase(9_000_000, TestName = "An older connection, ahead")]
    [TestCase(9, TestName = "An older connection, just ahead")]
    public void The_acknowledgment_of_an_older_connection_is_not_one_of_this(int acknowledgment)
    {
        FlowPicture flow = Before($"""
            +0.000 > S  0:0(0)
            +0.010 < .  7:7(0)     ack {acknowledgment}
            +0.001 > R  {acknowledgment}:0(0)
            +1.000 > S  0:0(0)
            +0.010 < S. 500:500(0) ack 1
            +0.001 > .  1:1(0)     ack 501
            +0.001 > F. 1:1(0)     ack 501
            +2.000 > R. 2:2(0)     ack 501
            """);
        Assert.That(flow.Client.FinAcknowledged, Is.False);
        Assert.That(flow.Client.SendNext - flow.Client.SendUnacknowledged, Is.EqualTo(1));
    }

    [Test]
    public void What_was_acknowledged_and_not_captured_is_a_gap_from_the_first_acknowledgment_on()
    {
        FlowPicture flow = Before("""
            +0.000 > P. 1:101(100)   ack 1
            +0.010 < .  1:1(0)       ack 501
            +0.100 > R. 501:501(0)   ack 1
            """);
        Assert.That(
            flow.Client.SendNext - flow.Client.SendUnacknowledged, Is.GreaterThanOrEqualTo(0));
        Assert.That(flow.Client.Has(HalfTraits.Gap), Is.True);
    }

    [Test]
    public void Data_that_was_captured_after_its_acknowledgment_is_still_data()
    {
        FlowPicture flow = Before("""
            +0.000 > S  0:0(0)
            +0.010 < S. 0:0(0)     ack 1
            +0.001 > .  1:1(0)     ack 1
            +0.010 < .  1:1(0)     ack 101
            +0.000 > P. 1:101(100) ack 1
            +1.000 < R. 1:1(0)     ack 101
            """);
        Assert.Multiple(() =>
        {
            Assert.That(flow.Client.Has(HalfTraits.Data), Is.True);
            Assert.That(flow.Client.Insistence.Retransmissions, Is.Zero);
        });
    }

    [Test]
    public void A_SYN_ACK_that_was_captured_after_its_acknowledgment_stays_acknowledged()
    {
        FlowPicture flow = Before("""
            +0.000 > S  0:0(0)
            +0.010 > .  1:1(0)     ack 1
            +0.000 < S. 0:0(0)     ack 1
            +1.000 > R. 1:1(0)     ack 1
            """);
        Assert.That(flow.Server.SendNext - flow.Server.SendUnacknowledged, Is.Zero);
    }

    // RFC 7323 §2.2: only when both SYNs have the option.
    [TestCase("shift 7", "shift 7", 500u << 7)]
    [TestCase("shift 7", "", 500u)]
    [TestCase("", "shift 7", 500u)]
    public void Windows_are_scaled_when_both_sides_said_so(string syn, string synAck, uint window)
        => Assert.That(
            Before($"""
                +0.000 > S  0:0(0)         {syn}
                +0.010 < S. 0:0(0)  ack 1  {synAck}
                +0.001 > .  1:1(0)  ack 1  win 500
                +1.000 < R. 1:1(0)  ack 1
                """).Client.ReceiveWindow,
            Is.EqualTo(window));

    [Test]
    public void A_capture_may_begin_at_time_0()
    {
        var engine = new Engine();
        Duration shift = default;
        foreach (Segment segment in Trace.Segments(
            "+0 > P. 1:9(8) ack 1\n+60 > P. 9:19(10) ack 1\n+.01 < R 1:1(0)", new TraceSetting()))
        {
            if (shift == default) shift = default(Timestamp) - segment.Time;
            engine.Take(segment with { Time = segment.Time + shift });
        }

        engine.Finish();
        Assert.That(engine.Sights[0].Idle, Is.EqualTo(Duration.FromSeconds(60)));
    }
}
