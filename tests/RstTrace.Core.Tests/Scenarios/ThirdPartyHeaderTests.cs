using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets whose headers show at least two independent things that their claimed sender
/// never showed.</summary>
public sealed class ThirdPartyHeaderTests
{
    [TestCase("id 41922", TestName = "An IP ID out of reach of the server's counter")]
    [TestCase("id 7004", TestName = "The IP ID of the client's segment before it")]
    [TestCase("id 41922 win 0", TestName = "An IP ID out of reach, and no window")]
    public void A_TTL_far_off_and(string also)
        => SentBy.ThirdParty(Exchanges.Linux
            + $"+0.5 < R. 51:51(0) ack 101 ttl 120 ts 1423 {also}");

    [TestCase(120)]
    [TestCase(44)]
    [TestCase(252)]
    public void A_TTL_far_off_and_no_timestamp_where_a_live_socket_puts_one(int hopLimit)
        => SentBy.ThirdParty(Exchanges.Linux + $"+0.5 < R. 51:51(0) ack 101 ttl {hopLimit}");

    [Test]
    public void The_same_in_the_name_of_the_client_as_seen_from_the_server()
        => SentBy.ThirdParty("""
            +0.000 > S  0:0(0)              win 64240 shift 7 ts 100 id 7001 ttl 57
            +0.000 < S. 0:0(0)     ack 1    win 65160 shift 7 ts 905
            +0.010 > .  1:1(0)     ack 1    ts 111 id 7002 ttl 57
            +0.001 > P. 1:101(100) ack 1    ts 112 id 7003 ttl 57
            +0.005 < P. 1:51(50)   ack 101  ts 922 id 501
            +0.010 > .  101:101(0) ack 51   ts 128 id 7004 ttl 57
            +0.500 > R. 101:101(0) ack 51   id 41922 ttl 120
            """);

    // The gateway is one hop away or more: 64 comes from the LAN itself.
    [Test]
    public void A_TTL_of_the_LAN_from_a_MAC_that_is_not_the_gateways()
        => SentBy.ThirdParty(
            Exchanges.Linux + "+0.5 < R. 51:51(0) ack 101 ttl 64 ts 1423 id 502 mac 12",
            Exchanges.Ethernet);

    [TestCase("ttl 120", TestName = "Copies further and further on, with a TTL far off")]
    [TestCase("ttl 57 id 41922", TestName = "Copies further and further on, out of the counter")]
    public void Resets_that_guess_where_the_window_will_be(string header)
        => SentBy.ThirdParty(Exchanges.Linux + $"""
            +0.500 > P. 101:201(100) ack 51   ts 628 id 7005
            +0.010 < R. 51:51(0)     ack 201  {header}
            +0.000 < R. 1511:1511(0) ack 201  {header}
            +0.000 < R. 4431:4431(0) ack 201  {header}
            """);

    [Test]
    public void No_flow_label_and_a_hop_limit_of_a_router_nearby()
        => SentBy.ThirdPartyOrUnknown(
            Exchanges.MidPath + """
                +0.500 > P. 101:201(100) ack 51  ttl 61
                +0.010 < R  51:51(0)     win 0 ttl 62 label 0
                """,
            Exchanges.Ipv6);

    [Test]
    public void A_text_of_a_load_balancer_and_its_TTL_on_a_connection_of_another_host()
        => SentBy.ThirdParty(Exchanges.MidPath + $"""
            +301.0 > P. 101:201(100) ack 51  ttl 61
            +0.010 < R. 51:97(46)    ack 201 win 0 ttl 252 text "{Exchanges.BigIp}"
            """);

    [TestCase("ttl 57 ts 1423 id 502", TestName = "By all that can be seen, the server's")]
    [TestCase("ttl 57 ts 1423 id 502 win 509", TestName = "A window that has grown")]
    public void The_same_connection_with_a_reset_of_its_own(string header)
        => Assert.That(
            Trace.Of(Exchanges.Linux + $"+0.5 < R. 51:51(0) ack 101 {header}").Senders,
            Is.EqualTo([Party.Server]));
}
