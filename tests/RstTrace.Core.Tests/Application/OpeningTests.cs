using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Application;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Application;

public sealed class OpeningTests
{
    const ApplicationProtocol Tls = ApplicationProtocol.Tls, Http = ApplicationProtocol.Http;
    const ApplicationProtocol Postgresql = ApplicationProtocol.Postgresql;
    const ApplicationProtocol Mysql = ApplicationProtocol.Mysql, Smtp = ApplicationProtocol.Smtp;
    const ApplicationProtocol Redis = ApplicationProtocol.Redis, Ssh = ApplicationProtocol.Ssh;
    const ApplicationProtocol None = ApplicationProtocol.Unknown;
    const ApplicationProtocol Proxy = ApplicationProtocol.ProxyProtocol;

    static readonly byte[] s_binaryProxy = Latin1(
        "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01\x30\x39\x01\xbb");

    static readonly byte[] s_localProxy = Latin1("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0");

    static readonly byte[] s_mysqlError = Latin1(
        "\x17\0\0\0\xff\x10\x04Too many connections");

    static readonly byte[] s_mysqlErrorWithState = Latin1(
        "\x45\0\0\0\xff\x6a\x04#HY000Host '10.0.0.1' is not allowed to connect to this server");

    static readonly byte[] s_mysqlGreeting = Latin1(
        "\x4a\0\0\0\x0a" + "8.0.36\0\x08\0\0\0abcdefgh\0\xff\xff\xff\x02\0\xff\xdf\x15\0");

    static byte[] MysqlLogin { get; } =
    [
        40, 0, 0, 1, 0x05, 0xA2, 0x3E, 0, 0, 0, 0, 1, 0xFF, .. new byte[23], .. "alice\0"u8,
        .. "\0\0"u8,
    ];

    static readonly byte[] s_emptyHello =
        [22, 3, 1, 0, 0x2F, 1, 0, 0, 0x2B, 3, 1, .. new byte[32], 0, 0, 2, 0, 0x2F, 1, 0];

