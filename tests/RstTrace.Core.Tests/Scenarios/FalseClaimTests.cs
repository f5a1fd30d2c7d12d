using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>What must not be said of a reset, since the capture shows otherwise.</summary>
public sealed class FalseClaimTests
{
    const string Handshake = """
        +0.000 > S  0:0(0)          win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)   ack 1  ts 2

        """;

    const string Exchange = Handshake + """
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
        +0.001 > .  101:101(0)   ack 51   ts 4

        """;

    static string CauseOf(string trace, TraceSetting? setting = null)
        => Trace.Of(trace, setting).Events[^1].Verdict.Cause.Id;

    [Test]
    public void Probes_that_were_answered_are_no_keepalive_timeout()
        => Assert.That(
            CauseOf(Exchange + """
                +10.00 > .  100:100(0)   ack 51   ts 5
                +0.010 < .  51:51(0)     ack 101  ts 5 ttl 61
                +10.00 > .  100:100(0)   ack 51   ts 6
                +0.010 < .  51:51(0)     ack 101  ts 6 ttl 61
                +3.000 > R. 101:101(0)   ack 51   ts 7
                """),
            Is.Not.EqualTo("keepalive-timeout"));

    [Test]
    public void Keepalives_without_a_shut_window_are_no_zero_window_timeout()
        => Assert.That(
            CauseOf(Exchange + """
                +40.00 < .  50:50(0)     ack 101  ts 5 ttl 61
                +0.001 > .  101:101(0)   ack 51   ts 5
                +40.00 > P. 101:201(100) ack 51   ts 6
                +0.010 < R  51:51(0)     ttl 61
                """),
            Is.EqualTo("idle-timeout"));

    [Test]
    public void One_octet_sent_again_is_no_keepalive()
        => Assert.That(
            CauseOf(Exchange + """
                +0.100 < P. 51:52(1)     ack 101  ts 6 ttl 61
                +0.200 < P. 51:52(1)     ack 101  ts 7 ttl 61
                +0.400 < P. 51:52(1)     ack 101  ts 8 ttl 61
                +9.000 > P. 101:109(8)   ack 51   ts 9
                +0.010 < R  51:51(0)     ttl 61
                """),
            Is.EqualTo("retransmission-timeout"));

    [Test]
    public void Keepalives_with_an_octet_of_garbage_do_not_end_a_silence()
        => Assert.That(
            Trace.Of(Exchange + """
                +40.00 > .  100:101(1)   ack 51   ts 5
                +40.00 > .  100:101(1)   ack 51   ts 6
                +0.010 < R  51:51(0)     ttl 61
                """).Event.Idle!.Value.Seconds,
            Is.EqualTo(80).Within(0.1));

    [Test]
    public void A_connection_that_went_on_after_a_forged_reset_was_not_reset_before()
    {
        ResetEvent reset = Trace.Of(Exchange + """
            +0.500 < R. 99999:99999(0)  ack 101  ttl 9
            +2.000 > P. 101:201(100) ack 51   ts 5
            +0.010 < P. 51:151(100)  ack 201  ts 5 ttl 61
            +0.010 > .  201:201(0)   ack 151  ts 6
            +5.000 > P. 201:301(100) ack 151  ts 7
            +0.010 < R  151:151(0)   ttl 61
            """).Events[^1];
        Assert.That(reset.Verdict.Cause.Id, Is.EqualTo("peer-lost-state"));
        Assert.That(reset.Verdict.Phase, Is.Not.EqualTo("post-reset"));
    }

    [Test]
    public void A_SYN_that_was_refused_and_then_accepted_made_a_connection()
        => Assert.That(
            CauseOf("""
                +0.000 > S  0:0(0)          win 64240
                +0.001 < R. 0:0(0)          raw ack 1000001
                +0.500 > S  0:0(0)          win 64240
                +0.010 < S. 0:0(0)   ack 1  win 65160
                +0.001 > .  1:1(0)   ack 1
                +0.010 > P. 1:101(100)  ack 1
                +0.010 < P. 1:51(50)    ack 101
                +3.000 > P. 101:201(100) ack 51
                +0.010 < R  51:51(0)
                """),
            Is.EqualTo("peer-lost-state"));

