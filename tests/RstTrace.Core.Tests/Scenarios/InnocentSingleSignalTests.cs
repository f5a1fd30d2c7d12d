using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets with all of their claimed sender's marks but one: nobody else is accused.
/// Where that one is strong, abstaining is all right; where it is a habit of stacks, it is
/// not.</summary>
public sealed class InnocentSingleSignalTests
{
    [TestCase("ttl 120 ts 1423 id 502", TestName = "Alone: a TTL far off")]
    [TestCase("ttl 9 ts 1423 id 502", TestName = "Alone: a TTL near its end")]
    [TestCase("ttl 56 ts 1423 id 502", TestName = "Alone: a TTL of one less")]
    [TestCase("ttl 57 ts 1423 id 41922", TestName = "Alone: an IP ID out of reach")]
    [TestCase("ttl 57 ts 1423 id 7004", TestName = "Alone: the IP ID of the client's segment")]
    [TestCase("ttl 57 ts 7 id 502", TestName = "Alone: a timestamp from long ago")]
    [TestCase("ttl 57", TestName = "Of one template: no timestamp and no IP ID")]
    [TestCase("ttl 57 win 0", TestName = "Of one template: no timestamp, IP ID or window")]
    public void Strong_signals(string header)
        => SentBy.ServerOrUnknown(Exchanges.Linux + $"+0.5 < R. 51:51(0) ack 101 {header}");

    [TestCase("ttl 57 id 502", TestName = "Habit: no timestamp")]
    [TestCase("ttl 57 ts 1423 id 502 win 0", TestName = "Habit: no window")]
    [TestCase("ttl 57 ts 1423 id 0", TestName = "Habit: no IP ID")]
    [TestCase("ttl 57 ts 1423 id 502 nodf", TestName = "Habit: may be fragmented")]
    [TestCase("ttl 57 ts 1423 id 502 tos 16", TestName = "Habit: another type of service")]
    public void Habits_of_stacks(string header)
        => SentBy.Server(Exchanges.Linux + $"+0.5 < R. 51:51(0) ack 101 {header}");

    [Test]
    public void A_MAC_alone()
        => SentBy.ServerOrUnknown(
            Exchanges.Linux + "+0.5 < R. 51:51(0) ack 101 ttl 57 ts 1423 id 502 mac 12",
            Exchanges.Ethernet);

    // A firewall on the server itself: the server sent it.
    [Test]
    public void No_flow_label_alone()
        => SentBy.Server(
            Exchanges.MidPath + """
                +0.500 > P. 101:201(100) ack 51  ttl 61
                +0.010 < R  51:51(0)     win 0 ttl 57 label 0
                """,
            Exchanges.Ipv6);

    [TestCase("R. 51:51(0) ack 201", TestName = "Alone: acknowledges what has not arrived")]
    [TestCase("R  51:51(0) win 0", TestName = "Alone: answers what has not arrived")]
    public void Sooner_than_the_server_can_answer(string reset)
        => SentBy.ServerOrUnknown(Exchanges.Far + $"""
            +0.500 > P. 101:201(100) ack 51
            +0.020 < {reset} ttl 48
            """);

    [Test]
    public void A_server_that_goes_on_alone()
        => SentBy.ServerOrUnknown(Exchanges.Linux + """
            +0.500 < R. 51:51(0)   ack 101  ts 1423 id 502 ttl 57
            +0.400 < P. 51:99(48)  ack 101  ts 1823 id 503 ttl 57
            """);

    [Test]
    public void A_client_that_goes_on_says_nothing_of_the_sender()
        => SentBy.Server(Exchanges.Linux + """
            +0.500 < R. 51:51(0)      ack 101  ts 1423 id 502 ttl 57
            +0.400 > P. 101:201(100)  ack 51   ts 1028 id 7005
            """);

    // A full proxy is the server, as far as the client can tell.
    [Test]
    public void The_text_of_a_load_balancer_alone()
        => SentBy.ServerOrUnknown(Exchanges.MidPath
            + $"+0.5 < R. 51:97(46) ack 101 win 0 ttl 57 text \"{Exchanges.BigIp}\"");

    // The controls of other connections are as good, but one signal stays one signal.
    [TestCase("ttl 62", TestName = "Alone, beside others: a TTL far off on a refusal")]
    [TestCase("ttl 57 id 41922", TestName = "Alone, beside others: an IP ID on a refusal")]
    public void A_refusal_beside_a_connection_of_the_same_server(string header)
        => SentBy.ServerOrUnknown($"""
            +0.000 > S  0:0(0)          win 64240 port 41001
            +0.010 < S. 0:0(0)  ack 1   win 65160 ttl 57 port 41001
            +0.001 > .  1:1(0)  ack 1   port 41001
            +0.010 < P. 1:51(50) ack 1  ttl 57 id 500 port 41001
            +0.100 > S  0:0(0)          win 64240 service 81
            +0.010 < R. 0:0(0)  raw ack 1000001 win 0 {header} service 81
            """);

    [Test]
    public void A_refusal_sooner_than_the_server_answers_elsewhere()
        => SentBy.ServerOrUnknown("""
            +0.000 > S  0:0(0)         win 64240 port 41001
            +0.100 < S. 0:0(0)  ack 1  win 65160 ttl 57 port 41001
            +0.001 > .  1:1(0)  ack 1  port 41001
            +0.100 > S  0:0(0)         win 64240 service 81
            +0.020 < R. 0:0(0)  raw ack 1000001 win 0 ttl 57 service 81
            """);

    [Test]
    public void A_refusal_that_is_followed_by_a_SYN_ACK_alone()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)         win 64240
                +0.010 < R. 0:0(0)         raw ack 1000001 win 0 ttl 57
                +0.001 < S. 0:0(0)  ack 1  win 65160 ttl 57
                """).Senders,
            Has.None.EqualTo(Party.ThirdParty).And.Not.Empty);
}
