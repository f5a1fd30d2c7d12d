using System.Globalization;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>A router that rejects in the server's name, beside what the server itself shows on
/// this connection or on others.</summary>
public sealed class ThirdPartyFirewallTests
{
    // An open port and a closed one of a server seven hops away. Its stack copies the TOS of what
    // it refuses; netfilter does not. A router that holds the address and forwards some of its
    // ports looks the same as one that rejects, so a refusal alone accuses nobody.
    const string OfTheServer = """
        +0.000 > S  0:0(0)         win 64240 port 41001
        +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57 port 41001
        +0.001 > .  1:1(0)  ack 1  port 41001
        +0.100 > S  0:0(0)         win 64240 tos 8 port 41002 service 81
        +0.010 < R. 0:0(0)         raw ack 1000001 win 0 tos 8 ttl 57 port 41002 service 81

        """;

    [TestCase("+0.002 < R. 0:0(0) raw ack 1000001 win 0 tos 8", TestName = "Too soon")]
    [TestCase("+0.010 < R. 0:0(0) raw ack 1000001 win 0 tos 0", TestName = "TOS not copied")]
    [TestCase("+0.001 < R. 0:0(0) raw ack 1000001 win 0 tos 0", TestName = "Both")]
    public void A_SYN_is_refused_with_a_TTL_that_neither_SYN_ACKs_nor_resets_have(string reset)
        => SentBy.InTurn(
            OfTheServer + $"+0.1 > S 0:0(0) win 64240 tos 8\n{reset} ttl 62",
            Party.Server, Party.Unknown);

    [Test]
    public void The_servers_own_SYN_ACK_and_reset_may_come_after_the_refusal()
        => SentBy.InTurn("""
            +0.000 > S  0:0(0)         win 64240 tos 8
            +0.002 < R. 0:0(0)         raw ack 1000001 win 0 ttl 62
            +0.100 > S  0:0(0)         win 64240 tos 8 port 41001
            +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57 port 41001
            +0.001 > .  1:1(0)  ack 1  port 41001
            +0.100 > S  0:0(0)         win 64240 tos 8 port 41002 service 81
            +0.010 < R. 0:0(0)         raw ack 1000001 win 0 tos 8 ttl 57 port 41002 service 81
            """,
            Party.Unknown, Party.Server);

    // Alone, it might be a router that holds the address and forwards some of its ports.
    [Test]
    public void By_the_TTL_of_its_SYN_ACKs_and_resets_the_server_did_not_refuse()
    {
        Trace played = Trace.Of(OfTheServer + """
            +0.100 > S  0:0(0)  win 64240 tos 8
            +0.010 < R. 0:0(0)  raw ack 1000001 win 0 tos 8 ttl 62
            """);
        Assert.That(
            played.Events[^1].Verdict.Sender, Is.AnyOf(Party.ThirdParty, Party.Unknown));
    }

    // Of IPv6, netfilter labels no reset and a Linux stack every one.
    [Test]
    public void A_refusal_without_a_flow_label_and_with_another_hop_limit()
        => SentBy.ThirdPartyOrUnknown("""
            +0.000 > S  0:0(0)         win 64240 port 41001
            +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57 port 41001
            +0.001 > .  1:1(0)  ack 1  port 41001
            +0.001 > P. 1:101(100)  ack 1    port 41001
            +0.010 < P. 1:51(50)    ack 101  ttl 57 port 41001
            +0.100 > S  0:0(0)         win 64240 label 4097
            +0.010 < R. 0:0(0)         raw ack 1000001 win 0 ttl 62 label 0
            """,
            Exchanges.Ipv6);

    [TestCase(0.002)]
    [TestCase(0.010)]
    public void Data_are_rejected_with_another_TTL_and_the_server_goes_on(double after)
        => SentBy.InTurn(Exchanges.Linux + string.Create(
            CultureInfo.InvariantCulture,
            $"""
            +0.500 > P. 101:201(100) ack 51   ts 628 id 7005
            +{after} < R  51:51(0)   win 0 ttl 62
            +0.400 < P. 51:99(48)    ack 101  ts 1833 id 502 ttl 57
            +0.000 > R  101:101(0)   win 0
            """),
            Party.ThirdParty, Party.Client);

    [Test]
    public void A_router_that_lost_its_table_answers_sooner_and_with_its_own_TTL()
        => SentBy.ThirdPartyOrUnknown(Exchanges.Far + """
            +400.0 > P. 101:201(100) ack 51
            +0.002 < R  51:51(0)     win 0 ttl 63
            """);

    [Test]
    public void The_first_data_are_rejected_sooner_than_any_answer_and_with_another_TTL()
        => SentBy.ThirdParty("""
            +0.000 > S  0:0(0)         win 64240
            +0.100 < S. 0:0(0)  ack 1  win 65160 ttl 48
            +0.001 > .  1:1(0)  ack 1
            +0.001 > P. 1:518(517) ack 1
            +0.007 < R. 1:1(0)  ack 518  ttl 59
            """);
}
