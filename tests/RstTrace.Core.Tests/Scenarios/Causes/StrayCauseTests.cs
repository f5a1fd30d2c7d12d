using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Resets of which little or nothing is known, and those that follow another.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class StrayCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("An ACK that belongs to nothing", "+0 > .  1:1(0) ack 1\n~0 < R  1:1(0)",
            "stray-segment")
        {
            Phase = "unsolicited",
            Radar = "none",
            Stage = Stage.NoConnection,
        },
        new("A FIN that belongs to nothing", "+0 > F. 1:1(0) ack 1\n~0 < R  1:1(0)",
            "stray-segment"),
        new("A FIN scan", "+0 > F  1:1(0) crafted\n~0 < R. 0:0(0) rawseq ack 2",
            "stray-segment", "port-closed"),
        new("A Xmas scan", "+0 > FPU 1:1(0) crafted\n~0 < R. 0:0(0) rawseq ack 2",
            "stray-segment", "port-closed"),
        new("Data that belong to nothing in the capture",
            "+0 > P. 1:101(100) ack 1\n~0 < R  1:1(0)", "stray-segment", "peer-lost-state"),
        new("A SYN/ACK out of the blue", "+0 < S. 0:0(0) ack 1\n~0 > R  1:1(0)",
            "stray-segment", "synack-abandoned", "asymmetric-capture"),
        new("A segment of a connection that was seen is none",
            Exchange + "+5 > P. 101:201(100) ack 51\n~0 < R  51:51(0)", "peer-lost-state"),
        new("A bare reset and nothing else", "+0 < R  1:1(0)", "orphan-rst")
        {
            Phase = "unsolicited",
            Radar = "none",
            Stage = Stage.NoConnection,
        },
        new("An abort and nothing else", "+0 < R. 1:1(0) ack 1", "orphan-rst")
        {
            Stage = Stage.NoConnection,
        },
        new("Copies of a reset and nothing else",
            "+0 < R  1:1(0)\n+0.01 < R  1:1(0)\n+0.01 < R  1:1(0)", "orphan-rst"),
        new("A reset of a connection that was seen is no orphan",
            Exchange + "+0.5 < R. 51:51(0) ack 101", "linger-zero-abort"),
        new("Only the client is seen, and it answers what is not",
            """
                +0.000 > S  0:0(0)
                +0.040 > .  1:1(0)      ack 1
                +0.010 > P. 1:101(100)  ack 1
                +0.040 > .  101:101(0)  ack 51
                +5.000 > R  101:101(0)
                """,
            "asymmetric-capture"),
        new("Only the server is seen, and it answers what is not",
            """
                +0.000 < S. 0:0(0)      ack 1
                +0.050 < P. 1:51(50)    ack 101
                +0.500 < P. 51:151(100) ack 201
                +5.000 < R  151:151(0)
                """,
            "asymmetric-capture"),
        new("Only the client is seen, and it aborts",
            """
                +0.000 > S  0:0(0)
                +0.040 > .  1:1(0)      ack 1
                +0.010 > P. 1:101(100)  ack 1
                +0.040 > .  101:101(0)  ack 51
                +5.000 > R. 101:101(0)  ack 51
                """,
            "asymmetric-capture", "linger-zero-abort", "close-unread-data"),
        new("A server that says nothing is not unseen",
            Syn + "+1.000 > S  0:0(0)\n+2.000 > S  0:0(0)\n+4.000 > R  1:1(0)")
        {
            Never = ["asymmetric-capture", "linger-zero-abort", "synack-abandoned"],
        },
        new("Late segments to a connection that was aborted",
            Exchange + """
                +0.500 < R. 51:51(0)     ack 101
                +1.500 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "linger-zero-abort")
        {
            Afterwards = "after-reset",
        },
        new("The client's reset and the server's last data cross",
            Request + """
                +0.010 < .  51:1499(1448)   ack 201
                ~0.000 > R. 201:201(0)      ack 1499
                +0.0r  < .  1499:2947(1448) ack 201
                +0.000 > R  201:201(0)
                """,
            "linger-zero-abort", "close-unread-data")
        {
            Afterwards = "after-reset",
        },
        new("A copy of the abort is the same event",
            Exchange + "+0.5 < R. 51:51(0) ack 101 id 9\n+0.0001 < R. 51:51(0) ack 101 id 9",
            "linger-zero-abort")
        {
            Afterwards = "after-reset",
        },
        new("A new connection from the same port is not after the reset of the old one",
            Syn + Refused + """
                +5.000 > S  700000:700000(0)
                ~0.000 < S. 800000:800000(0) ack 700001
                ~0.000 > .  700001:700001(0) ack 800001
                +0.010 > P. 700001:700101(100) ack 800001
                ~0.000 < .  800001:800001(0) ack 700101
                +0.500 < R. 800001:800001(0) ack 700101
                """,
            "port-closed")
        {
            Afterwards = "close-unread-data",
        },
        new("A reset that fits nothing", Syn + "+0.5 > R  1:1(0)", "unknown",
            "asymmetric-capture"),
        new("The same behind its SYN/ACK fits",
            Syn + "+0.5 < S. 0:0(0) ack 1\n~0 > R  1:1(0)", "synack-abandoned"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);
}
