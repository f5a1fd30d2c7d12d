using System.Text;
using NUnit.Framework;
using RstTrace.Core.Application;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Tests.Application;

public sealed class ProtocolMismatchTests
{
    static TestCaseData[] Mismatches =>
    [
        Pair("HTTP to TLS", Recorded.GetClient, Recorded.HttpToTlsServer,
            "The client spoke plain HTTP (GET /a/b?... HTTP/1.1 for api.example.org:28080) to a "
                + "server that wants TLS on this port and said so with HTTP 400."),
        Pair("HTTP to TLS with an alert", Recorded.GetClient, Recorded.OldTlsServer,
            "The client spoke HTTP (GET /a/b?... HTTP/1.1 for api.example.org:28080), the server "
                + "TLS (TLS alert 70 (protocol_version), fatal)."),
        Pair("TLS to HTTP", Recorded.Tls13Client, Recorded.BadRequestServer,
            "The client spoke TLS (TLS ClientHello for api.example.org), the server HTTP (HTTP "
                + "400 Bad Request)."),
        Pair("SSH to HTTP", Recorded.SshToHttpClient, Recorded.BadRequestServer,
            "The client spoke SSH (SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u6), the server HTTP (HTTP "
                + "400 Bad Request)."),
        Pair("PROXY to HTTP", Recorded.ProxiedGetClient, Recorded.BadRequestServer,
            "The client began with a PROXY TCP4 header, and the server answered HTTP 400, as one "
                + "does that does not expect the header."),
        Pair("TLS to SMTP", Recorded.Tls12Client, Ascii("220 mx.example.org ESMTP\r\n"),
            "The client spoke TLS (TLS ClientHello for api.example.org, TLS 1.2 offered), the "
                + "server SMTP (SMTP 220 mx.example.org ESMTP)."),
    ];

    [TestCaseSource(nameof(Mismatches))]
    public void Two_protocols_are_a_mismatch_at_any_port(
        byte[] client, byte[] server, string sentence)
        => Assert.That(Of(client, server, 7777), Is.EqualTo(sentence));

    static TestCaseData[] Matches =>
    [
        Pair("TLS and its alert", Recorded.Tls12Client, Recorded.OldTlsServer),
        Pair("TLS 1.3", Recorded.Tls13Client, Recorded.Tls13Server),
        Pair("HTTP on 443", Recorded.GetClient, Recorded.GetServer),
        Pair("HTTP 413", Recorded.TooLargeClient, Recorded.TooLargeServer),
        Pair("PROXY and HTTP", Recorded.ProxiedGetClient, Recorded.GetServer),
        Pair("PostgreSQL and N", Recorded.PgAsksForTlsClient, Recorded.PgAsksForTlsServer),
        Pair("PostgreSQL", Recorded.PgRejectedClient, Recorded.PgRejectedServer),
        Pair("PROXY, then MySQL's greeting", Ascii("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n"),
            Encoding.Latin1.GetBytes("\x4a\0\0\0\x0a" + "8.0.36\0\x08\0\0\0abcdefgh\0")),
        Pair("Unknown and SSH", Ascii("\x01\x02"), Ascii("SSH-2.0-x\r\n")),
        Pair("HTTP and what was not captured", Recorded.GetClient, []),
    ];

    [TestCaseSource(nameof(Matches))]
    public void One_protocol_is_none_whatever_the_port(byte[] client, byte[] server, string _)
        => Assert.That(Of(client, server, 443), Is.Null);

    [TestCase("GET / HTTP/1.1\r\n", 443, true)]
    [TestCase("GET / HTTP/1.1\r\n", 8443, true)]
    [TestCase("GET / HTTP/1.1\r\n", 5432, true)]
    [TestCase("GET / HTTP/1.1\r\n", 80, false)]
    [TestCase("GET / HTTP/1.1\r\n", 8080, false)]
    [TestCase("GET / HTTP/1.1\r\n", 9000, false)]
    [TestCase("SSH-2.0-x\r\n", 22, false)]
    [TestCase("SSH-2.0-x\r\n", 443, true)]
    [TestCase("EHLO x.example\r\n", 25, false)]
    [TestCase("EHLO x.example\r\n", 465, true)]
    [TestCase("*1\r\n$4\r\nPING\r\n", 6379, false)]
    [TestCase("PROXY UNKNOWN\r\n", 443, false)]
    [TestCase("\x01\x02\x03", 443, false)]
    public void Where_the_server_is_silent_the_port_tells(string client, int port, bool isMismatch)
        => Assert.That(Of(Ascii(client), null, port), isMismatch ? Is.Not.Null : Is.Null);

    [TestCase(443, false)]
    [TestCase(993, false)]
    [TestCase(80, true)]
    [TestCase(8080, true)]
    [TestCase(22, true)]
    [TestCase(3306, true)]
    [TestCase(5432, false)]
    [TestCase(6379, false)]
    [TestCase(50_000, false)]
    public void Where_the_server_is_silent_the_port_tells_of_TLS(int port, bool isMismatch)
        => Assert.That(
            Of(Recorded.Tls13Client, null, port), isMismatch ? Is.Not.Null : Is.Null);

    [Test]
    public void A_silent_client_speaks_nothing_wrong()
        => Assert.That(
            ProtocolMismatch.Of(
                null, Opening.Read("220 mx ESMTP\r\n"u8, Side.Server), serverPort: 443),
            Is.Null);

    static string? Of(byte[] client, byte[]? server, int port)
    {
        Opening asked = Opening.Read(client, Side.Client);
        Opening? answer = server is null ? null : Opening.Read(server, Side.Server, asked);
        return ProtocolMismatch.Of(asked, answer, (ushort)port);
    }

    static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    static TestCaseData Pair(string name, byte[] client, byte[] server, string sentence = "")
        => new TestCaseData(client, server, sentence).SetName(name);
}
