using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>When a reset came, where that is not obvious; and handshakes of which only a part was
/// captured.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class PhaseScenarioTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("The client takes its SYN back", Syn + "+0.100 > R  1:1(0)")
        {
            Phase = "handshake.syn-aborted",
            Radar = "post-syn",
            Stage = Stage.Handshake,
        },
        new("The SYN/ACK was sent three times, nobody answers, and the server aborts",
            Syn + """
                ~0.000 < S. 0:0(0) ack 1
                +1.000 < S. 0:0(0) ack 1
                +2.000 < S. 0:0(0) ack 1
                +4.000 < R. 1:1(0) ack 1
                """)
        {
            Phase = "handshake.synack-rejected",
            Radar = "post-syn",
            Stage = Stage.Handshake,
        },
        new("Connected and silent for a while, the client aborts",
            Handshake + "+5.000 > R. 1:1(0) ack 1", "connect-and-abort")
        {
            Phase = "established.no-data",
            Radar = "post-ack",
            Stage = Stage.MidStream,
        },
        new("The first request was sent again before the abort",
            Handshake + """
                +0.010 > P. 1:101(100) ack 1
                +0.300 > P. 1:101(100) ack 1
                ~0.000 < .  1:1(0)     ack 101
                +0.100 < R. 1:1(0)     ack 101
                """,
            "close-unread-data")
        {
            Phase = "established.first-request",
            Radar = "post-psh",
        },
        new("The server spoke first, and the client aborts",
            Handshake + """
                +0.010 < P. 1:51(50)   ack 1
                ~0.000 > .  1:1(0)     ack 51
                +0.100 > R. 1:1(0)     ack 51
                """)
        {
            Radar = "later",
            Stage = Stage.MidStream,
        },
        new("Both have sent their FIN, and one was not acknowledged",
            Exchange + """
                +0.010 > F. 101:101(0) ack 51
                ~0.000 < .  51:51(0)   ack 102
                +0.500 < F. 51:51(0)   ack 102
                +0.100 < R. 52:52(0)   ack 102
                """,
            "abort-after-own-fin")
        {
            Phase = "closing.both",
            Radar = "later",
            Stage = Stage.Closing,
        },
        new("A FIN outweighs the silence that follows it",
            Exchange + """
                +0.010 < F. 51:51(0)   ack 101
                ~0.040 > .  101:101(0) ack 52
                +60.00 < R. 52:52(0)   ack 101
                """,
            "abort-after-own-fin")
        {
            Phase = "closing.own-fin",
            Stage = Stage.Closing,
        },
        new("Window updates do not end a silence",
            Exchange + """
                +20.00 < .  51:51(0)     ack 101 win 900
                +20.00 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "idle-timeout")
        {
            Phase = "idle.first-packet",
            Stage = Stage.AfterIdle,
        },
        new("The SYN was not captured",
            """
                +0.000 < S. 0:0(0)       ack 1
                ~0.000 > .  1:1(0)       ack 1
                +0.010 > P. 1:101(100)   ack 1
                ~0.000 < .  1:1(0)       ack 101
                +0.500 < R. 1:1(0)       ack 101
                """,
            "close-unread-data")
        {
            Phase = "established.first-request",
            Stage = Stage.MidStream,
        },
        new("The SYN/ACK was not captured",
            """
                +0.000 > S  0:0(0)
                +0.050 > .  1:1(0)       ack 1
                +0.010 > P. 1:101(100)   ack 1
                ~0.010 < P. 1:51(50)     ack 101
                ~0.000 > .  101:101(0)   ack 51
                +0.500 < R. 51:51(0)     ack 101
                """,
            "linger-zero-abort")
        {
            Radar = "later",
            Stage = Stage.MidStream,
        },
        new("The last step of the handshake was not captured",
            Syn + """
                ~0.000 < S. 0:0(0)       ack 1
                +0.050 > P. 1:101(100)   ack 1
                ~0.000 < .  1:1(0)       ack 101
                +0.500 < R. 1:1(0)       ack 101
                """,
            "close-unread-data")
        {
            Phase = "established.first-request",
            Radar = "post-psh",
            Stage = Stage.MidStream,
        },
        new("The request was not captured, but its acknowledgment was",
            Handshake + "+0.010 < .  1:1(0) ack 101\n+0.500 < R. 1:1(0) ack 101",
            "close-unread-data", "accept-queue-flushed")
        {
            Phase = "established.first-request",
            Radar = "post-psh",
        },
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void It_came_then(Scenario scenario) => Check(scenario);

    [Test]
    public void What_follows_a_reset_says_so()
        => Assert.That(
            Trace.Of(
                Exchange + """
                    +0.500 < R. 51:51(0)     ack 101
                    +3.000 > P. 101:201(100) ack 51
                    ~0.000 < R  51:51(0)
                    """,
                Setting).Events[1].Verdict.Phase,
            Is.EqualTo("post-reset"));
}