    static Example[] Examples =>
    [
        new(Recorded.Tls13Client, Side.Client, Tls, "TLS ClientHello for api.example.org"),
        new(Recorded.Tls13Server, Side.Server, Tls, "TLS ServerHello, TLS 1.3 chosen"),
        new(Recorded.Tls12Client, Side.Client, Tls,
            "TLS ClientHello for api.example.org, TLS 1.2 offered"),
        new(Recorded.Tls12Server, Side.Server, Tls, "TLS ServerHello, TLS 1.2 chosen"),
        new(Recorded.OldTlsServer, Side.Server, Tls, "TLS alert 70 (protocol_version), fatal"),
        new(Recorded.NoCipherServer, Side.Server, Tls, "TLS alert 40 (handshake_failure), fatal"),
        new(s_emptyHello, Side.Client, Tls, "TLS ClientHello, TLS 1.0 offered"),
        new([20, 3, 3, 0, 1, 1], Side.Client, Tls, "TLS ChangeCipherSpec"),
        new([23, 3, 3, 0, 99, 1], Side.Client, Tls, "TLS application data"),
        new(Recorded.GetClient, Side.Client, Http,
            "GET /a/b?... HTTP/1.1 for api.example.org:28080"),
        new(Recorded.GetServer, Side.Server, Http, "HTTP 200 OK"),
        new(Recorded.TooLargeServer, Side.Server, Http, "HTTP 413 Request Entity Too Large"),
        new(Recorded.Http2Client, Side.Client, Http, "HTTP/2 preface"),
        new("\0\0\x0c\x04\0\0\0\0\0\0\x03", Side.Server, Http, "HTTP/2 settings"),
        new("CONNECT db.example.org:443 HTTP/1.1\r\n\r\n", Side.Client, Http,
            "CONNECT db.example.org:443 HTTP/1.1 for db.example.org:443"),
        new("GET http://me:secret@a.example/x HTTP/1.0\r\n\r\n", Side.Client, Http,
            "GET http://a.example/x HTTP/1.0 for a.example"),
        new("GET http://a.example/x?u=b://c@d HTTP/1.0\r\n\r\n", Side.Client, Http,
            "GET http://a.example/x?... HTTP/1.0 for a.example"),
        new("GET http:// HTTP/1.0\r\n\r\n", Side.Client, Http, "GET http:// HTTP/1.0"),
        new("PURGE /x HTTP/1.1\r\nHost: h\x1b[31m\r\n\r\n", Side.Client, Http,
            "PURGE /x HTTP/1.1 for h\\x1b[31m"),
        new(Recorded.SshToHttpClient, Side.Client, Ssh, "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u6"),
        new("Exceeded MaxStartups\r\n", Side.Server, Ssh, "Exceeded MaxStartups"),
        new(Recorded.PgAsksForTlsClient, Side.Client, Postgresql, "PostgreSQL, asks for TLS"),
        new(Recorded.PgStartupClient, Side.Client, Postgresql,
            "PostgreSQL startup, user alice, database shop"),
        new(Recorded.PgStartupServer, Side.Server, Postgresql,
            "PostgreSQL authentication request"),
        new(Recorded.PgRejectedServer, Side.Server, Postgresql,
            "PostgreSQL error 28000: pg_hba.conf rejects connection for host \"127.0.0.1\", "
                + "user \"bob\", database \"shop\", no encryption"),
        new(s_mysqlGreeting, Side.Server, Mysql, "MySQL greeting 8.0.36"),
        new(s_mysqlError, Side.Server, Mysql, "MySQL error 1040: Too many connections"),
        new(s_mysqlErrorWithState, Side.Server, Mysql,
            "MySQL error 1130: Host '10.0.0.1' is not allowed to connect to this server"),
        new(MysqlLogin, Side.Client, Mysql, "MySQL login, user alice"),
        new("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n", Side.Client, Redis, "Redis AUTH"),
        new("-ERR max number of clients reached\r\n", Side.Server, Redis,
            "Redis error: ERR max number of clients reached"),
        new("-NOAUTH Authentication required.\r\n", Side.Server, Redis,
            "Redis error: NOAUTH Authentication required."),
        new("220 mx.example.org ESMTP Postfix\r\n", Side.Server, Smtp,
            "SMTP 220 mx.example.org ESMTP Postfix"),
        new("421 4.7.0 mx.example.org too many connections\r\n", Side.Server, Smtp,
            "SMTP 421 4.7.0 mx.example.org too many connections"),
        new("EHLO client.example.org\r\n", Side.Client, Smtp, "SMTP EHLO client.example.org"),
        new("220 smtp.example.org FTP server ready\r\n", Side.Server, ApplicationProtocol.Ftp,
            "FTP 220 smtp.example.org FTP server ready"),
        new("* BYE too many\r\n", Side.Server, ApplicationProtocol.Imap, "IMAP * BYE too many"),
        new("+OK ready\r\n", Side.Server, ApplicationProtocol.Pop3, "POP3 +OK ready"),
        new(Recorded.ProxiedGetClient, Side.Client, Http,
            "PROXY TCP4 header, then GET /x HTTP/1.1 for 127.0.0.1:28081"),
        new(Recorded.ProxiedTlsClient, Side.Client, Tls,
            "PROXY TCP4 header, then TLS ClientHello"),
        new([.. s_binaryProxy, .. Recorded.Tls12Client], Side.Client, Tls,
            "PROXY v2 TCP4 header, then TLS ClientHello for api.example.org, TLS 1.2 offered"),
        new(s_localProxy, Side.Client, Proxy, "PROXY v2 LOCAL header"),
        new("PROXY UNKNOWN\r\n", Side.Client, Proxy, "PROXY UNKNOWN header"),
    ];

    [TestCaseSource(nameof(Examples))]
    public void What_a_side_begins_with_is_told(Example given)
    {
        Opening opening = Opening.Read(given.Octets, given.Sender);
        Assert.That(opening.Protocol, Is.EqualTo(given.Protocol));
        Assert.That(opening.Description, Is.EqualTo(given.Description));
    }

