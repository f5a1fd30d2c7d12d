using System.Collections.Generic;
using NUnit.Framework;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a reset came, where the first octets of the data tell.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class FirstOctetsCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    // A record of 517 octets: handshake, TLS 1.0 for old boxes, ClientHello of TLS 1.2.
    const string ClientHello = Handshake + """
        +0.010 > P. 1:518(517)  ack 1   octets 1603010200010001FC0303
        ~0.000 < .  1:1(0)      ack 518

        """;

    const string ServerHello = ClientHello + """
        +0.001 < P. 1:1449(1448) ack 518  octets 160303007A0200007603031122
        ~0.000 > .  518:518(0)   ack 1449

        """;

    const string GetRequest = Handshake + """
        +0.010 > P. 1:101(100)  ack 1   says "GET /index.html HTTP/1.1"
        ~0.000 < .  1:1(0)      ack 101

        """;

    // A request whose body is many segments long, and still comes.
    const string Upload = Handshake + """
        +0.010 > .  1:1449(1448)    ack 1  says "POST /upload HTTP/1.1 Content-Length: 900000"
        +0.000 > .  1449:2897(1448) ack 1
        ~0.000 < .  1:1(0)          ack 2897

        """;

    static readonly Scenario[] s_scenarios =
    [
        new("A fatal alert, and then the reset",
            ClientHello + """
                +0.001 < P. 1:8(7)     ack 518  octets 15030300020228
                ~0.000 > .  518:518(0) ack 8
                +0.001 < R. 8:8(0)     ack 518
                """,
            "tls-alert-abort"),
        new("A fatal alert and the reset right behind it",
            ClientHello + "+0.001 < P. 1:8(7) ack 518 octets 15030300020228\n"
                + "+0.0001 < R. 8:8(0) ack 518",
            "tls-alert-abort"),
        new("A fatal alert of SSL 3.0",
            ClientHello + "+0.001 < P. 1:8(7) ack 518 octets 15030000020228\n"
                + "+0.010 < R. 8:8(0) ack 518",
            "tls-alert-abort"),
        new("The client does not trust the certificate",
            ServerHello + "+0.003 > P. 518:525(7) ack 1449 octets 1503030002022A\n"
                + "+0.001 > R. 525:525(0) ack 1449",
            "tls-alert-abort"),
        new("A polite alert is a close",
            ServerHello + """
                +0.500 > P. 518:525(7) ack 1449  octets 15030300020100
                +0.001 > R. 525:525(0) ack 1449
                """,
            "linger-zero-abort", "close-unread-data"),
        new("What only looks like an alert in a plain protocol",
            Handshake + """
                +0.010 > P. 1:101(100) ack 1    says "GET / HTTP/1.1"
                ~0.000 < P. 1:201(200) ack 101  says "HTTP/1.1 200 OK"
                ~0.000 > .  101:101(0) ack 201
                +0.100 < R. 201:201(0) ack 101
                """,
            "linger-zero-abort"),
        new("An encrypted record before the reset may hide an alert",
            ServerHello + """
                +0.003 > P. 518:598(80)   ack 1449  octets 1403030001011703030035
                ~0.001 < P. 1449:1704(255) ack 598  octets 17030300FA
                +0.100 > P. 598:622(24)   ack 1704  octets 1703030013
                +0.001 > R. 622:622(0)    ack 1704
                """,
            "tls-alert-abort", "linger-zero-abort", "close-unread-data"),
        new("A TLS 1.3 client leaves with the session tickets unread",
            ServerHello + """
                +0.003 > P. 518:598(80)    ack 1449  octets 1403030001011703030035
                +0.000 > P. 598:698(100)   ack 1449  octets 170303005F
                ~0.001 < P. 1449:1704(255) ack 698   octets 17030300FA
                ~0.000 > R. 698:698(0)     ack 1704
                """,
            "close-unread-data", "linger-zero-abort"),
        new("HTTP in plain to the port of TLS",
            GetRequest + "+0.050 < R. 1:1(0) ack 101", "protocol-mismatch"),
        new("HTTP in plain to what has answered in TLS",
            GetRequest + "+0.001 < P. 1:8(7) ack 101 octets 15030100020246\n"
                + "+0.001 < R. 8:8(0) ack 101",
            "protocol-mismatch", "tls-alert-abort"),
        new("TLS to the port of TLS is no mismatch",
            ClientHello + "+0.050 < R. 1:1(0) ack 518", "close-unread-data"),
        new("TLS to a server that speaks SSH",
            Handshake + """
                +0.001 < P. 1:42(41)    ack 1    says "SSH-2.0-OpenSSH_9.2p1"
                ~0.000 > .  1:1(0)      ack 42
                +0.010 > P. 1:518(517)  ack 42   octets 1603010200010001FC0303
                ~0.001 < R. 42:42(0)    ack 518
                """,
            "protocol-mismatch"),
        new("SSH to a server that speaks SSH",
            Handshake + """
                +0.001 < P. 1:42(41)    ack 1    says "SSH-2.0-OpenSSH_9.2p1"
                ~0.000 > .  1:1(0)      ack 42
                +0.010 > P. 1:31(30)    ack 42   says "SSH-2.0-libssh2_1.11.0"
                ~0.001 < R. 42:42(0)    ack 31
                """,
            "close-unread-data"),
        new("The server has too many connections, and says so",
            Handshake + """
                +0.001 < P. 1:35(34)  ack 1  says "-ERR max number of clients reached"
                +0.000 > P. 1:31(30)  ack 1  says "*1"
                +0.050 < R. 35:35(0)  ack 31
                """,
            "greeting-then-drop"),
        new("The mail server is busy, and says so",
            Handshake + """
                +0.001 < P. 1:41(40)  ack 1   says "421 4.3.2 Too many open connections"
                ~0.000 > P. 1:21(20)  ack 41  says "EHLO example.org"
                ~0.001 < R. 41:41(0)  ack 21
                """,
            "greeting-then-drop"),
        new("The SSH server has enough of starting sessions",
            Handshake + """
                +0.001 > P. 1:23(22)  ack 1   says "SSH-2.0-OpenSSH_9.2"
                ~0.000 < .  1:1(0)    ack 23
                +0.001 < P. 1:23(22)  ack 23  says "Exceeded MaxStartups"
                ~0.000 > .  23:23(0)  ack 23
                +0.001 < R. 23:23(0)  ack 23
                """,
            "greeting-then-drop", "close-unread-data"),
        new("A greeting and a long conversation before the reset",
            Handshake + """
                +0.001 < P. 1:41(40)   ack 1    says "220 mail.example.org ESMTP"
                ~0.000 > P. 1:21(20)   ack 41   says "EHLO example.org"
                ~0.001 < P. 41:141(100) ack 21  says "250-mail.example.org"
                ~0.500 > P. 21:51(30)  ack 141  says "MAIL FROM:"
                ~9.000 < R. 141:141(0) ack 51
                """,
            "close-unread-data"),
        new("A binary answer is no greeting",
            Handshake + """
                +0.001 < P. 1:41(40)  ack 1   octets 00FF01FE02FD03FC
                ~0.000 > P. 1:21(20)  ack 41  octets 00FF01FE02FD03FC
                ~0.001 < R. 41:41(0)  ack 21
                """,
            "close-unread-data"),
        new("Too large an upload is refused while it still comes",
            Upload + """
                +0.001 < P. 1:201(200)      ack 2897  says "HTTP/1.1 413 Content Too Large"
                ~0.000 > .  2897:4345(1448) ack 201
                ~0.001 < R. 201:201(0)      ack 4345
                """,
            "early-response-abort"),
        new("An upload is redirected while it still comes",
            Upload + """
                +0.001 < P. 1:201(200)      ack 2897  says "HTTP/1.1 302 Found"
                +0.000 > .  2897:4345(1448) ack 1
                +0.1r  > .  4345:5793(1448) ack 201
                ~0.001 < R. 201:201(0)      ack 5793
                """,
            "early-response-abort"),
        new("An upload gets no word before the reset",
            Upload + """
                +0.001 > .  2897:4345(1448) ack 1
                ~0.001 < R. 1:1(0)          ack 4345
                """,
            "close-unread-data", "protocol-mismatch"), // it is plain HTTP to port 443
        new("An error after the whole request, all read",
            GetRequest + """
                +0.001 < P. 1:201(200) ack 101  says "HTTP/1.1 404 Not Found"
                ~0.000 > .  101:101(0) ack 201
                +0.200 < R. 201:201(0) ack 101
                """,
            "linger-zero-abort"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    // Nobody knows what is spoken on port 20001.
    [TestCase("says \"GET / HTTP/1.1\"")]
    [TestCase("octets 1603010200010001FC0303")]
    [TestCase("says \"SSH-2.0-OpenSSH_9.2\"")]
    public void Nothing_mismatches_where_the_protocol_is_not_known(string payload)
    {
        Trace trace = Trace.Of(
            Handshake + $"+0.010 > P. 1:101(100) ack 1 {payload}\n"
                + "~0.000 < .  1:1(0) ack 101\n+0.050 < R. 1:1(0) ack 101",
            Setting with { ServerPort = 20_001 });
        Assert.That(Causes(trace), Is.EqualTo(["close-unread-data"]));
    }

    [TestCase((ushort)22, "octets 1603010200010001FC0303", TestName = "TLS to port 22")]
    [TestCase((ushort)80, "octets 1603010200010001FC0303", TestName = "TLS to port 80")]
    [TestCase((ushort)443, "says \"SSH-2.0-OpenSSH_9.2\"", TestName = "SSH to port 443")]
    public void The_port_tells_what_should_be_spoken(ushort port, string payload)
    {
        Trace trace = Trace.Of(
            Handshake + $"+0.010 > P. 1:101(100) ack 1 {payload}\n"
                + "~0.000 < .  1:1(0) ack 101\n+0.050 < R. 1:1(0) ack 101",
            Setting with { ServerPort = port });
        Assert.That(Causes(trace), Is.EqualTo(["protocol-mismatch"]));
    }
}
