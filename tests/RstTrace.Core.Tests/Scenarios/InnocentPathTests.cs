using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Several hosts behind one address, proxies in front of one, and captures of half a
/// connection: what another connection or segment shows is no control there.</summary>
public sealed class InnocentPathTests
{
    // The SYN/ACK is of a proxy a hop away; the data are of the server behind it.
    const string Proxied = """
        +0.000 > S  0:0(0)            win 64240
        +0.002 < S. 0:0(0)     ack 1    win 0 ttl 63
        +0.001 > .  1:1(0)     ack 1
        +0.020 < .  1:1(0)     ack 1    win 510 ttl 57
        +0.001 > P. 1:101(100) ack 1
        +0.020 < P. 1:51(50)   ack 101  win 510 ttl 57
        +0.001 > .  101:101(0) ack 51

        """;

    [Test]
    public void The_server_behind_a_SYN_proxy_gives_up()
        => SentBy.Server(Proxied + "+0.5 < R. 51:51(0) ack 101 ttl 57");

    // Unknown is all right: the proxy is as much the server as the host behind it.
    [TestCase("+0.500 < R. 51:51(0) ack 101 ttl 63", TestName = "The proxy gives up")]
    [TestCase("+0.500 < R. 51:51(0) ack 101 ttl 60", TestName = "Another TTL altogether")]
    [TestCase("+0.500 > P. 101:201(100) ack 51\n+0.002 < R  51:51(0) win 0 ttl 63",
        TestName = "The proxy answers as soon as it did the SYN")]
    [TestCase("+0.500 > P. 101:201(100) ack 51\n+0.020 < R  51:51(0) win 0 ttl 64",
        TestName = "Another TTL on a reply")]
    public void By_the_TTL_alone_nobody_is_accused(string rest)
        => SentBy.ServerOrUnknown(Proxied + rest);

    [Test] // A SYN proxy that translates a reset of the server with the numbers of the handshake.
    public void A_SYN_proxy_that_gets_the_number_wrong()
        => SentBy.ServerOrUnknown(
            Proxied + "+0.5 < R. 1:1(0) ack 101 ttl 57", fit: SequenceFit.Outside);

    // Two backends of one address: 57 and 58 hops are left, and each counts for itself.
    const string Backends = """
        +0.000 > S  0:0(0)          win 64240 port 41001
        +0.010 < S. 0:0(0)   ack 1  win 65160 ttl 57 port 41001
        +0.001 > .  1:1(0)   ack 1  port 41001
        +0.010 < P. 1:51(50) ack 1  ttl 57 id 500 port 41001
        +0.010 > S  0:0(0)          win 64240 port 41002
        +0.010 < S. 0:0(0)   ack 1  win 65160 ttl 58 port 41002
        +0.001 > .  1:1(0)   ack 1  port 41002
        +0.010 < P. 1:51(50) ack 1  ttl 58 id 42000 port 41002

        """;

    [TestCase(57)]
    [TestCase(58)]
    public void Any_of_the_backends_may_refuse(int hopLimit)
        => SentBy.Server(Backends + $"""
            +0.100 > S  0:0(0)  win 64240
            +0.010 < R. 0:0(0)  raw ack 1000001 win 0 ttl {hopLimit}
            """);

    [Test] // Unknown is all right.
    public void A_third_backend_that_only_refuses_is_no_third_party()
        => SentBy.ServerOrUnknown(Backends + """
            +0.100 > S  0:0(0)  win 64240
            +0.010 < R. 0:0(0)  raw ack 1000001 win 0 ttl 55 id 9000
            """);