    static Example[] NearMisses =>
    [
        new([22, 3, 5, 0, 9, 1, 0, 0, 5], Side.Client, None, null),
        new([22, 3, 1, 0x50, 0, 1, 0, 0, 5], Side.Client, None, null),
        new([22, 3, 1, 0, 9, 99, 0, 0, 5], Side.Client, None, null),
        new([21, 3, 1, 0, 2, 3, 40], Side.Server, None, null),
        new([0x80, 0x2E, 1, 3, 1, 0, 0x15, 0, 0, 0, 0x11], Side.Client, None, null),
        new("OPTIONS rtsp://a/x RTSP/1.0\r\n", Side.Client, None, null),
        new("GET /x RTSP/1.0\r\n", Side.Client, None, null),
        new("CONNECT {\"verbose\":false}\r\n", Side.Client, None, null),
        new("get / HTTP/1.1\r\n", Side.Client, None, null),
        new("HTTP/3 200\r\n", Side.Client, None, null),
        new("\0\0\0\x08\x04\xd2\x16\x30", Side.Server, None, null),
        new("\0\0\0\x38\0\x03\0\0\xff", Side.Client, None, null),
        new("E\0\0\0\x9eXFATAL", Side.Server, None, null),
        new("N", Side.Server, None, null),
        new("\x17\0\0\x01\xff\x10\x04Too many connections", Side.Server, None, null),
        new("\x17\0\0\0\xff\x10\x00Too many connections", Side.Server, None, null),
        new("\x4a\0\0\0\x0aversion\0\x08\0\0\0", Side.Server, None, null),
        new("*x\r\n$4\r\nPING\r\n", Side.Client, None, null),
        new("PROXY-ISH / x\r\n", Side.Client, None, null),
        new("-ERR go away\r\n", Side.Server, None, "\"-ERR go away\""),
        new("220 ready\r\n", Side.Server, None, "\"220 ready\""),
        new("220 smtp.example.org ready\r\n", Side.Server, None, "\"220 smtp.example.org ready\""),
        new("220 mx.example.org ESM", Side.Server, None, "\"220 mx.example.org ESM\""),
        new("hello \x1b[2J", Side.Server, None, null),
        new("PASS secret\r\n", Side.Client, None, null),
    ];

    [TestCaseSource(nameof(NearMisses))]
    public void What_only_looks_alike_is_not_told(Example given)
        => What_a_side_begins_with_is_told(given);

