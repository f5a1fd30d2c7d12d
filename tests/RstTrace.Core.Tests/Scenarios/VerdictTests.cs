using System;
using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>For each cause a trace that must be it, and one that nearly is and must not.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class VerdictTests(TraceSetting setting)
{
    const string Handshake = """
        +0.000 > S  0:0(0)          win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)   ack 1  ts 2

        """;

    static IEnumerable<TestFixtureData> Settings()
    {
        yield return new TestFixtureData(new TraceSetting()).SetArgDisplayNames("IPv4");
        yield return new TestFixtureData(new TraceSetting { ClientIss = uint.MaxValue - 3 })
            .SetArgDisplayNames("client's numbers wrap");
        yield return new TestFixtureData(new TraceSetting { ServerIss = uint.MaxValue })
            .SetArgDisplayNames("server's numbers wrap");
        yield return new TestFixtureData(new TraceSetting
        {
            IsIpv6 = true,
            Client = new IpAddress(0x2001_0DB8_0000_0000, 0x10),
            Server = new IpAddress(0x2001_0DB8_0000_0000, 0x2),
            ServerIss = 0x7FFF_FFFF,
        }).SetArgDisplayNames("IPv6");
        yield return new TestFixtureData(new TraceSetting { ClientPort = 443, ServerPort = 50_000 })
            .SetArgDisplayNames("server on the higher port");
    }

    Trace Play(string text) => Trace.Of(text, setting);

    void Expect(
        ResetEvent reset, string cause, Party sender, Stage stage, string phase)
    {
        Assert.Multiple(() =>
        {
            Assert.That(reset.Verdict.Cause.Id, Is.EqualTo(cause));
            Assert.That(reset.Verdict.Sender, Is.EqualTo(sender));
            Assert.That(reset.Verdict.Stage, Is.EqualTo(stage));
            Assert.That(reset.Verdict.Phase, Is.EqualTo(phase));
            Assert.That(reset.Flow.Client.Port, Is.EqualTo(setting.ClientPort));
        });
    }

    [Test]
    public void A_refused_SYN_means_a_closed_port()
        => Expect(
            Play("""
                +0.000 > S  0:0(0)  win 64240
                +0.010 < R. 0:0(0)  raw ack 0 ttl 61
                """.Replace(
                    "raw ack 0",
                    $"raw ack {unchecked(setting.ClientIss + 1)}",
                    StringComparison.Ordinal)).Event,
            "port-closed", Party.Server, Stage.Handshake, "handshake.syn-refused");

    [Test]
    public void A_reset_of_the_SYN_ACK_means_the_client_had_given_up()
        => Expect(
            Play("""
                +0.000 > S  0:0(0)         win 64240
                +3.000 < S. 0:0(0)  ack 1  win 65160
                +0.001 > R  1:1(0)
                """).Event,
            "synack-abandoned", Party.Client, Stage.Handshake, "handshake.synack-rejected");

    [Test]
    public void A_SYN_ACK_of_another_number_is_a_broken_handshake()
        => Expect(
            Play("""
                +0.000 > S  0:0(0)            win 64240
                +0.010 < S. 0:0(0)  ack 7777  win 65160
                +0.001 > R  0:0(0)  raw
                """.Replace(
                    "R  0:0(0)",
                    $"R  {unchecked(setting.ClientIss + 7777)}:0(0)",
                    StringComparison.Ordinal)).Event,
            "handshake-bad-ack", Party.Client, Stage.Handshake, "handshake.synack-rejected");

    [Test]
    public void An_answer_to_the_last_step_of_the_handshake_means_a_full_accept_queue()
        => Expect(
            Play(Handshake + "+0.010 < R 1:1(0) win 0 ttl 61").Event,
            "accept-queue-overflow", Party.Server, Stage.Handshake, "handshake.completing");

    [Test]
    public void Data_unanswered_and_then_an_abort_means_closed_with_data_unread()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)  ack 1    ts 3
                +0.010 < .  1:1(0)      ack 101  ts 3 ttl 61
                +0.500 < R. 1:1(0)      ack 101  ts 4 ttl 61
                """).Event,
            "close-unread-data", Party.Server, Stage.MidStream, "established.first-request");

    [Test]
    public void Everything_answered_and_then_an_abort_means_on_purpose()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)  ack 1    ts 3
                +0.010 < P. 1:51(50)    ack 101  ts 3 ttl 61
                +0.001 > .  101:101(0)  ack 51   ts 4
                +0.500 < R. 51:51(0)    ack 101  ts 4 ttl 61
                """).Event,
            "linger-zero-abort", Party.Server, Stage.MidStream, "established.quiescent");

    [Test]
    public void Data_that_knows_of_the_FIN_is_written_after_the_close()
        => Expect(
            Play(Handshake + """
                +0.010 < F. 1:1(0)      ack 1    ts 3 ttl 61
                +0.001 > .  1:1(0)      ack 2    ts 4
                +2.000 > P. 1:101(100)  ack 2    ts 5
                +0.010 < R  2:2(0)      win 0 ttl 61
                """).Event,
            "write-after-close", Party.Server, Stage.Closing, "closing.own-fin");

    [Test]
    public void Data_that_crosses_an_idle_FIN_lost_the_keepalive_race()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
                +0.001 > .  101:101(0)   ack 51   ts 4
                +5.000 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.001 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """).Event,
            "keepalive-race", Party.Server, Stage.Closing, "closing.own-fin");

    [Test]
    public void Data_that_crosses_a_FIN_in_mid_exchange_is_no_race_of_idle_timers()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
                +0.001 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.001 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """).Event,
            "close-data-crossing", Party.Server, Stage.Closing, "closing.own-fin");

    [Test]
    public void The_first_segment_after_a_long_silence_finds_no_connection()
    {
        ResetEvent reset = Play(Handshake + """
            +0.010 > P. 1:101(100)   ack 1    ts 3
            +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
            +0.001 > .  101:101(0)   ack 51   ts 4
            +352.0 > P. 101:125(24)  ack 51   ts 5
            +0.010 < R  51:51(0)     win 0 ttl 61
            """).Event;
        Expect(reset, "idle-timeout", Party.Server, Stage.AfterIdle, "idle.first-packet");
        Assert.That(reset.Idle, Is.EqualTo(Duration.FromSeconds(352)));
        Assert.That(reset.Trigger.Number, Is.EqualTo(7));
    }

    [Test]
    public void Retransmissions_do_not_end_the_silence_that_came_before_them()
    {
        ResetEvent reset = Play(Handshake + """
            +0.010 > P. 1:101(100)   ack 1    ts 3
            +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
            +0.001 > .  101:101(0)   ack 51   ts 4
            +352.0 > P. 101:125(24)  ack 51   ts 5
            +0.200 > P. 101:125(24)  ack 51   ts 6
            +0.400 > P. 101:125(24)  ack 51   ts 7
            +0.010 < R  51:51(0)     win 0 ttl 61
            """).Event;
        Assert.That(reset.Idle, Is.EqualTo(Duration.FromSeconds(352)));
        Assert.That(reset.Verdict.Cause.Id, Is.EqualTo("idle-timeout"));
    }

    [Test]
    public void Keepalives_do_not_end_a_silence()
    {
        ResetEvent reset = Play(Handshake + """
            +0.010 > P. 1:101(100)   ack 1    ts 3
            +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
            +0.001 > .  101:101(0)   ack 51   ts 4
            +40.00 > .  100:100(0)   ack 51   ts 5
            +0.010 < .  51:51(0)     ack 101  ts 5 ttl 61
            +40.00 > .  100:100(0)   ack 51   ts 6
            +0.010 < R  51:51(0)     win 0 ttl 61
            """).Event;
        Assert.That(reset.Verdict.Stage, Is.EqualTo(Stage.AfterIdle));
        Assert.That(reset.Idle!.Value.Seconds, Is.EqualTo(80.01).Within(0.001));
    }

    [Test]
    public void A_bare_reset_in_mid_stream_means_the_peer_lost_its_state()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
                +0.001 > .  101:101(0)   ack 51   ts 4
                +9.000 > P. 101:125(24)  ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """).Event,
            "peer-lost-state", Party.Server, Stage.MidStream, "established.request-pending");

    [Test]
    public void Probes_without_an_answer_end_in_a_keepalive_timeout()
        => Expect(
            Play(Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
                +0.001 > .  101:101(0)   ack 51   ts 4
                +10.00 > .  100:100(0)   ack 51   ts 5
                +1.000 > .  100:100(0)   ack 51   ts 6
                +1.000 > R. 101:101(0)   ack 51   ts 7
                """).Event,
            "keepalive-timeout", Party.Client, Stage.MidStream, "keepalive");

    [Test]
    public void A_reset_with_nothing_around_it_is_an_orphan()
    {
        ResetEvent reset = Play("+0.000 < R 1:1(0) win 0").Event;
        Assert.That(reset.Verdict.Cause.Id, Is.EqualTo("orphan-rst"));
        Assert.That(reset.Verdict.Stage, Is.EqualTo(Stage.NoConnection));
        Assert.That(reset.Degraded.HasFlag(Degradations.NoHandshake), Is.True);
    }

    [Test]
    public void An_ACK_out_of_the_blue_is_a_stray_segment()
    {
        ResetEvent reset = Play("""
            +0.000 > .  1:1(0)  ack 1
            +0.001 < R  1:1(0)  win 0
            """).Event;
        Assert.That(reset.Verdict.Cause.Id, Is.EqualTo("stray-segment"));
        Assert.That(reset.Verdict.Stage, Is.EqualTo(Stage.NoConnection));
    }
}
