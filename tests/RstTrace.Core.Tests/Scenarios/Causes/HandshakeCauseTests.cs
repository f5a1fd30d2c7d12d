using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a reset came before the handshake was over, or right behind it.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class HandshakeCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("Nothing listens on the port", Syn + Refused, "port-closed")
        {
            Phase = "handshake.syn-refused",
            Radar = "post-syn",
            Stage = Stage.Handshake,
        },
        new("The second SYN is refused, the first was lost",
            Syn + "+1.000 > S  0:0(0)\n" + Refused, "port-closed"),
        new("A client that tries a refused SYN three times",
            Syn + Refused + "+0.500 > S  0:0(0)\n" + Refused + "+0.500 > S  0:0(0)\n" + Refused,
            "port-closed")
        {
            Afterwards = "port-closed",
        },
        new("A SYN with data is refused with all of it acknowledged",
            "+0.000 > S  0:100(100)\n~0.000 < R. 0:0(0) rawseq ack 101", "port-closed"),
        new("A refusal whose SYN was not captured",
            "+0.000 < R. 0:0(0) rawseq ack 1", "port-closed", "orphan-rst", "asymmetric-capture")
        {
            Never = ["linger-zero-abort", "close-unread-data"],
        },
        new("A refusal that does not acknowledge the SYN, and the server accepts it",
            Syn + """
                +0.000 < R. 0:0(0)      rawseq ack 77 foreign win 0
                ~0.002 < S. 0:0(0)      ack 1
                ~0.000 > .  1:1(0)      ack 1
                +0.100 > P. 1:101(100)  ack 1
                ~0.010 < P. 1:51(50)    ack 101
                """,
            "blind-reset-attempt", "injected-reset", "firewall-reject", "unknown"),
        new("The accept queue is full",
            Handshake + "~0.000 < R  1:1(0)", "accept-queue-overflow")
        {
            Phase = "handshake.completing",
            Radar = "post-ack",
        },
        new("The accept queue is full, and the client's data was already on its way",
            Handshake + """
                +0.000 > P. 1:101(100) ack 1
                ~0.000 < R  1:1(0)
                +0.000 < R  1:1(0)
                """,
            "accept-queue-overflow", "ghost-connection"),
        new("A proxy aborts what it has just accepted",
            Handshake + "~0.001 < R. 1:1(0) ack 1", "server-reject-on-accept")
        {
            Phase = "handshake.completing",
            Radar = "post-ack",
        },
        new("An abort long after the handshake is none at accept",
            Handshake + "+9.000 < R. 1:1(0) ack 1", "accept-queue-flushed", "linger-zero-abort"),
        new("A greeting before the abort shows that it had been accepted",
            Handshake + """
                ~0.001 < P. 1:23(22)   ack 1
                ~0.000 > .  1:1(0)     ack 23
                +0.500 < R. 23:23(0)   ack 1
                """,
            "linger-zero-abort"),
        new("The client had given up when the SYN/ACK came",
            Syn + "+3.000 < S. 0:0(0) ack 1\n~0.000 > R  1:1(0)", "synack-abandoned")
        {
            Phase = "handshake.synack-rejected",
            Radar = "post-syn",
        },
        new("Every copy of the SYN/ACK finds nobody",
            Syn + """
                +3.000 < S. 0:0(0) ack 1
                ~0.000 > R  1:1(0)
                +1.000 < S. 0:0(0) ack 1
                ~0.000 > R  1:1(0)
                """,
            "synack-abandoned"),
        new("The SYN of an abandoned SYN/ACK was not captured",
            "+0.000 < S. 0:0(0) ack 1\n~0.000 > R  1:1(0)",
            "synack-abandoned", "stray-segment", "asymmetric-capture"),
        new("A health check answers the SYN/ACK with an abort",
            Syn + "~0.000 < S. 0:0(0) ack 1\n~0.000 > R. 1:1(0) ack 1", "connect-and-abort"),
        new("A client connects and aborts without a word",
            Handshake + "+0.200 > R. 1:1(0) ack 1", "connect-and-abort")
        {
            Phase = "established.no-data",
            Radar = "post-ack",
        },
        new("A client that has heard the greeting did not only connect",
            Handshake + """
                +0.050 < P. 1:23(22) ack 1
                ~0.000 > .  1:1(0)   ack 23
                +0.200 > R. 1:1(0)   ack 23
                """,
            "linger-zero-abort", "close-unread-data"),
        new("What the client said was lost before the sensor",
            Handshake + "+0.200 > R. 9:9(0) ack 1") { Never = ["connect-and-abort"] },
        new("A SYN/ACK of another SYN",
            Syn + "~0.000 < S. 0:0(0) ack 7777\n~0.000 > R  7777:7777(0)", "handshake-bad-ack"),
        new("A SYN/ACK of another SYN, and then the SYN's own",
            Syn + """
                ~0.000 < S. 0:0(0)       ack 7777
                ~0.000 > R  7777:7777(0)
                +1.000 > S  0:0(0)
                ~0.000 < S. 100:100(0)   ack 1
                ~0.000 > .  1:1(0)       ack 101
                """,
            "handshake-bad-ack"),
        new("The last step of the handshake acknowledges another number",
            Syn + """
                ~0.000 < S. 0:0(0)       ack 1
                ~0.000 > .  1:1(0)       ack 7777
                ~0.000 < R  7777:7777(0)
                """,
            "handshake-bad-ack"),
        new("The SYN meets a connection that only the server still has",
            Syn + """
                ~0.000 < .  700:700(0) ack 9000
                ~0.000 > R  9000:9000(0)
                +1.000 > S  0:0(0)
                ~0.000 < S. 800:800(0) ack 1
                ~0.000 > .  1:1(0)     ack 801
                """,
            "port-reuse-half-open")
        {
            Phase = "reuse",
            Radar = "post-syn",
        },
        new("A client that was restarted comes back from the same port",
            Exchange + """
                +200.0 > S  5000000:5000000(0)
                ~0.000 < .  51:51(0)           ack 101
                ~0.000 > R  101:101(0)
                +0.012 > S  5000000:5000000(0)
                ~0.000 < S. 9000000:9000000(0) ack 5000001
                ~0.000 > .  5000001:5000001(0) ack 9000001
                """,
            "port-reuse-half-open")
        {
            Phase = "reuse",
            Stage = Stage.Handshake,
        },
        new("A SYN with an older number meets the server's TIME-WAIT",
            Exchange + """
                +0.010 < F. 51:51(0)         ack 101
                ~0.000 > F. 101:101(0)       ack 52
                ~0.000 < .  52:52(0)         ack 102
                +9.000 > S  4000000000:0(0)  ts 5
                ~0.000 < .  52:52(0)         ack 102
                ~0.000 > R  102:102(0)
                """,
            "timewait-syn-rejected")
        {
            Phase = "reuse",
            Radar = "post-syn",
        },
        new("Half closed is not TIME-WAIT",
            Exchange + """
                +0.010 > F. 101:101(0)       ack 51
                ~0.000 < .  51:51(0)         ack 102
                +9.000 > S  4000000000:0(0)  ts 5
                ~0.000 < .  51:51(0)         ack 102
                ~0.000 > R  102:102(0)
                """,
            "port-reuse-half-open"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    [Test]
    public void Data_that_the_server_had_not_received_when_it_aborted_was_not_unread()
        => Check(new Scenario(
            "", IsAtServer
                ? Handshake + """
                    +0.0001 < R. 1:1(0)     ack 1
                    +0.5r   > P. 1:101(100) ack 1
                    ~0.000  < R  1:1(0)
                    """
                : Handshake + """
                    +0.000 > P. 1:101(100) ack 1
                    +0.9r  < R. 1:1(0)     ack 1
                    +0.2r  < R  1:1(0)
                    """,
            "server-reject-on-accept", "linger-zero-abort", "accept-queue-flushed")
        {
            Never = ["close-unread-data"],
        });

    [Test]
    public void Several_clients_that_are_turned_away_at_once_met_a_full_queue()
        => Assert.That(
            Causes(Trace.Together(Times(4, Handshake + "~0.000 < R  1:1(0)", 0.1))),
            Is.EqualTo(Enumerable.Repeat("accept-queue-overflow", 4)));

    [Test]
    public void The_loser_of_two_address_families_is_abandoned_and_no_scan()
    {
        TraceSetting other = Setting with
        {
            IsIpv6 = true,
            Client = new(0x2001_0DB8_0000_0000, 0x99),
            Server = new(0x2001_0DB8_0000_0000, 0x77),
        };
        Trace trace = Trace.Together(
            (Syn + "+0.400 < S. 0:0(0) ack 1\n~0.000 > R  1:1(0)", other),
            (Later(0.25, Exchange), Setting with { ClientPort = 40_001 }));
        Assert.That(Causes(trace), Is.EqualTo(["synack-abandoned"]));
    }

    [Test]
    public void Parallel_connects_to_one_port_that_are_all_given_up_are_no_scan()
        => Assert.That(
            Causes(Trace.Together(
                Times(6, Syn + "+0.400 < S. 0:0(0) ack 1\n~0.000 > R  1:1(0)", 0.001))),
            Is.EqualTo(Enumerable.Repeat("synack-abandoned", 6)));

    // As nmap -sS: SYNs that the client's system knows nothing of.
    [TestCase("win 1024 mss 1460 foreign ttl 41 id 4711", TestName = "A scan by nmap")]
    [TestCase("crafted win 65535 ttl 250 id 54321", TestName = "A scan by ZMap")]
    public void A_raw_SYN_to_each_of_many_ports_is_a_scan(string syn)
    {
        string first = $"+0.000 > S  0:0(0) {syn}\n";
        Trace trace = Trace.Together(Enumerable.Range(0, 8).Select(index => (
            Later(index * 0.01, first + (index % 4 == 3
                ? "~0.000 < S. 0:0(0) ack 1\n~0.000 > R  1:1(0)" : Refused)),
            Setting with { ServerPort = (ushort)(20 + index) })));
        Assert.That(
            trace.Events.Where(reset => reset.Flow.Server.Port % 4 == 3)
                .Select(reset => reset.Verdict.Cause.Id),
            Is.EqualTo(["syn-scan", "syn-scan"]));
    }

    [Test]
    public void One_raw_SYN_alone_is_abandoned_or_a_scan()
        => Check(new Scenario(
            "", "+0 > S  0:0(0) win 1024 mss 1460 foreign ttl 41\n"
                + "~0 < S. 0:0(0) ack 1\n~0 > R  1:1(0)",
            "synack-abandoned", "syn-scan"));

    [Test]
    public void Ports_of_a_scan_that_are_closed_are_closed()
        => Assert.That(
            Causes(Trace.Together(Enumerable.Range(0, 8).Select(index => (
                Later(index * 0.01, Syn + Refused),
                Setting with { ServerPort = (ushort)(20 + index) })))),
            Is.EqualTo(Enumerable.Repeat("port-closed", 8)));
}