    [TestCaseSource(nameof(Examples))]
    public void A_cut_says_the_same_or_nothing(Example given)
    {
        bool isProxied = Opening.Read(given.Octets, given.Sender).ProxyHeader is not null;
        for (int length = 0; length <= given.Octets.Length; length++)
        {
            Opening cut = Opening.Read(given.Octets.AsSpan(0, length), given.Sender);
            bool isRight = cut.Protocol == given.Protocol || cut.Protocol == None
                || (isProxied && cut.Protocol == Proxy);
            Assert.That(isRight, $"cut at {length}: {cut}");
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void Every_octet_may_be_wrong_and_all_that_is_shown_is_printable(Example given)
    {
        byte[] octets = given.Octets;
        for (int at = 0; at < octets.Length; at++)
        {
            byte right = octets[at];
            foreach (byte wrong in (byte[])[0, 0x0A, 0x1B, 0x20, 0x7F, 0x80, 0xFF, (byte)~right])
            {
                octets[at] = wrong;
                CheckPrintable(Opening.Read(octets, given.Sender));
            }

            octets[at] = right;
        }
    }

    [Test]
    public void Random_octets_say_nothing()
    {
        var random = new Random(20_260_101);
        byte[] octets = new byte[256];
        int known = 0;
        for (int round = 0; round < 100_000; round++)
        {
            random.NextBytes(octets);
            ReadOnlySpan<byte> cut = octets.AsSpan(0, random.Next(257));
            Opening opening = Opening.Read(cut, (Side)(round & 1));
            if (opening.Protocol != None) known++;
            CheckPrintable(opening);
        }

        Assert.That(known, Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void The_parts_of_an_opening_are_told_apart()
    {
        Opening hello = Opening.Read(Recorded.Tls12Client, Side.Client);
        Opening post = Opening.Read(Recorded.TooLargeClient, Side.Client);
        Opening refusal = Opening.Read(Recorded.TooLargeServer, Side.Server);
        Opening alert = Opening.Read(Recorded.OldTlsServer, Side.Server);
        Assert.Multiple(() =>
        {
            Assert.That(hello.TlsServerName, Is.EqualTo("api.example.org"));
            Assert.That(hello.TlsVersion, Is.EqualTo("TLS 1.2"));
            Assert.That(post.HttpMethod, Is.EqualTo("POST"));
            Assert.That(post.HttpPath, Is.EqualTo("/up"));
            Assert.That(post.HttpHost, Is.EqualTo("api.example.org:28080"));
            Assert.That(post.ContentLength, Is.EqualTo(20));
            Assert.That(refusal.HttpStatus, Is.EqualTo(413));
            Assert.That(refusal.ContentLength, Is.EqualTo(183));
            Assert.That(alert.TlsAlert, Is.EqualTo(new TlsAlert(2, 70)));
        });
    }

    [Test]
    public void A_server_that_declines_says_so()
    {
        Opening[] declining =
        [
            Opening.Read("Exceeded MaxStartups\r\n"u8, Side.Server),
            Opening.Read(s_mysqlError, Side.Server),
            Opening.Read(Recorded.PgRejectedServer, Side.Server),
            Opening.Read("-ERR max number of clients reached\r\n"u8, Side.Server),
            Opening.Read("421 4.7.0 busy\r\n"u8, Side.Server),
        ];
        Opening[] greeting =
        [
            Opening.Read("SSH-2.0-OpenSSH_9.2\r\n"u8, Side.Server),
            Opening.Read(s_mysqlGreeting, Side.Server),
            Opening.Read("220 mx ESMTP\r\n"u8, Side.Server),
            Opening.Read("-NOAUTH Authentication required.\r\n"u8, Side.Server),
        ];
        Assert.That(declining.Select(opening => opening.Declines), Is.All.True);
        Assert.That(declining.Select(opening => opening.Text), Is.All.Not.Null);
        Assert.That(greeting.Select(opening => opening.Declines), Is.All.False);
    }

    [Test]
    public void A_single_octet_answers_only_who_asked()
    {
        Opening asks = Opening.Read(Recorded.PgAsksForTlsClient, Side.Client);
        Opening starts = Opening.Read(Recorded.PgStartupClient, Side.Client);
        Assert.That(
            Opening.Read(Recorded.PgAsksForTlsServer, Side.Server, asks).Description,
            Is.EqualTo("PostgreSQL declines encryption"));
        Assert.That(
            Opening.Read("S"u8, Side.Server, asks).Description,
            Is.EqualTo("PostgreSQL agrees to encryption"));
        Assert.That(Opening.Read("S"u8, Side.Server, starts), Is.EqualTo(Opening.Unknown));
    }

    [Test]
    public void Long_texts_are_cut()
    {
        string text = new('x', 200);
        Opening greeting = Opening.Read(Encoding.ASCII.GetBytes(text), Side.Server);
        Opening request = Opening.Read(Encoding.ASCII.GetBytes($"GET /{text}"), Side.Client);
        Assert.That(greeting.Text, Is.EqualTo(text[..120] + "..."));
        Assert.That(request.HttpPath, Is.EqualTo("/" + text[..119] + "..."));
    }

    static void CheckPrintable(Opening opening)
    {
        IEnumerable<string?> texts =
        [
            opening.Description, opening.Text, opening.TlsServerName, opening.HttpHost,
            opening.HttpPath, opening.HttpMethod, opening.ProxyHeader,
        ];
        foreach (string? text in texts)
        {
            if (text?.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
                Assert.Fail($"{opening.Protocol}: {Convert.ToHexString(Latin1(text))}");
        }
    }

    static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Octets and what they are.</summary>
    public sealed record Example(
        byte[] Octets, Side Sender, ApplicationProtocol Protocol, string? Description)
    {
        public Example(
            string octets, Side sender, ApplicationProtocol protocol, string? description)
            : this(Latin1(octets), sender, protocol, description)
        {
        }

        public override string ToString()
            => $"{Sender}: {Description ?? Convert.ToHexString(Octets)}";
    }
}
