using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

/// <summary>What is known of a reset when it is judged.</summary>
public sealed class EvidenceTests
{
    const string Handshake = """
        +0.000 > S  0:0(0)          win 64240
        +0.010 < S. 0:0(0)   ack 1  win 65160
        +0.002 > .  1:1(0)   ack 1  win 500

        """;

    // The server has said 50 octets and the client has them: RCV.NXT of the client is 51, its
    // window 500.
    const string Answered = Handshake + """
        +0.010 > P. 1:101(100)  ack 1
        +0.010 < P. 1:51(50)    ack 101
        +0.001 > .  101:101(0)  ack 51   win 500

        """;

    static Sight SightOf(string trace) => Trace.Of(trace).Sights[0];

    [TestCase("+0.1 < R  51:51(0)", ResetShape.Reply, 6, TestName = "Bare, at the last ACK")]
    [TestCase("+0.1 < R  52:52(0)", ResetShape.Reply, 0, TestName = "Bare, at no ACK")]
    [TestCase("+0.1 < R  1:1(0)", ResetShape.Reply, 4, TestName = "Bare, at the ACK before")]
    [TestCase("+0.1 < R. 51:51(0) ack 101", ResetShape.Active, 0, TestName = "With an ACK")]
    [TestCase("+0.1 < R. 0:0(0) raw ack 9", ResetShape.Active, 0, TestName = "With 0, to nothing")]
    [TestCase("+0.1 < RS 51:51(0)", ResetShape.Other, 6, TestName = "With a SYN")]
    [TestCase("+0.1 < RF. 51:51(0) ack 101", ResetShape.Other, 0, TestName = "With a FIN")]
    [TestCase("+2.0 < R  51:51(0)", ResetShape.Reply, 6, TestName = "As late as a reply may be")]
    [TestCase("+2.1 < R  51:51(0)", ResetShape.Reply, 0, TestName = "Later than a reply may be")]
    public void Shape_and_trigger(string reset, object shape, int trigger)
    {
        Sight sight = SightOf(Answered + reset);
        Assert.That(sight.Shape, Is.EqualTo(shape));
        Assert.That(sight.Trigger.Frame.Number, Is.EqualTo(trigger));
    }

    // A host answers in order, so of two that fit the earlier one drew the first reset.
    [TestCase("+.1 > P. 101:111(10) ack 51\n+.01 > P. 111:121(10) ack 51", 7,
        TestName = "Two in one go")]
    [TestCase("+.1 > P. 101:111(10) ack 51\n+.03 > P. 111:121(10) ack 51", 8,
        TestName = "The other later")]
    [TestCase("+.1 > P. 101:111(10) ack 51\n+.01 > P. 101:111(10) ack 51", 8,
        TestName = "Sent again: the first may be lost")]
    [TestCase("+.1 > . 101:101(0) ack 51\n+.01 > P. 101:111(10) ack 51", 8,
        TestName = "An acknowledgment, which a closed socket takes, and data")]
    [TestCase("""
        +.1 > P. 101:111(10) ack 51
        +0 < . 51:51(0) ack 111
        +.01 > P. 111:121(10) ack 51
        """, 9, TestName = "The first was acknowledged")]
    public void Which_of_two_drew_it(string two, int trigger)
        => Assert.That(
            SightOf($"{Answered}{two}\n+.1 < R 51:51(0)").Trigger.Frame.Number,
            Is.EqualTo(trigger));

    [TestCase("+0 > S 0:0(0)\n+0.1 < R. 0:0(0) raw ack 1000001", ResetShape.Refusal, 1,
        TestName = "A refused SYN")]
    [TestCase("+0 > S 0:0(0)\n+0.1 < R. 0:0(0) raw ack 1000002", ResetShape.Refusal, 0,
        TestName = "A refusal of another SYN")]
    [TestCase("+0 > F 9:9(0)\n+0.1 < R. 0:0(0) raw ack 1000010", ResetShape.Refusal, 1,
        TestName = "A refused FIN without ACK")]
    [TestCase("+0 > S 0:100(100)\n+0.1 < R. 0:0(0) raw ack 1000101", ResetShape.Refusal, 1,
        TestName = "A refused SYN with data")]
    public void A_refusal_answers_what_has_no_ACK(string trace, object shape, int trigger)
    {
        Sight sight = SightOf(trace);
        Assert.That(sight.Shape, Is.EqualTo(shape));
        Assert.That(sight.Trigger.Frame.Number, Is.EqualTo(trigger));
    }

