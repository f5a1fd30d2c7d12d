using System.Collections.Generic;
using NUnit.Framework;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Resets that say themselves why they came.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class StatedCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    const string Late = Exchange + "+5.000 > P. 101:201(100) ack 51\n";

    const string WithMptcp = """
        +0.000 > S  0:0(0)          mptcp
        ~0.000 < S. 0:0(0)   ack 1  mptcp
        ~0.000 > .  1:1(0)   ack 1  mptcp
        +0.010 > P. 1:101(100)  ack 1    mptcp
        ~0.010 < P. 1:51(50)    ack 101  mptcp
        ~0.000 > .  101:101(0)  ack 51   mptcp

        """;

    static readonly Scenario[] s_scenarios =
    [
        new("A BIG-IP has no such flow",
            Late + "~0 < R. 51:51(46) ack 201 win 0 foreign ttl 252 "
                + "says \"BIG-IP: [0x2664c65:2574] No flow found for ACK\"",
            "device-declared"),
        new("A BIG-IP passes on what the other side said",
            Late + "~0 < R. 51:51(60) ack 201 win 0 foreign ttl 252 "
                + "says \"BIG-IP: [0x2664c65:1234] {peer} TCP RST from remote system\"",
            "device-declared"),
        new("A BIG-IP does so before any connection",
            Syn + "~0 < R. 0:0(38) rawseq ack 1 win 0 foreign "
                + "says \"BIG-IP: [0x2664c65:99] Port denied\"",
            "device-declared"),
        new("The payload of the IETF's draft: not authorized",
            Late + "~0 < R  51:59(8) octets 33AA000900000000", "device-declared"),
        new("The payload of the IETF's draft, of an enterprise",
            Exchange + "+1 < R. 51:59(8) ack 101 octets 33AA000A00007DD9", "device-declared"),
        new("Its reason 0 is malformed",
            Late + "~0 < R  51:59(8) octets 33AA000000000000", "peer-lost-state"),
        new("Nine octets are malformed",
            Late + "~0 < R  51:60(9) octets 33AA00090000000000", "peer-lost-state"),
        new("An old system quotes what it rejects",
            Late + "~0 < R  51:91(40) octets 4500003C1C4640004006B1E60A000002",
            "peer-lost-state"),
        new("Data that speak of a BIG-IP, and a reset that does not",
            Request + """
                +0.100 < P. 51:151(100) ack 201 says "BIG-IP: [0x2664c65:2574] No flow found"
                ~0.000 > .  201:201(0)  ack 151
                +0.500 < R. 151:151(0)  ack 201
                """,
            "linger-zero-abort"),
        new("A subflow is closed for lack of resources",
            WithMptcp + "+1 < R. 51:51(0) ack 101 mptcp mptcprst 2",
            "mptcp-subflow-reset", "device-declared"),
        new("A join is prohibited",
            "+0 > S  0:0(0) mptcp\n~0 < R. 0:0(0) rawseq ack 1 mptcp mptcprst 3",
            "mptcp-subflow-reset", "device-declared"),
        new("A reset of MPTCP without a reason may be any abort",
            WithMptcp + "+1 < R. 51:51(0) ack 101 mptcp",
            "mptcp-subflow-reset", "linger-zero-abort"),
        new("Without MPTCP it is no subflow",
            Exchange + "+1 < R. 51:51(0) ack 101", "linger-zero-abort"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    [Test]
    public void One_subflow_goes_and_the_other_stays()
    {
        Trace trace = Trace.Together(
            (WithMptcp + "+1 > R. 101:101(0) ack 51 mptcp mptcprst 16", Setting),
            (WithMptcp + "+3 > P. 101:201(100) ack 51 mptcp\n~0 < . 51:51(0) ack 201 mptcp",
                Setting with { ClientPort = 40_001 }));
        Assert.That(Causes(trace), Is.EqualTo(["mptcp-subflow-reset"]));
    }
}