    [TestCase("+0.000 > R. 700:700(0) ack 900")]
    [TestCase("+0.000 < R  900:900(0)")]
    public void A_connection_on_ports_that_a_lone_reset_was_seen_on_is_another(string first)
    {
        ResetEvent reset = Trace.Of(first + "\n" + Exchange + """
            +3.000 > P. 101:201(100) ack 51   ts 7
            +0.010 < R  51:51(0)     ttl 61
            """).Events[^1];
        Assert.That(reset.Verdict.Cause.Id, Is.EqualTo("peer-lost-state"));
        Assert.That(reset.Flow.FirstFrame.Number, Is.EqualTo(2));
    }

    [Test]
    public void A_bulk_sender_that_goes_on_after_its_reset_is_noticed()
    {
        // A hundred segments in each hundredth of a second, as any disk-to-disk copy has.
        IEnumerable<string> bulk = Enumerable.Range(0, 5_000).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $"+0.0001 < . {51 + (index * 1_000)}:0(1000) ack 101 ts 5 ttl 61"));
        ResetEvent reset = Trace.Of(
            Exchange + "+0.1 < R. 51:51(0) ack 101 ttl 61 ts 4\n" + string.Join('\n', bulk)).Event;
        Assert.That(reset.Verdict.Sender, Is.EqualTo(Party.Unknown));
    }

    [Test]
    public void A_bulk_receiver_that_goes_on_after_a_reset_did_not_take_it()
    {
        IEnumerable<string> bulk = Enumerable.Range(0, 5_000).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $"+0.0001 > . {101 + (index * 1_000)}:0(1000) ack 51 ts 5"));
        ResetEvent reset = Trace.Of(
            Exchange + "+0.1 < R. 51:51(0) ack 101 ttl 61 ts 4\n" + string.Join('\n', bulk)).Event;
        Assert.That(reset.Accepted, Is.False);
    }

    [TestCase(5_000_000u)]
    [TestCase(0xF000_0000u)]
    public void A_side_that_was_never_captured_lost_nothing_on_the_way(uint serverIss)
        => Assert.That(
            CauseOf("""
                +0.000 > P. 1:101(100)   ack 1
                +0.100 > P. 101:201(100) ack 1
                +0.100 > P. 201:301(100) ack 1
                +0.100 > P. 301:401(100) ack 1
                +0.010 < R  1:1(0)
                """,
                new TraceSetting { ServerIss = serverIss }),
            Is.EqualTo("peer-lost-state"));

    // The SYN was lost, or the capture began after it: all the rest of a long life is there.
    const string WithoutSyn = """
        +0.010 < S. 0:0(0)     ack 1
        +0.001 > .  1:1(0)     ack 1
        +0.010 > P. 1:101(100) ack 1
        +0.010 < P. 1:51(50)   ack 101
        +0.001 > .  101:101(0) ack 51

        """;

    [Test]
    public void A_client_that_has_talked_has_not_abandoned_the_SYN_ACK()
        => Assert.That(
            CauseOf(WithoutSyn + "+9 < P. 51:61(10) ack 101\n+.01 > R 101:101(0)"),
            Is.EqualTo("peer-lost-state"));

    [Test]
    public void An_acknowledgment_in_mid_stream_is_no_bad_acknowledgment_of_a_handshake()
        => Assert.That(
            CauseOf(WithoutSyn + "+9 > P. 101:111(10) ack 51\n+.01 < R 51:51(0)"),
            Is.EqualTo("peer-lost-state"));

    [TestCase("+0 > . 1:1(0) ack 1\n+5 < R. 1:1(0) ack 1", TestName = "Nobody aborted on purpose")]
    [TestCase("+0 > . 1:1(0) ack 1\n+5 < R 1:1(0)", TestName = "Nobody lost a connection")]
    public void Where_no_connection_is_known_no_cause_speaks_of_one(string trace)
    {
        Verdict verdict = Trace.Of(trace).Event.Verdict;
        Assert.That(verdict.Stage, Is.EqualTo(Stage.NoConnection));
        Assert.That(
            verdict.Cause.Id, Is.EqualTo("orphan-rst").Or.EqualTo("stray-segment")
                .Or.EqualTo("unknown"));
    }

    [Test]
    public void A_FIN_that_draws_a_reset_is_no_write_of_0_octets()
        => Assert.That(
            Trace.Of(Exchange + """
                +0.010 < F. 51:51(0)    ack 101  ts 5 ttl 61
                +0.001 > .  101:101(0)  ack 52   ts 5
                +99.00 > F. 101:101(0)  ack 52   ts 6
                +0.010 < R  52:52(0)    ttl 61
                """).Event.Verdict.Summary,
            Does.Not.Contain("0 octets"));

    [Test]
    public void Data_with_a_FIN_as_the_first_frame_was_not_silent_for_decades()
        => Assert.That(
            CauseOf("""
                +0.000 < PF. 1:51(50)    ack 101
                +0.001 > P.  101:201(100) ack 1
                +0.010 < R   1:1(0)
                """),
            Is.EqualTo("close-data-crossing"));

    [Test]
    public void A_FIN_that_was_captured_twice_was_as_silent_as_the_first()
        => Assert.That(
            CauseOf(Exchange + """
                +5.000 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.000 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.001 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """),
            Is.EqualTo("keepalive-race"));

    [Test]
    public void In_one_direction_the_longest_silence_of_a_life_is_not_the_last()
    {
        string chatter = string.Concat(Enumerable.Range(2, 60).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $"+1.0 > P. {(index * 100) + 1}:0(100) ack 1\n")));
        Assert.That(
            Trace.Of($"""
                +0.000 > P. 1:101(100)   ack 1
                +99.00 > P. 101:201(100) ack 1
                {chatter}+0.010 < R  1:1(0)
                """).Event.Idle!.Value.Seconds,
            Is.LessThan(2));
    }

    [Test]
    public void Of_a_receiver_that_was_never_captured_silence_says_nothing()
        => Assert.That(
            Trace.Of("""
                +0.000 < S. 0:0(0)     ack 1
                +0.010 < P. 1:51(50)   ack 101
                +0.500 < R. 51:51(0)   ack 101
                +9.000 > S  7777:7777(0)
                """).Event.Accepted,
            Is.Null);

    [TestCase("+.5 < R. 99999:99999(0) ack 101 ttl 61\n+9 > S 7777:7777(0)",
        TestName = "Out of the window, and silence")]
    [TestCase("""
        +.500 < R. 60:60(0)     ack 101 ttl 61
        +.001 > .  101:101(0)   ack 51
        +9.00 > S  7777:7777(0)
        """,
        TestName = "Challenged at once, and silence")]
    public void A_reset_that_must_be_ignored_is_not_said_to_be_taken(string rest)
        => Assert.That(Trace.Of(Exchange + rest).Event.Accepted, Is.Not.True);

    [Test]
    public void A_client_that_tries_again_did_take_the_refusal()
    {
        // As Windows does: the same SYN, half a second after the reset.
        ResetEvent reset = Trace.Of("""
            +0.000 > S  0:0(0)  win 64240
            +0.001 < R. 0:0(0)  raw ack 1000001
            +0.500 > S  0:0(0)  win 64240
            +0.001 < R. 0:0(0)  raw ack 1000001
            """).Event;
        Assert.That(reset.Accepted, Is.Not.False);
    }

    [Test]
    public void The_refusal_of_a_SYN_with_data_is_where_the_client_expects_it()
        => Assert.That(
            Trace.Of("+0 > S 0:100(100)\n+.1 < R. 0:0(0) raw ack 1000101").Event.SequenceFit,
            Is.EqualTo(SequenceFit.Exact));

    [Test]
    public void Where_no_SYN_told_the_scale_of_the_window_its_end_is_not_known()
        => Assert.That(
            Trace.Of("""
                +0.000 > P. 1:101(100)   ack 1    win 500
                +0.010 < P. 1:51(50)     ack 101  win 500
                +0.010 > .  101:101(0)   ack 51   win 500
                +0.010 < R. 5000:5000(0) ack 101
                """).Event.SequenceFit,
            Is.Not.EqualTo(SequenceFit.Outside));

    [Test]
    public void What_is_not_at_the_next_number_is_not_said_to_be()
        => Assert.That(
            Trace.Of(Exchange + "+.5 < R. 99999:99999(0) ack 101").Event.Verdict.Evidence
                .Single(seen => seen.Rule == "form").Text,
            Does.Not.Contain("next sequence number"));

    [Test]
    public void The_frame_that_shows_a_TTL_has_that_TTL()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)
                +0.010 < S. 0:0(0)     ack 1   ttl 61
                +0.001 > .  1:1(0)     ack 1
                +0.010 < P. 1:51(50)   ack 1   ttl 57
                +0.500 < R. 51:51(0)   ack 1   ttl 61
                """).Event.Verdict.Evidence.Single(seen => seen.Rule == "hop-limit")
                .Frames[^1].Number,
            Is.EqualTo(2));

    [Test]
    public void Data_in_flight_proves_nothing_though_the_clock_ran_back_in_the_handshake()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)
                -9.000 < S. 0:0(0)     ack 1
                +0.010 > .  1:1(0)     ack 1
                +0.010 < P. 1:51(50)   ack 1
                +0.010 < R. 51:51(0)   ack 1
                +0.001 < P. 51:99(48)  ack 1
                """).Event.Verdict.Sender,
            Is.EqualTo(Party.Server));

    [Test]
    public void Without_the_SYN_ACK_the_handshake_was_not_seen()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)
                +0.010 > .  1:1(0)     ack 1
                +1.000 > R. 1:1(0)     ack 1
                """).Event.Flow.HandshakeSeen,
            Is.False);

    [Test]
    public void A_SYN_that_was_sent_again_does_not_lengthen_the_round_trip()
    {
        Duration? roundTrip = Trace.Of("""
            +0.000 > S  0:0(0)
            +1.000 > S  0:0(0)
            +0.010 < S. 0:0(0)   ack 1
            +0.001 > .  1:1(0)   ack 1
            +1.000 > R. 1:1(0)   ack 1
            """).Event.Flow.RoundTrip;
        Assert.That(roundTrip?.Seconds ?? 0, Is.LessThan(0.1));
    }

    [Test]
    public void A_simultaneous_open_takes_no_decades()
    {
        Duration? roundTrip = Trace.Of("""
            +0.000 > S  0:0(0)
            +0.001 < S  0:0(0)
            +0.010 > S. 0:0(0)   ack 1
            +0.001 < S. 0:0(0)   ack 1
            +1.000 > R. 1:1(0)   ack 1
            """).Event.Flow.RoundTrip;
        Assert.That(Math.Abs(roundTrip?.Seconds ?? 0), Is.LessThan(1));
    }

    [Test]
    public void A_verdict_and_its_alternatives_share_one_certainty()
    {
        Verdict verdict = Trace.Of(Handshake + """
            +0.010 > P. 1:101(100)  ack 1    ts 3
            +0.010 < .  1:1(0)      ack 101  ts 3 ttl 61
            +0.500 < R. 1:1(0)      ack 101  ts 4 ttl 61
            """).Event.Verdict;
        Assert.That(
            verdict.Confidence + verdict.Alternatives.Sum(other => other.Confidence),
            Is.LessThanOrEqualTo(1));
    }
}
