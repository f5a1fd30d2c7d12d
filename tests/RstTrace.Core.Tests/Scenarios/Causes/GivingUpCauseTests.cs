using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a side that had found no answer reset the connection.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class GivingUpCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    // The server's answer of 100 octets is sent five times; the client never acknowledges it.
    const string Unheard = Request + """
        +0.050 < P. 51:151(100) ack 201
        +0.300 < P. 51:151(100) ack 201
        +0.600 < P. 51:151(100) ack 201
        +1.200 < P. 51:151(100) ack 201
        +2.400 < P. 51:151(100) ack 201

        """;

    // The same with a full segment; what is short gets through both ways.
    const string BlackHole = Request + """
        +0.050 < .  51:1499(1448)  ack 201
        +0.000 < P. 1499:1600(101) ack 201
        +0.300 < .  51:1499(1448)  ack 201
        +0.200 > P. 201:209(8)     ack 51
        ~0.000 < .  1600:1600(0)   ack 209
        +0.300 < .  51:1499(1448)  ack 209
        +1.200 < .  51:1499(1448)  ack 209

        """;

    // The server's window is shut, and the client asks in vain whether it has opened.
    const string Shut = Request + """
        +0.010 > .  201:1649(1448) ack 51
        ~0.000 < .  51:51(0)       ack 1649 win 0
        +0.300 > .  1648:1648(0)   ack 51
        ~0.000 < .  51:51(0)       ack 1649 win 0
        +0.600 > .  1648:1648(0)   ack 51
        ~0.000 < .  51:51(0)       ack 1649 win 0

        """;

    static readonly Scenario[] s_scenarios =
    [
        new("Keepalive probes of the client find no answer",
            Exchange + """
                +60.00 > .  100:100(0) ack 51
                +10.00 > .  100:100(0) ack 51
                +10.00 > .  100:100(0) ack 51
                +10.00 > R. 101:101(0) ack 51
                """,
            "keepalive-timeout")
        {
            Phase = "keepalive",
            Radar = "later",
        },
        new("Keepalive probes of the server find no answer, after two hours",
            Exchange + """
                +7200. < .  50:50(0)   ack 101
                +75.00 < .  50:50(0)   ack 101
                +75.00 < .  50:50(0)   ack 101
                +75.00 < R. 51:51(0)   ack 101
                """,
            "keepalive-timeout")
        {
            Phase = "keepalive",
        },
        new("Keepalive probes with an octet of garbage find no answer",
            Exchange + """
                +60.00 > .  100:101(1) ack 51
                +1.000 > .  100:101(1) ack 51
                +1.000 > .  100:101(1) ack 51
                +1.000 > R. 101:101(0) ack 51
                """,
            "keepalive-timeout"),
        new("The user's timeout ends the probing after one",
            Exchange + "+30.00 > .  100:100(0) ack 51\n+5.000 > R. 101:101(0) ack 51",
            "keepalive-timeout"),
        new("Keepalive probes find no answer on a connection without data",
            Handshake + """
                +20.00 > .  0:0(0) ack 1
                +5.000 > .  0:0(0) ack 1
                +5.000 > R. 1:1(0) ack 1
                """,
            "keepalive-timeout"),
        new("The answers to the probes are lost behind the sensor",
            Exchange + """
                +60.00 > .  100:100(0) ack 51
                ~0.000 < .  51:51(0)   ack 101
                +10.00 > .  100:100(0) ack 51
                ~0.000 < .  51:51(0)   ack 101
                +10.00 > .  100:100(0) ack 51
                ~0.000 < .  51:51(0)   ack 101
                +10.00 > R. 101:101(0) ack 51
                """,
            "keepalive-timeout"),
        new("Probes that were answered, and an abort in between",
            Exchange + """
                +60.00 > .  100:100(0) ack 51
                ~0.000 < .  51:51(0)   ack 101
                +60.00 > .  100:100(0) ack 51
                ~0.000 < .  51:51(0)   ack 101
                +23.00 > R. 101:101(0) ack 51
                """)
        {
            Never = ["keepalive-timeout"],
        },
        new("Probes that drew a reset",
            Exchange + "+12.00 > .  100:100(0) ack 51\n~0.000 < R  51:51(0)", "peer-lost-state"),
        new("The first probe after a long silence draws a reset",
            Exchange + "+120.0 > .  100:100(0) ack 51\n~0.000 < R  51:51(0)", "idle-timeout"),
        new("The server gave up, and the client speaks again",
            Unheard + "+9.000 > P. 201:301(100) ack 51\n~0.000 < R  51:51(0)",
            "retransmission-timeout")
        {
            Phase = "retransmitting",
            Radar = "later",
            Stage = Stage.MidStream,
        },
        new("The server gave up long ago, and the client speaks again",
            Unheard + "+900.0 > P. 201:301(100) ack 51\n~0.000 < R  51:51(0)",
            "retransmission-timeout"),
        new("The client gave up, and the server's answer comes too late",
            Exchange + """
                +0.500 > P. 101:201(100) ack 51
                +0.300 > P. 101:201(100) ack 51
                +0.600 > P. 101:201(100) ack 51
                +1.200 > P. 101:201(100) ack 51
                +9.000 < P. 51:151(100)  ack 101
                ~0.000 > R  101:101(0)
                """,
            "retransmission-timeout"),
        new("The server gave up behind the sensor: only what it skipped is seen",
            Exchange + """
                +0.500 > P. 101:201(100) ack 51
                ~0.000 < .  151:151(0)   ack 201
                +99.00 > P. 201:301(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "retransmission-timeout", "peer-lost-state", "idle-timeout")
        {
            Never = ["mtu-blackhole"],
        },
        new("What was sent again was acknowledged in the end",
            Unheard + """
                ~0.000 > .  201:201(0)   ack 151
                +9.000 > P. 201:301(100) ack 151
                ~0.000 < R  151:151(0)
                """,
            "peer-lost-state"),
        new("The one that sent again was the one that was reset",
            Exchange + """
                +0.500 > P. 101:201(100) ack 51
                +0.300 > P. 101:201(100) ack 51
                +0.600 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "peer-lost-state"),
        new("Large segments of the server vanish, and it gives up",
            BlackHole + "+30.00 > P. 209:217(8) ack 51\n~0.000 < R  51:51(0)",
            "mtu-blackhole"),
        new("Large segments of the server vanish before the sensor",
            Request + """
                +0.500 > P. 201:209(8)   ack 51
                ~0.000 < .  4051:4051(0) ack 209
                +20.00 > P. 209:217(8)   ack 51
                ~0.000 < R  51:51(0)
                """,
            "mtu-blackhole"),
        new("Large segments of the client vanish, and it gives up",
            Exchange + """
                +0.500 > .  101:1549(1448) ack 51
                +0.300 > .  101:1549(1448) ack 51
                +0.600 > .  101:1549(1448) ack 51
                +1.200 > .  101:1549(1448) ack 51
                +20.00 < P. 51:59(8)       ack 101
                ~0.000 > R  101:101(0)
                """,
            "mtu-blackhole", "retransmission-timeout"),
        new("A large segment was sent again and arrived",
            BlackHole + """
                ~0.000 > .  209:209(0) ack 1600
                +9.000 > P. 209:217(8) ack 1600
                ~0.000 < R  1600:1600(0)
                """,
            "peer-lost-state"),
        new("The client gave up asking, and the window opens too late",
            Shut + "+9.000 < .  51:51(0) ack 1649 win 500\n~0.000 > R  1649:1649(0)",
            "zero-window-timeout")
        {
            Phase = "zero-window",
            Radar = "later",
        },
        new("The server gave up asking with octets of data",
            Request + """
                +0.010 < .  51:1499(1448)   ack 201
                ~0.000 > .  201:201(0)      ack 1499 win 0
                +0.300 < .  1499:1500(1)    ack 201
                ~0.000 > .  201:201(0)      ack 1499 win 0
                +0.600 < .  1499:1500(1)    ack 201
                ~0.000 > .  201:201(0)      ack 1499 win 0
                +9.000 > .  201:201(0)      ack 1499 win 500
                ~0.000 < R  1499:1499(0)
                """,
            "zero-window-timeout"),
        new("The window opened in time, and all went on",
            Shut + """
                +0.500 < .  51:51(0)       ack 1649 win 500
                ~0.000 > .  1649:2649(1000) ack 51
                ~0.000 < .  51:51(0)       ack 2649 win 500
                +5.000 > P. 2649:2749(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "peer-lost-state"),
        new("Who shut the window closes with all of it unread",
            Shut + "+1.000 < R. 51:51(0) ack 1649 win 400", "close-unread-data")
        {
            Phase = "zero-window",
        },
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);
}
