using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a reset came after a silence.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class IdleCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("The first request after a silence draws a reset",
            Exchange + "+352.0 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)", "idle-timeout")
        {
            Phase = "idle.first-packet",
            Radar = "later",
            Stage = Stage.AfterIdle,
        },
        new("The first word of the server after a silence draws a reset",
            Exchange + "+902.0 < P. 51:151(100) ack 101\n~0.000 > R  101:101(0)", "idle-timeout")
        {
            Phase = "idle.first-packet",
        },
        new("The request after a silence is sent three times before the reset",
            Exchange + """
                +352.0 > P. 101:201(100) ack 51
                +0.300 > P. 101:201(100) ack 51
                +0.600 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "idle-timeout")
        {
            Phase = "idle.first-packet",
        },
        new("A request in several segments after a silence draws as many resets",
            Exchange + """
                +352.0 > .  101:1549(1448)  ack 51
                +0.000 > P. 1549:2000(451)  ack 51
                ~0.000 < R  51:51(0)
                +0.000 < R  51:51(0)
                """,
            "idle-timeout"),
        new("Silence survived, and the next one not",
            Exchange + """
                +340.0 > P. 101:201(100) ack 51
                ~0.001 < P. 51:151(100)  ack 201
                ~0.000 > .  201:201(0)   ack 151
                +352.0 > P. 201:301(100) ack 151
                ~0.000 < R  151:151(0)
                """,
            "idle-timeout"),
        new("The FIN that ends a silence draws a reset",
            Exchange + "+352.0 > F. 101:101(0) ack 51\n~0.000 < R  51:51(0)",
            "idle-timeout", "peer-lost-state"),
        new("Answered keepalives in the silence",
            Exchange + """
                +40.00 > .  100:100(0)   ack 51
                ~0.000 < .  51:51(0)     ack 101
                +40.00 > .  100:100(0)   ack 51
                ~0.000 < .  51:51(0)     ack 101
                +20.00 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "idle-timeout", "peer-lost-state")
        {
            Phase = "idle.first-packet",
        },
        new("A silence of seconds is no idle timeout",
            Exchange + "+20.00 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)",
            "peer-lost-state")
        {
            Stage = Stage.MidStream,
        },
        new("A live socket answers the first request after a silence with an abort",
            Exchange + "+352.0 > P. 101:201(100) ack 51\n~0.001 < R. 51:51(0) ack 201",
            "close-unread-data"),
        new("The silence after a FIN is no idle timeout",
            Exchange + """
                +0.100 < F. 51:51(0)     ack 101
                ~0.040 > .  101:101(0)   ack 52
                +352.0 > P. 101:201(100) ack 52
                ~0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("A timer of the server runs out",
            Exchange + "+240.0 < R. 51:51(0) ack 101", "idle-timeout-spontaneous")
        {
            Phase = "idle.spontaneous",
            Radar = "later",
            Stage = Stage.AfterIdle,
        },
        new("A timer of the client runs out",
            Exchange + "+300.0 > R. 101:101(0) ack 51", "idle-timeout-spontaneous")
        {
            Phase = "idle.spontaneous",
        },
        new("A bare reset out of a silence",
            Exchange + "+240.0 < R  51:51(0)", "idle-timeout-spontaneous"),
        new("Both are told in the same moment that the time is up",
            Exchange + "+240.0 < R  51:51(0)\n+0.0001 > R  101:101(0)",
            "idle-timeout-spontaneous")
        {
            Afterwards = "idle-timeout-spontaneous",
        },
        new("The server does not wait longer for the next request",
            Exchange + "+20.00 < R. 51:51(0) ack 101", "linger-zero-abort")
        {
            Stage = Stage.MidStream,
        },
        new("The server works on a request for a minute and aborts",
            Request + "+60.00 < R. 51:51(0) ack 201",
            "close-unread-data", "idle-timeout-spontaneous"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);
}
