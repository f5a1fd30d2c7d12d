using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a box between the ends sent a reset in the name of one; and what looks like it.
/// Only the round trip varies: what is forged differs from one vantage to the other.</summary>
[TestFixtureSource(nameof(Clients))]
sealed class ThirdPartyCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    // Nearer than the server: three routers from it, and there in a tenth of the round trip.
    const string Box = "foreign win 0 ttl 63";

    const string Hello = Handshake + """
        +0.010 > P. 1:518(517)  ack 1  octets 1603010200010001FC0303

        """;

    static readonly Scenario[] s_scenarios =
    [
        new("A firewall cuts an open connection, and the server knows nothing of it",
            Exchange + $"""
                +5.000 > P. 101:201(100) ack 51
                +0.1r  < R  51:51(0)     {Box}
                +4.000 < P. 51:151(100)  ack 101
                +0.000 > R  101:101(0)
                +0.300 < P. 51:151(100)  ack 101
                +0.000 > R  101:101(0)
                """,
            "firewall-reject", "injected-reset")
        {
            Afterwards = "after-reset",
        },
        new("A censor answers the first words in the server's name",
            Hello + $"""
                +0.1r  < R. 1:1(0)       ack 518 {Box} id 4711
                +0.9r  < .  1:1(0)       ack 518
                +0.001 < P. 1:1449(1448) ack 518
                +0.000 > R  518:518(0)
                """,
            "injected-reset"),
        new("A censor sends three resets, each further ahead",
            Hello + $"""
                +0.1r  < R. 1:1(0)         ack 518 {Box} id 4711
                +0.000 < R. 1461:1461(0)   ack 518 {Box} id 4712
                +0.000 < R. 4381:4381(0)   ack 518 {Box} id 4713
                +0.9r  < P. 1:1449(1448)   ack 518
                +0.000 > R  518:518(0)
                """,
            "injected-reset"),
        new("A reset out of the window does nothing",
            Exchange + """
                +1.000 < R  900000000:900000000(0)  foreign ttl 110 id 30583 win 1024
                +1.000 > P. 101:201(100) ack 51
                ~0.001 < P. 51:151(100)  ack 201
                ~0.000 > .  201:201(0)   ack 151
                """,
            "blind-reset-attempt"),
        new("A reset in the window, but not at its edge, is challenged and does nothing",
            Exchange + """
                +1.000 < R  1051:1051(0) foreign ttl 110 id 30583 win 1024
                +0.000 > .  101:101(0)   ack 51
                +1.000 > P. 101:201(100) ack 51
                ~0.001 < P. 51:151(100)  ack 201
                ~0.000 > .  201:201(0)   ack 151
                """,
            "blind-reset-attempt"),
        new("A sweep of resets that never hits",
            Exchange + """
                +1.000 < R  900000000:900000000(0)   foreign ttl 110
                +0.001 < R  1200000000:0(0)          foreign ttl 110
                +0.001 < R  1500000000:0(0)          foreign ttl 110
                +1.000 > P. 101:201(100) ack 51
                ~0.001 < P. 51:151(100)  ack 201
                """,
            "blind-reset-attempt"),
        new("A reset that was ahead and is then confirmed was meant",
            Request + """
                +1.000 < R. 1499:1499(0) ack 201
                +0.000 > .  201:201(0)   ack 51
                ~0.000 < R  51:51(0)
                """)
        {
            Never = ["blind-reset-attempt", "injected-reset", "firewall-reject"],
        },
        new("The server's own abort, with data still on the way behind it",
            Request + """
                +0.100 < .  51:1499(1448)   ack 201
                +0.000 < R. 2947:2947(0)    ack 201
                +0.0001 < .  1499:2947(1448) ack 201
                +0.000 > .  201:201(0)      ack 2947
                ~0.000 < R  2947:2947(0)
                """,
            "linger-zero-abort"),
        new("An answer at another TTL than the socket's data is the host's default",
            Exchange.Replace("< P. 1:51(50)    ack 101", "< P. 1:51(50) ack 101 ttl 200",
                StringComparison.Ordinal)
                + "+5.000 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)",
            "peer-lost-state"),
    ];

    static readonly double[] s_roundTrips = [0.004, 0.04, 0.25];

    static IEnumerable<TestFixtureData> Clients()
    {
        foreach (double roundTrip in s_roundTrips)
        {
            yield return new TestFixtureData(new TraceSetting
            {
                Stack = HostStack.Linux,
                RoundTrip = roundTrip,
                ServerHops = 9,
            }).SetArgDisplayNames($"{roundTrip * 1_000:0} ms");
        }
    }

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    // Another port of the same host shows how far it is.
    Trace BesideAnOpenPort(string refusal)
        => Trace.Together(
            (Exchange, Setting with { ClientPort = 40_001, ServerPort = 80 }),
            (Later(1, Exchange), Setting with { ClientPort = 40_002, ServerPort = 80 }),
            (Later(2, Syn + refusal), Setting));

    [Test]
    public void A_SYN_that_is_refused_from_nearer_than_the_host_met_a_rule()
        => Assert.That(
            Causes(BesideAnOpenPort($"+0.1r < R. 0:0(0) rawseq ack 1 {Box}")),
            Is.EqualTo(["firewall-reject"]));

    [Test]
    public void A_SYN_that_is_refused_from_as_far_as_the_host_met_a_closed_port()
        => Assert.That(Causes(BesideAnOpenPort(Refused)), Is.EqualTo(["port-closed"]));

    [Test]
    public void A_SYN_that_is_refused_where_nothing_is_known_of_the_host_met_either()
        => Assert.That(
            Causes(Trace.Of(Syn + Refused, Setting)),
            Is.SubsetOf(["port-closed", "firewall-reject"]));

    [Test]
    public void A_rule_that_cuts_a_connection_refuses_the_next_one_too()
    {
        string cut = Exchange + $"+5.000 > P. 101:201(100) ack 51\n+0.1r < R 51:51(0) {Box}\n"
            + "+2.000 < P. 51:151(100) ack 101\n+0.000 > R 101:101(0)";
        Trace trace = Trace.Together(
            (cut, Setting),
            (Later(5.5, Syn + $"+0.1r < R. 0:0(0) rawseq ack 1 {Box}"),
                Setting with { ClientPort = 40_001 }));
        Assert.That(
            trace.Events.Where(reset => reset.ClaimedSender == Core.Flows.Side.Server)
                .Select(reset => reset.Verdict.Cause.Id),
            Is.EqualTo(["firewall-reject", "firewall-reject"]));
    }

    [Test]
    public void A_reset_in_the_client_s_name_that_the_client_knows_nothing_of_is_injected()
    {
        TraceSetting atServer = Setting with { SensorAt = 1, ClientHops = 9, ServerHops = 0 };
        ResetEvent first = Trace.Of(
            Request + """
                +0.010 > R. 201:201(0)   ack 51  foreign win 0 ttl 61 id 4711
                +2r    > P. 201:301(100) ack 51
                ~0.000 < R  51:51(0)
                +0.400 > P. 201:301(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            atServer).Events[0];
        Assert.That(first.Verdict.Cause.Id, Is.EqualTo("injected-reset"));
    }
}
