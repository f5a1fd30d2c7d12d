using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

/// <summary>When a connection counts as open, and what its handshake shows.</summary>
public sealed class HandshakeTests
{
    const string Syn = "+0.000 > S  0:0(0)\n";
    const string SynAck = "+0.010 < S. 0:0(0) ack 1\n";

    [TestCase(Syn + SynAck, false, TestName = "SYN and SYN/ACK are not yet")]
    [TestCase(Syn + SynAck + "+0.001 > . 1:1(0) ack 1", true, TestName = "The last step")]
    [TestCase(Syn + SynAck + "+0.001 > . 1:1(0) ack 0", false, TestName = "Of the SYN/ACK nothing")]
    [TestCase(Syn + SynAck + "+0.001 > . 1:1(0) ack 2", false, TestName = "Of what was not sent")]
    [TestCase(Syn + SynAck + "+0.001 > P. 1:9(8) ack 1", true, TestName = "The last step was lost")]
    [TestCase(Syn + SynAck + "+0.1 < P. 1:9(8) ack 1\n+0.1 > . 1:1(0) ack 9", true,
        TestName = "The server spoke first")]
    [TestCase(Syn + SynAck + "+0.1 < . 1:1(0) ack 1", false, TestName = "The server alone")]
    [TestCase(Syn + "+0.1 < . 77:77(0) ack 9", false, TestName = "An answer of an older connection")]
    [TestCase(Syn + "+0.1 > S. 0:0(0) ack 1", false, TestName = "Simultaneous open, half of it")]
    [TestCase("+0.1 > . 1:1(0) ack 1", true, TestName = "Already under way")]
    public void Open_is_what_both_sides_have_answered(string trace, bool isOpen)
        => Assert.That(
            Trace.Of(trace + "\n+9.000 > R. 500:500(0) ack 500").Sight
                .Before.Has(FlowTraits.Completed),
            Is.EqualTo(isOpen));

    [Test]
    public void The_round_trip_is_from_the_SYN_to_the_last_step()
    {
        Trace trace = Trace.Of(Syn + SynAck + "+0.002 > . 1:1(0) ack 1\n+1.0 > R. 1:1(0) ack 1");
        Assert.That(trace.Event.Flow.RoundTrip, Is.EqualTo(Duration.FromMilliseconds(12)));
    }

    [Test]
    public void Half_a_handshake_shows_half_of_it()
    {
        Trace trace = Trace.Of(Syn + SynAck + "+1.0 > R 1:1(0)");
        Assert.That(trace.Event.Flow.RoundTrip, Is.EqualTo(Duration.FromMilliseconds(10)));
        Assert.That(trace.Event.Flow.HandshakeSeen, Is.False);
    }

    [Test]
    public void One_direction_alone_shows_no_round_trip_and_says_so()
    {
        Sight sight = Trace.Of("""
            +0.000 > S  0:0(0)
            +0.010 > .  1:1(0)     ack 1
            +0.010 > P. 1:101(100) ack 1
            +1.000 > R. 101:101(0) ack 1
            """).Sight;
        Assert.That(sight.Before.RoundTrip, Is.Null);
        Assert.That(sight.Degraded, Is.EqualTo(Degradations.OneDirection | Degradations.Unsettled));
    }

    [Test]
    public void A_connection_is_over_when_both_FINs_are_acknowledged()
    {
        const string Closing = Syn + SynAck + """
            +0.001 > .  1:1(0)  ack 1
            +0.001 > F. 1:1(0)  ack 1
            +0.001 < F. 1:1(0)  ack 2

            """;
        const string Reset = "\n+5.000 < R 2:2(0)";
        Assert.That(Trace.Of(Closing + Reset).Sight.Before.Flow.IsOver, Is.False);
        Assert.That(
            Trace.Of(Closing + "+0.001 > . 2:2(0) ack 2" + Reset).Sight.Before.Flow.IsOver, Is.True);
    }

    [Test]
    public void A_FIN_whose_place_was_acknowledged_before_it_was_captured_still_counts()
    {
        Sight sight = Trace.Of(Syn + SynAck + """
            +0.001 > .  1:1(0)  ack 1
            +0.001 < .  1:1(0)  ack 2
            +0.001 > F. 1:1(0)  ack 1
            +5.000 < R. 1:1(0)  ack 2
            """).Sight;
        Assert.That(sight.Before.Client.FinAcknowledged, Is.True);
    }

    [Test]
    public void A_clock_that_runs_back_is_said()
        => Assert.That(
            Trace.Of(Syn + "-0.5 < S. 0:0(0) ack 1\n+0.6 > R 1:1(0)").Sight.Degraded
                .HasFlag(Degradations.Clock),
            Is.True);
}