    // RFC 5961 §3.2, with RCV.NXT = 51.
    [TestCase(51, 500, SequenceFit.Exact, TestName = "At RCV.NXT")]
    [TestCase(51, 0, SequenceFit.Exact, TestName = "At RCV.NXT, window shut")]
    [TestCase(52, 500, SequenceFit.InWindow, TestName = "First octet after")]
    [TestCase(550, 500, SequenceFit.InWindow, TestName = "Last octet of the window")]
    [TestCase(551, 500, SequenceFit.Outside, TestName = "First octet past the window")]
    [TestCase(52, 0, SequenceFit.Outside, TestName = "First octet after, window shut")]
    [TestCase(50, 500, SequenceFit.Outside, TestName = "Last octet before RCV.NXT")]
    public void Sequence_against_what_the_receiver_expects(int sequence, int window, object fit)
    {
        string trace = Answered + $"""
            +0.001 > .  101:101(0) ack 51 win {window}
            +0.100 < R. {sequence}:{sequence}(0) ack 101
            """;
        foreach (uint start in new[] { 0u, uint.MaxValue - 49, uint.MaxValue - 50, 1u << 31 })
        {
            Trace moved = Trace.Of(trace, new TraceSetting { ServerIss = start });
            Assert.That(moved.Sight.Fit, Is.EqualTo(fit), $"ISS {start}");
        }
    }

    [TestCase(51, SequenceFit.Exact, TestName = "Before what is in flight")]
    [TestCase(151, SequenceFit.Exact, TestName = "After what is in flight")]
    [TestCase(100, SequenceFit.InWindow, TestName = "Within what is in flight")]
    public void What_is_in_flight_may_have_arrived_or_not(int sequence, object fit)
        => Assert.That(
            SightOf(Answered + $"""
                +0.1 < P. 51:151(100) ack 101
                +0.1 < R. {sequence}:{sequence}(0) ack 101
                """).Fit,
            Is.EqualTo(fit));

    // RFC 9293 §3.10.7.3.
    [TestCase("R. 0:0(0) raw ack 1000001", SequenceFit.Exact, TestName = "Acknowledges the SYN")]
    [TestCase("R. 77:77(0) raw ack 1000001", SequenceFit.Exact, TestName = "With any sequence")]
    [TestCase("R. 0:0(0) raw ack 1000002", SequenceFit.Outside, TestName = "Something else")]
    [TestCase("R  0:0(0) raw", SequenceFit.Outside, TestName = "No acknowledgment")]
    public void In_SYN_SENT_the_acknowledgment_alone_counts(string reset, object fit)
        => Assert.That(SightOf($"+0 > S 0:0(0)\n+0.1 < {reset}").Fit, Is.EqualTo(fit));

    [Test]
    public void Of_a_sender_that_nobody_heard_or_acknowledged_nothing_is_known()
        => Assert.That(SightOf("+0 < R. 1:1(0) ack 1").Fit, Is.EqualTo(SequenceFit.Unknown));

    [TestCase("+60 > P. 101:111(10) ack 51\n+.1 < R 51:51(0)", 60.0, TestName = "Trigger")]
    [TestCase("+60 > F. 101:101(0) ack 51\n+.1 < R 51:51(0)", 60.0, TestName = "FIN")]
    [TestCase("+60 > P. 101:111(10) ack 51\n+1 > P. 101:111(10) ack 51\n+.1 < R 51:51(0)", 60.0,
        TestName = "Retransmitted trigger")]
    [TestCase("+60 > P. 101:111(10) ack 51\n+.1 > P. 111:121(10) ack 51\n+.1 < R 51:51(0)", 60.0,
        TestName = "Trigger and more of it")]
    [TestCase("+60 > . 100:100(0) ack 51\n+.1 < R 51:51(0)", 60.0, TestName = "Keepalive")]
    [TestCase("+30 > . 100:100(0) ack 51\n+30 > . 100:100(0) ack 51\n+.1 < R 51:51(0)", 60.0,
        TestName = "Keepalives")]
    [TestCase("+30 > . 101:101(0) ack 51 win 9\n+30 < R. 51:51(0) ack 101", 60.0,
        TestName = "Window update")]
    [TestCase("+60 < R. 51:51(0) ack 101", 60.0, TestName = "Nothing")]
    [TestCase("+60 > P. 101:111(10) ack 51\n+.1 < . 51:51(0) ack 111\n+5 < R. 51:51(0) ack 111",
        5.0, TestName = "Answered data ends a silence")]
    public void Silence_before_a_reset(string rest, double seconds)
    {
        Duration? idle = SightOf(Answered + rest).Idle;
        Assert.That(idle!.Value.Seconds, Is.EqualTo(seconds).Within(0.001));
    }

