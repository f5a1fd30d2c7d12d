using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using static RstTrace.Core.Tests.Incidents.Some;

namespace RstTrace.Core.Tests.Incidents;

/// <summary>For every pattern what must be it, and what nearly is and must not.</summary>
public sealed class PatternTests
{
    static IEnumerable<ResetEvent> Burst(int count, double at = 0, double apart = 0.001)
        => Enumerable.Range(0, count).Select(index => Drop(at + (apart * index), index));

    // A process that ends.
    [TestCase(3, 0.001, true, TestName = "Three drops at one moment are an exit")]
    [TestCase(2, 0.001, false, TestName = "Two drops are none")]
    [TestCase(3, 0.060, false, TestName = "Three drops in 120 ms are none")]
    [TestCase(60, 0.050, false, TestName = "A service that always aborts does not end")]
    public void An_exit_is_a_burst(int count, double apart, bool isExit)
        => Assert.That(
            Kinds(Burst(count, 0, apart)).Contains(IncidentKind.ProcessExit), Is.EqualTo(isExit));

    [Test]
    public void Drops_of_two_services_are_no_exit_of_one()
        => Assert.That(
            Kinds(Burst(2).Append(Reset("close-unread-data", 0.002, 7, port: 6_379))),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [Test]
    public void One_connection_that_is_reset_thrice_is_no_exit()
        => Assert.That(
            Kinds(Drop(0), Drop(0.001), Drop(0.002)),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [Test]
    public void Requests_in_parallel_end_as_they_began()
        => Assert.That(
            Kinds(Burst(6).Select(reset => reset with
            {
                Idle = new Duration(200_000),
                Flow = reset.Flow with { Start = Burst(1).First().Flow.Start },
            })),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [TestCase("keepalive-timeout", TestName = "An outage of many peers is no exit")]
    [TestCase("server-reject-on-accept", TestName = "A service that rejects is no exit")]
    public void Other_causes_are_no_exit(string cause)
        => Assert.That(
            Kinds(Burst(5).Select(reset => reset.Because(cause))),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [Test]
    public void Replies_of_a_host_are_no_exit()
        => Assert.That(
            Kinds(Burst(5).Select(reset => reset with { Shape = ResetShape.Reply })),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [Test]
    public void A_host_that_does_it_every_few_seconds_does_not_end_each_time()
        => Assert.That(
            Kinds(Enumerable.Range(0, 6).SelectMany(index => Burst(4, 10 * index))),
            Has.None.EqualTo(IncidentKind.ProcessExit));

    [Test]
    public void An_exit_is_said_to_be_likely_and_not_certain()
    {
        Incident exit = Some.Incidents(Burst(500, 0, 0.0001))[0];
        Assert.That(exit.Kind, Is.EqualTo(IncidentKind.ProcessExit));
        Assert.That(exit.Confidence, Is.InRange(0.75, 0.9));
        Assert.That(exit.Story, Does.StartWith("500 connections of at least 256 clients to "
            + "10.0.0.9:5432 were reset within 50 ms: as when the process"));
    }

    // A service that stops.
    [Test]
    public void Drops_and_then_refusals_are_a_restart()
    {
        ResetEvent back = Drop(20) with
        {
            Flow = Drop(20).Flow with { Start = Drop(9).Time },
        };
        Incident restart = Some.Incidents(
            Burst(3).Append(Refusal(1)).Append(Refusal(4)).Append(back))[0];

        Assert.That(restart.Kind, Is.EqualTo(IncidentKind.ServiceRestart));
        Assert.That(restart.Count, Is.EqualTo(5), "the one that came later is another story");
        Assert.That(restart.Story, Is.EqualTo("10.0.0.9:5432 cut 3 connections and refused 2 "
            + "SYNs within 4 s; 9 s after the first of them it accepted again."));
    }

    [Test]
    public void What_is_forgotten_after_refusals_is_a_restart()
        => Assert.That(
            Kinds(Refusal(0), Reset("peer-lost-state", 3, 1)),
            Is.EqualTo(new[] { IncidentKind.ServiceRestart }));

    [TestCase(30, 5_432, TestName = "Refusals half a minute later are another story")]
    [TestCase(1, 5_433, TestName = "Refusals of another port are another story")]
    [TestCase(-5, 5_432, TestName = "A service that came up and then dropped did not restart")]
    public void Refusals_that_are_no_restart(double at, int port)
        => Assert.That(
            Kinds(Drop(0), Refusal(at, (ushort)port)),
            Has.None.EqualTo(IncidentKind.ServiceRestart));

    // Somebody looks around.
    [TestCase(5, 1.0, true, TestName = "Five ports in seconds are a scan")]
    [TestCase(4, 1.0, false, TestName = "Four are none")]
    [TestCase(5, 3.0, false, TestName = "Five in twelve seconds are none")]
    public void A_scan_is_many_ports(int ports, double apart, bool isScan)
        => Assert.That(
            Kinds(Enumerable.Range(0, ports)
                .Select(index => Refusal(apart * index, (ushort)(20 + index)))),
            isScan ? Is.EqualTo(new[] { IncidentKind.PortScan })
                : Has.None.EqualTo(IncidentKind.PortScan));

    [TestCase(10, true, TestName = "One port of ten hosts is a sweep")]
    [TestCase(9, false, TestName = "One port of nine hosts may be a cluster")]
    public void A_sweep_is_many_hosts(int hosts, bool isScan)
        => Assert.That(
            Kinds(Enumerable.Range(1, hosts)
                .Select(host => Refusal(0.1 * host, 9_092, host)))
                .Contains(IncidentKind.PortScan), Is.EqualTo(isScan));

    [Test]
    public void A_client_that_tries_again_and_again_does_not_scan()
        => Assert.That(
            Kinds(Enumerable.Range(0, 18)
                .Select(index => Refusal(0.5 * index, (ushort)(20 + (index % 6))))),
            Has.None.EqualTo(IncidentKind.PortScan));

    [Test]
    public void Two_who_look_at_three_ports_each_do_not_scan()
        => Assert.That(
            Kinds(Enumerable.Range(0, 6).Select(index =>
                Reset("port-closed", 0.1 * index, 1 + (index % 2), (ushort)(20 + index)))),
            Has.None.EqualTo(IncidentKind.PortScan));

    [Test]
    public void A_scan_of_all_ports_is_one_incident_and_no_alarm()
    {
        Incident scan = Some.Incidents(Enumerable.Range(1, 65_535)
            .Select(port => Refusal(0.001 * port, (ushort)port))).Single();

        Assert.That(scan.Kind, Is.EqualTo(IncidentKind.PortScan));
        Assert.That(scan.Count, Is.EqualTo(65_535));
        Assert.That(scan.Severity, Is.EqualTo(Severity.Harmless));
        Assert.That(scan.Servers, Is.EqualTo(new Tally(4_096, true)));
        Assert.That(scan.Story, Does.Contain("(1-4096 and more)"));
    }

    // Five refusals may be five services that are down: they keep their place in the report.
    [Test]
    public void A_doubtful_scan_hides_nothing()
        => Assert.That(
            Some.Incidents(Enumerable.Range(0, 5)
                .Select(index => Refusal(index, (ushort)(20 + index))))[0].Severity,
            Is.EqualTo(Severity.Refused));

    // A check.
    [TestCase(new[] { 0.0, 2, 4.1, 6, 8 }, true, TestName = "Five at intervals of 2 s are a check")]
    [TestCase(new[] { 0.0, 2, 4, 6 }, false, TestName = "Four are too few")]
    [TestCase(new[] { 0.0, 2, 4, 8, 10, 12 }, true, TestName = "A missed beat does not matter")]
    [TestCase(new[] { 0.0, 2, 6, 8, 12, 14 }, false, TestName = "Two missed do")]
    [TestCase(new[] { 0.0, 1, 4, 5, 9 }, false, TestName = "Irregular ones are none")]
    [TestCase(new[] { 0.0, 0.1, 0.2, 0.3, 0.4 }, false, TestName = "A fast loop is none")]
    public void A_check_has_a_beat(double[] times, bool isCheck)
        => Assert.That(
            Kinds(times.Select(time => Check(time))).Contains(IncidentKind.HealthCheck),
            Is.EqualTo(isCheck));

    [Test]
    public void What_says_something_is_no_check()
        => Assert.That(
            Kinds(Enumerable.Range(0, 9).Select(index => Check(index) with
            {
                Flow = Drop(index).Flow,
            })),
            Has.None.EqualTo(IncidentKind.HealthCheck));

    [Test]
    public void Two_clients_have_no_beat_together()
        => Assert.That(
            Kinds(Enumerable.Range(0, 6).Select(index => Check(index) with
            {
                Flow = Check(index).Flow with
                {
                    Client = Reset("x", 0, index % 2).Flow.Client with { Octets = 0 },
                },
            })),
            Has.None.EqualTo(IncidentKind.HealthCheck));

    // Translation of addresses.
    static readonly ResetEvent s_stray = Reset("stray-segment", 0, 1, port: 8_443, host: 77) with
    {
        ClaimedSender = Side.Client,
        Shape = ResetShape.Reply,
    };

    [TestCase("peer-lost-state", 0.3, 1, true, TestName = "A stray and the end of its connection")]
    [TestCase("peer-lost-state", 1.5, 1, false, TestName = "The end came too late")]
    [TestCase("peer-lost-state", -0.1, 1, false, TestName = "The end came first")]
    [TestCase("peer-lost-state", 0.3, 2, false, TestName = "The end of another connection")]
    [TestCase("idle-timeout", 0.3, 1, false, TestName = "An end with a reason of its own")]
    public void A_leak_is_a_stray_and_an_end(string cause, double at, int client, bool isLeak)
        => Assert.That(
            Kinds(s_stray, Reset(cause, at, client) with { Shape = ResetShape.Reply })
                .Contains(IncidentKind.NatLeak), Is.EqualTo(isLeak));

    [Test]
    public void A_leak_is_told_by_the_connection_that_ended()
    {
        Incident leak = Some.Incidents([s_stray, Reset("peer-lost-state", 0.3, 1)])[0];
        Assert.That(leak.Example.Verdict.Cause.Id, Is.EqualTo("peer-lost-state"));
        Assert.That(leak.Senders, Is.EqualTo(new[] { Party.Server }));
    }

    // Another host.
    static ResetEvent Strange(double at, int client, params string[] rules)
    {
        ResetEvent reset = Reset("peer-lost-state", at, client);
        return reset with
        {
            Shape = ResetShape.Reply,
            Verdict = reset.Verdict with
            {
                Sender = Party.Unknown,
                Evidence = [.. rules.Select(rule =>
                    new Evidence(rule, Party.Unknown, [], "It looks different."))],
            },
        };
    }

    static IEnumerable<ResetEvent> Stranges(int count, params string[] rules)
        => Enumerable.Range(0, count).Select(index => Strange(0.5 * index, index, rules));

    [Test]
    public void Several_resets_that_look_different_are_a_takeover_perhaps()
    {
        Incident takeover = Some.Incidents(Stranges(3, "hop-limit")).Single();
        Assert.That(takeover.Kind, Is.EqualTo(IncidentKind.AddressTakeover));
        Assert.That(takeover.Confidence, Is.LessThan(0.75));
    }

    [Test]
    public void Less_than_that_is_no_takeover()
    {
        ResetEvent[][] innocents =
        [
            [.. Stranges(2, "hop-limit")],
            [.. Stranges(5)],
            [.. Stranges(5, "hop-limit", "sender-alive")],
            [.. Stranges(5, "identification")],
            [.. Stranges(5, "hop-limit").Select(reset => reset with { Shape = ResetShape.Active })],
        ];
        foreach (ResetEvent[] innocent in innocents)
            Assert.That(Kinds(innocent), Has.None.EqualTo(IncidentKind.AddressTakeover));
    }
}