    // Two hosts behind one address of a NAT: a Linux host with a connection, and a Windows host
    // that has given up its own. Unknown is all right.
    [Test]
    public void Of_two_hosts_behind_a_NAT_one_is_no_control_of_the_other()
        => SentBy.ClientOrUnknown(
            """
            +0.000 > S  0:0(0)            win 64240 shift 7 ts 100 ttl 61 id 500 port 41001
            +0.000 < S. 0:0(0)     ack 1  win 65160 shift 7 ts 905 port 41001
            +0.010 > .  1:1(0)     ack 1  ts 110 ttl 61 id 501 port 41001
            +0.001 > P. 1:101(100) ack 1  ts 111 ttl 61 id 502 port 41001
            +0.100 < S. 0:0(0)     ack 1  win 65160
            +0.010 > R  1:1(0)            win 0 ttl 125 id 31007
            """,
            fit: null);

    [Test]
    public void A_host_behind_a_NAT_is_its_own_control()
        => SentBy.Client("""
            +0.000 > S  0:0(0)            win 64240 ttl 61 id 500 port 41001
            +0.000 < S. 0:0(0)     ack 1  win 65160 port 41001
            +0.010 > .  1:1(0)     ack 1  ttl 61 id 501 port 41001
            +0.100 > S  0:0(0)            win 64240 ttl 125 id 31005
            +0.000 < S. 0:0(0)     ack 1  win 65160
            +0.010 > .  1:1(0)     ack 1  ttl 125 id 31006
            +0.100 > R. 1:1(0)     ack 1  win 0 ttl 125 id 31007
            """);

    // Conntrack calls a segment invalid and does not translate it: the client has never heard of
    // its source, and says so.
    [Test]
    public void A_client_that_answers_a_segment_of_a_stranger()
        => SentBy.Client(
            Exchanges.MidPath + """
                +0.100 < P. 900051:900099(48)   ack 101  ttl 57 service 8443
                +0.000 > R  101:101(0)          win 0 ttl 61 service 8443
                """,
            fit: null);

    [Test]
    public void Where_only_the_server_was_captured()
        => SentBy.Server("""
            +0.000 < S. 0:0(0)    ack 1    win 65160 ttl 57
            +0.020 < .  1:1(0)    ack 101  ttl 57 id 500
            +0.010 < P. 1:51(50)  ack 101  ttl 57 id 501
            +0.500 < R. 51:51(0)  ack 101  ttl 57 id 502
            """);

    [Test]
    public void Where_only_the_server_was_captured_and_it_answers_what_was_not()
        => SentBy.Server("""
            +0.000 < S. 0:0(0)    ack 1    win 65160 ttl 57
            +0.020 < .  1:1(0)    ack 101  ttl 57 id 500
            +0.010 < P. 1:51(50)  ack 101  ttl 57 id 501
            +0.500 < R  51:51(0)  win 0 ttl 57
            """);

    [Test]
    public void Where_only_the_client_was_captured()
        => SentBy.Client("""
            +0.000 > S  0:0(0)              win 64240 ttl 61
            +0.020 > .  1:1(0)     ack 1    ttl 61
            +0.001 > P. 1:101(100) ack 1    ttl 61
            +0.500 > R. 101:101(0) ack 51   ttl 61
            """);

    // Nothing else of the server was captured, so nothing contradicts its resets.
    [TestCase("R. 1:1(0) ack 101 ttl 120 id 41922")]
    [TestCase("R  1:1(0) win 0 ttl 9")]
    public void Where_of_the_server_only_the_reset_was_captured(string reset)
        => SentBy.ServerOrUnknown(
            $"""
            +0.000 > S  0:0(0)              win 64240
            +0.020 > .  1:1(0)     ack 1
            +0.001 > P. 1:101(100) ack 1
            +0.010 < {reset}
            """,
            fit: null);

    [Test]
    public void The_address_that_refuses_everything_is_the_server()
        => Assert.That(
            Trace.Of(string.Join('\n', Enumerable.Range(41_001, 5).Select(port => $"""
                +0.100 > S  0:0(0)  win 64240 port {port}
                +0.010 < R. 0:0(0)  raw ack 1000001 win 0 ttl 62 port {port}
                """))).Senders,
            Is.EqualTo(Enumerable.Repeat(Party.Server, 5)));
}
