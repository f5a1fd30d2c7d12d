using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a reset came after a FIN.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class ClosingCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    // The server closed, and the client's system knows.
    const string ServerClosed = Exchange + """
        +0.200 < F. 51:51(0)    ack 101
        ~0.040 > .  101:101(0)  ack 52

        """;

    const string BothClosed = Exchange + """
        +0.010 > F. 101:101(0)  ack 51
        ~0.000 < F. 51:51(0)    ack 102
        ~0.000 > .  102:102(0)  ack 52

        """;

    static readonly Scenario[] s_scenarios =
    [
        new("A pooled connection is used long after the server closed it",
            ServerClosed + "+20.00 > P. 101:201(100) ack 52\n~0.000 < R  52:52(0)",
            "write-after-close")
        {
            Phase = "closing.own-fin",
            Radar = "later",
            Stage = Stage.Closing,
        },
        new("A pooled connection is used minutes after the server closed it",
            ServerClosed + "+400.0 > P. 101:201(100) ack 52\n~0.000 < R  52:52(0)",
            "write-after-close"),
        new("A write in several segments each of which draws a reset",
            ServerClosed + """
                +2.000 > .  101:1549(1448)  ack 52
                +0.000 > .  1549:2997(1448) ack 52
                ~0.000 < R  52:52(0)
                +0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("The write is sent again before the reset",
            ServerClosed + """
                +2.000 > P. 101:201(100) ack 52
                +0.600 > P. 101:201(100) ack 52
                ~0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("The answer and the FIN in one segment, then a write",
            Handshake + """
                +0.010 > P. 1:101(100)   ack 1
                ~0.001 < FP. 1:51(50)    ack 101
                ~0.000 > .  101:101(0)   ack 52
                +1.000 > P. 101:201(100) ack 52
                ~0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("The server writes to a client that has closed",
            Exchange + """
                +0.010 > F. 101:101(0)  ack 51
                ~0.000 < .  51:51(0)    ack 102
                +3.000 < P. 51:151(100) ack 102
                ~0.000 > R  102:102(0)
                """,
            "write-after-close")
        {
            Phase = "closing.own-fin",
        },
        new("Idle for long and closed, the FIN was lost before the sensor",
            Exchange + """
                +20.00 > .  101:101(0)   ack 52
                +2.000 > P. 101:201(100) ack 52
                ~0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("The client's FIN draws a reset, since the server has forgotten",
            ServerClosed + "+99.00 > F. 101:101(0) ack 52\n~0.000 < R  52:52(0)",
            "write-after-close", "late-segment-after-close"),
        new("The server closes and drops what is left",
            Exchange + """
                +0.100 < F. 51:51(0)    ack 101
                ~0.000 > .  101:101(0)  ack 52
                +3.000 < R. 52:52(0)    ack 101
                """,
            "abort-after-own-fin")
        {
            Phase = "closing.own-fin",
        },
        new("FIN and reset at once",
            Exchange + "+0.100 < F. 51:51(0) ack 101\n+0.00002 < R. 52:52(0) ack 101",
            "abort-after-own-fin", "orphan-memory-abort"),
        new("A FIN that never reached the sensor was counted by the abort",
            Exchange + "+0.100 < R. 52:52(0) ack 101",
            "abort-after-own-fin", "linger-zero-abort"),
        new("FIN-WAIT-2 with a linger time below 0 ends in an abort",
            Exchange + """
                +0.010 > F. 101:101(0)  ack 51
                ~0.000 < .  51:51(0)    ack 102
                +0.000 > R. 102:102(0)  ack 51
                """,
            "abort-after-own-fin"),
        new("The client closed its half, and the server aborts with its request unread",
            Handshake + """
                +0.010 > FP. 1:101(100) ack 1
                ~0.000 < .  1:1(0)      ack 102
                +0.100 < R. 1:1(0)      ack 102
                """,
            "abort-after-peer-fin")
        {
            Phase = "closing.peer-fin",
            Stage = Stage.Closing,
        },
        new("The client closed its half, and the server aborts in its answer",
            Exchange + """
                +0.010 > F. 101:101(0)      ack 51
                ~0.000 < .  51:1499(1448)   ack 102
                +0.010 < R. 1499:1499(0)    ack 102
                """,
            "abort-after-peer-fin"),
        new("An abort before the FIN came is none after it",
            Exchange + "+0.100 < R. 51:51(0) ack 101\n+0.000 > F. 101:101(0) ack 51",
            "linger-zero-abort"),
        new("A last acknowledgment from TIME-WAIT meets a forgotten connection",
            BothClosed + "+1.000 > .  102:102(0) ack 52\n~0.000 < R  52:52(0)",
            "timewait-assassination")
        {
            Phase = "closed.time-wait",
            Radar = "later",
            Stage = Stage.Closing,
        },
        new("A FIN sent once more meets a forgotten connection",
            BothClosed + "+1.000 > F. 101:101(0) ack 52\n~0.000 < R  52:52(0)",
            "late-segment-after-close"),
        new("Late data meet a connection that both have closed",
            BothClosed + "+1.000 < P. 1:51(50) ack 101\n~0.000 > R  101:101(0)",
            "late-segment-after-close"),
        new("Only one has closed, so it is no TIME-WAIT",
            ServerClosed + "+1.000 > .  101:101(0) ack 52\n~0.000 < R  52:52(0)")
        {
            Never = ["timewait-assassination", "late-segment-after-close"],
        },
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    // The FIN leaves the server while the data are on their way to it. The client acknowledges the
    // FIN too late: that, too, finds nobody.
    string Crossing(double silence)
        => Exchange + (IsAtServer
            ? $"""
                +{silence}  < F. 51:51(0)     ack 101
                +0.6r   > P. 101:201(100) ack 51
                +0      < R  51:51(0)
                +0.4r   > .  201:201(0)   ack 52
                +0      < R  52:52(0)
                """
            : $"""
                +{silence}  > P. 101:201(100) ack 51
                +0.4r   < F. 51:51(0)     ack 101
                +0.01r  > .  201:201(0)   ack 52
                +0.6r   < R  51:51(0)
                +0.4r   < R  52:52(0)
                """);

    [TestCase(5.0)]
    [TestCase(75.0)]
    [TestCase(0.3)]
    public void A_request_that_crosses_the_FIN_of_an_idle_server_lost_a_race(double silence)
        => Check(new Scenario("", Crossing(silence), "keepalive-race")
        {
            Phase = "closing.own-fin",
            Stage = Stage.Closing,
        });

    [Test]
    public void Data_that_cross_the_FIN_of_a_server_that_was_busy_lost_no_race()
        => Check(new Scenario("", Crossing(0.002), "close-data-crossing"));

    [Test]
    public void Data_of_a_server_that_cross_the_FIN_of_the_client_lost_no_race()
        => Check(new Scenario(
            "", Exchange + (IsAtServer
                ? """
                    +2.0  < P. 51:151(100) ack 101
                    +0.4r > F. 101:101(0)  ack 51
                    +0.6r > R  101:101(0)
                    """
                : """
                    +2.0  > F. 101:101(0)  ack 51
                    +0.6r < P. 51:151(100) ack 101
                    +0    > R  101:101(0)
                    """),
            "close-data-crossing"));

    [Test]
    public void A_client_that_never_heard_an_answer_lost_no_race_of_idle_timers()
        => Check(new Scenario(
            "", Handshake + (IsAtServer
                ? """
                    +5.0  < F. 1:1(0)      ack 1
                    +0.6r > P. 1:101(100)  ack 1
                    +0    < R  1:1(0)
                    """
                : """
                    +5.0  > P. 1:101(100)  ack 1
                    +0.4r < F. 1:1(0)      ack 1
                    +0.6r < R  1:1(0)
                    """),
            "close-data-crossing"));

    [Test]
    public void Many_that_close_and_abort_at_once_are_orphans_that_the_kernel_kills()
    {
        Trace trace = Trace.Together(Times(
            12, Exchange + "+5 > F. 101:101(0) ack 51\n+0.00002 > R. 102:102(0) ack 51", 0.0001));
        Assert.That(
            trace.Events.Select(reset => Names(reset, "orphan-memory-abort")), Has.All.True);
        Assert.That(Causes(trace), Is.All.AnyOf("orphan-memory-abort", "abort-after-own-fin"));
    }

    [Test]
    public void One_after_the_other_they_are_no_orphans()
        => Assert.That(
            Causes(Trace.Together(Times(
                12, Exchange + "+5 > F. 101:101(0) ack 51\n+0.00002 > R. 102:102(0) ack 51", 3))),
            Has.All.EqualTo("abort-after-own-fin"));
}
