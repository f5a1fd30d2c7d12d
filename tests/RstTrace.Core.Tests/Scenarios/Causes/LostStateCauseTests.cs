using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a host denied a connection that it had, or should have had.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class LostStateCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("The server sent its SYN/ACK again, and then denies the connection",
            Handshake + """
                +1.000 < S. 0:0(0)     ack 1
                ~0.000 > .  1:1(0)     ack 1
                +2.000 < S. 0:0(0)     ack 1
                ~0.000 > .  1:1(0)     ack 1
                +60.00 > P. 1:101(100) ack 1
                ~0.000 < R  1:1(0)
                """,
            "ghost-connection"),
        new("The first request is sent again and again, and then denied",
            Handshake + """
                +0.010 > P. 1:101(100) ack 1
                +0.300 > P. 1:101(100) ack 1
                +0.600 > P. 1:101(100) ack 1
                +0.200 < S. 0:0(0)     ack 1
                ~0.000 > .  101:101(0) ack 1
                +99.00 > P. 1:101(100) ack 1
                ~0.000 < R  1:1(0)
                """,
            "ghost-connection"),
        new("The client's first word comes long after the server gave the handshake up",
            Handshake + "+90.00 > P. 1:101(100) ack 1\n~0.000 < R  1:1(0)",
            "ghost-connection", "idle-timeout"),
        new("The server had acknowledged data, so it had the connection",
            Handshake + """
                +0.010 > P. 1:101(100)   ack 1
                ~0.000 < .  1:1(0)       ack 101
                +5.000 > P. 101:201(100) ack 1
                ~0.000 < R  1:1(0)
                """,
            "peer-lost-state"),
        new("The server has forgotten the connection in the middle of it",
            Exchange + "+5.000 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)",
            "peer-lost-state")
        {
            Phase = "established.request-pending",
            Radar = "later",
        },
        new("The client has forgotten the connection in the middle of it",
            Exchange + "+5.000 < P. 51:151(100) ack 101\n~0.000 > R  101:101(0)",
            "peer-lost-state"),
        new("Each segment of a request draws a reset",
            Exchange + """
                +5.000 > .  101:1549(1448)  ack 51
                +0.000 > .  1549:2997(1448) ack 51
                +0.000 > P. 2997:3100(103)  ack 51
                ~0.000 < R  51:51(0)
                +0.000 < R  51:51(0)
                +0.000 < R  51:51(0)
                """,
            "peer-lost-state"),
        new("The host was down for a moment: two are lost, the third is denied",
            Exchange + """
                +5.000 > P. 101:201(100) ack 51
                +0.300 > P. 101:201(100) ack 51
                +0.600 > P. 101:201(100) ack 51
                ~0.000 < R  51:51(0)
                """,
            "peer-lost-state"),
        new("The capture began in the middle of the connection",
            """
                +0.000 > P. 101:201(100) ack 51
                ~0.001 < P. 51:151(100)  ack 201
                ~0.000 > .  201:201(0)   ack 151
                +5.000 > P. 201:301(100) ack 151
                ~0.000 < R  151:151(0)
                """,
            "peer-lost-state"),
        new("The server had closed, so it has forgotten nothing",
            Exchange + """
                +0.100 < F. 51:51(0)     ack 101
                ~0.040 > .  101:101(0)   ack 52
                +5.000 > P. 101:201(100) ack 52
                ~0.000 < R  52:52(0)
                """,
            "write-after-close"),
        new("A live socket does not deny",
            Exchange + "+5.000 > P. 101:201(100) ack 51\n~0.001 < R. 51:51(0) ack 201",
            "close-unread-data"),
    ];

    // As it stands at the client, which sees what comes from beyond the server's address.
    TraceSetting AtClient => Setting with { SensorAt = 0, ClientHops = 0, ServerHops = 7 };

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    [Test]
    public void A_server_that_was_restarted_has_forgotten_all_of_its_connections()
        => Assert.That(
            Causes(Trace.Together(
                Times(4, Exchange + "+5.000 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)", 0.3))),
            Is.EqualTo(Enumerable.Repeat("peer-lost-state", 4)));

    // Other members behind the same address have another path, and so another TTL, from then on.
    IEnumerable<(string, TraceSetting)> Rehashed(int ttlBefore, int ttlAfter)
    {
        string connection = Exchange.Replace(
                "ack 101", $"ack 101 ttl {ttlBefore}", System.StringComparison.Ordinal)
            .Replace("< S. 0:0(0)  ack 1", $"< S. 0:0(0) ack 1 ttl {ttlBefore}",
                System.StringComparison.Ordinal);
        string lost = connection + "+5.000 > P. 101:201(100) ack 51\n"
            + $"~0.000 < R  51:51(0) ttl {ttlAfter}";
        for (int index = 0; index < 4; index++)
        {
            yield return (
                Later(index * 0.2, lost),
                AtClient with { ClientPort = (ushort)(40_000 + index) });
        }

        yield return (
            Later(5.5, Syn + $"~0.000 < S. 0:0(0) ack 1 ttl {ttlAfter}\n~0.000 > . 1:1(0) ack 1"),
            AtClient with { ClientPort = 41_000 });
    }

    [Test]
    public void A_host_whose_TTL_changes_for_all_connections_at_once_is_another_host()
        => Assert.That(
            Causes(Trace.Together(Rehashed(57, 52))),
            Is.EqualTo(Enumerable.Repeat("path-rehash", 4)));

    [Test]
    public void A_host_whose_TTL_stays_is_the_same_host()
        => Assert.That(
            Causes(Trace.Together(Rehashed(57, 57))),
            Is.EqualTo(Enumerable.Repeat("peer-lost-state", 4)));

    // Behind the service's address stands 10.0.9.9; a segment of it slips through untranslated.
    Trace Leak(ushort clientPort)
    {
        TraceSetting behind = AtClient with
        {
            Server = new(Setting.Server.High, Setting.Server.Low + 0x0909),
            ServerPort = 8443,
            ClientPort = clientPort,
        };
        return Trace.Together(
            (Exchange + "+1.000 > P. 101:201(100) ack 51\n~0.000 < R  51:51(0)", AtClient),
            ("+0.800 < P. 51:151(100) ack 101\n~0.000 > R  101:101(0)", behind));
    }

    [Test]
    public void A_segment_from_behind_the_NAT_kills_the_connection_it_belongs_to()
    {
        Trace trace = Leak(AtClient.ClientPort);
        Assert.That(trace.Events[0].Verdict.Cause.Id, Is.EqualTo("nat-invalid-leak"));
        Assert.That(
            trace.Events[1].Verdict.Cause.Id,
            Is.EqualTo("nat-invalid-leak").Or.EqualTo("peer-lost-state"));
    }

    [Test]
    public void A_segment_to_another_port_belongs_to_nothing()
    {
        Trace trace = Leak(50_000);
        Assert.That(Causes(trace), Is.EqualTo(["stray-segment", "peer-lost-state"]));
    }
}