    [TestCase(29.99, false)]
    [TestCase(30.0, true)]
    public void From_the_threshold_on_it_is_idle(double seconds, bool isIdle)
        => Assert.That(
            SightOf(Answered + FormattableString.Invariant(
                $"+{seconds} < R. 51:51(0) ack 101")).IsAfterIdle,
            Is.EqualTo(isIdle));

    [Test]
    public void Nothing_before_it_is_no_silence()
        => Assert.That(SightOf("+0 < R. 1:1(0) ack 1").Idle, Is.Null);

    // A round trip takes 12 ms; another connection's segment afterwards lets the reset settle.
    [TestCase("", null, TestName = "The capture ends")]
    [TestCase("+2.0 > S 7777:7777(0)", true, TestName = "The receiver is silent")]
    [TestCase("+.01 > . 101:101(0) ack 51\n+2.0 > S 7777:7777(0)", true,
        TestName = "What the receiver had under way")]
    [TestCase("+.3 > . 101:101(0) ack 51\n+2.0 > S 7777:7777(0)", false,
        TestName = "The receiver goes on")]
    [TestCase("+.3 > . 101:101(0) ack 51", false, TestName = "It goes on and the capture ends")]
    [TestCase("+.01 > R 101:101(0)", true, TestName = "The receiver answers with a reset")]
    public void Whether_the_receiver_took_it(string rest, bool? accepted)
        => Assert.That(
            SightOf(Answered + "+0.1 < R. 51:51(0) ack 101\n" + rest).Accepted,
            Is.EqualTo(accepted));

    // Twice the round trip of 12 ms, and 200 ms.
    [TestCase("+.225 < P. 51:151(100) ack 101", true, TestName = "New data later")]
    [TestCase("+.225 < F. 51:51(0) ack 101", true, TestName = "A FIN later")]
    [TestCase("+.224 < P. 51:151(100) ack 101", false, TestName = "New data, not late enough")]
    [TestCase("+.225 < P. 1:51(50) ack 101", false, TestName = "Old data again")]
    [TestCase("+.225 < . 51:51(0) ack 101", false, TestName = "An acknowledgment")]
    [TestCase("+.225 < . 50:51(1) ack 101", false, TestName = "A keepalive")]
    [TestCase("+.225 > P. 101:201(100) ack 51", false, TestName = "Data of the receiver")]
    [TestCase("+1.10 < P. 51:151(100) ack 101", false, TestName = "New data after it settled")]
    public void Whether_the_claimed_sender_lives_on(string rest, bool spoke)
    {
        Sight sight = SightOf(Answered + "+0.1 < R. 51:51(0) ack 101\n" + rest);
        Assert.That(!sight.Aftermath.SenderSpoke.IsNone, Is.EqualTo(spoke));
    }

    [Test]
    public void Data_that_was_in_flight_before_the_reset_is_not_new()
    {
        Sight sight = SightOf(Answered + """
            +0.100 < P. 51:151(100)  ack 101
            +0.001 < R. 151:151(0)   ack 101
            +0.400 < P. 51:151(100)  ack 101
            """);
        Assert.That(sight.Aftermath.SenderSpoke.IsNone, Is.True);
    }

    [Test]
    public void Weaknesses_are_said()
    {
        IEnumerable<string> gap = Answered.Split('\n').Append("+1 > . 101:101(0) ack 300");
        Sight sight = SightOf(string.Join('\n', gap) + "\n+0.1 < R. 300:300(0) ack 101");
        Assert.That(sight.Degraded, Is.EqualTo(Degradations.Gap | Degradations.Unsettled));
    }
}
