using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using NUnit.Framework;
using RstTrace.Sidecar.Http;

namespace RstTrace.Sidecar.Tests;

/// <summary>The server against callers that mean no good.</summary>
public sealed class HttpServerTests
{
    const string Get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    static readonly HttpLimits s_limits = new()
    {
        Connections = 4,
        Streams = 1,
        RequestTime = TimeSpan.FromSeconds(1),
        ReplyTime = TimeSpan.FromSeconds(1),
    };

    [TestCase("POST", 405)]
    [TestCase("PUT", 405)]
    [TestCase("DELETE", 405)]
    [TestCase("OPTIONS", 405)]
    [TestCase("TRACE", 405)]
    [TestCase("CONNECT", 405)]
    [TestCase("GET", 200)]
    public void Only_two_methods_are_known(string method, int status)
    {
        using HttpServer server = Serve();
        Assert.That(Ask(server, Get.Replace("GET", method)), Does.StartWith($"HTTP/1.1 {status} "));
    }

    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n", 413)]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", 413)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [TestCase("GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400)]
    [TestCase("GET / HTTP/2.0\r\n\r\n", 400)]
    [TestCase("GET /\u0001 HTTP/1.1\r\n\r\n", 400)]
    [TestCase("\r\n\r\n", 400)]
    public void What_is_no_plain_request_is_refused(string request, int status)
    {
        using HttpServer server = Serve();
        Assert.That(Ask(server, request), Does.StartWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public void A_head_has_an_end()
    {
        using HttpServer server = Serve();
        string request = Get.TrimEnd() + "\r\nX: " + new string('x', 9_000) + "\r\n\r\n";
        Assert.That(Ask(server, request), Does.StartWith("HTTP/1.1 431 "));
    }

    [Test]
    public void A_caller_who_dawdles_is_sent_away()
    {
        using HttpServer server = Serve();
        using Socket caller = Call(server);
        caller.Send("GET / HT"u8);
        long begin = Stopwatch.GetTimestamp();
        Assert.Multiple(() =>
        {
            Assert.That(ReadAll(caller), Does.StartWith("HTTP/1.1 408 "));
            Assert.That(Stopwatch.GetElapsedTime(begin).TotalSeconds, Is.GreaterThan(0.7));
        });
    }

    [Test]
    public void Callers_who_are_too_many_are_turned_away_and_the_next_is_served()
    {
        using HttpServer server = Serve();
        var callers = new List<Socket>();
        for (int i = 0; i < 12; i++) callers.Add(Call(server));
        Assert.That(
            SpinWait.SpinUntil(() => server.Refused >= 8, 30_000), Is.True, "eight are too many");
        foreach (Socket caller in callers) caller.Dispose();
        Assert.That(
            SpinWait.SpinUntil(() => Ask(server, Get).StartsWith("HTTP/1.1 200 "), 30_000),
            Is.True);
    }

    [Test]
    public void A_head_without_a_body_says_how_long_it_would_be()
    {
        using HttpServer server = Serve();
        string reply = Ask(server, Get.Replace("GET", "HEAD"));
        Assert.That(reply, Does.Contain("Content-Length: 4\r\n").And.EndsWith("\r\n\r\n"));
    }

    [Test]
    public void Nothing_from_elsewhere_is_let_onto_a_page()
    {
        using HttpServer server = Serve();
        Assert.That(Ask(server, Get), Does.Contain("default-src 'none'")
            .And.Contain("frame-ancestors 'none'").And.Contain("nosniff"));
    }

    [Test]
    public void A_reader_of_events_who_does_not_read_is_dropped()
    {
        var dropped = new ManualResetEventSlim();
        byte[] much = new byte[1 << 20];
        using HttpServer server = Serve(new HttpReply(200, "text/event-stream", default)
        {
            Stream = events =>
            {
                try
                {
                    while (!events.IsOver) events.Send("x", null, much);
                }
                finally
                {
                    dropped.Set();
                }
            },
        });
        using Socket caller = Call(server);
        caller.Send(Encoding.ASCII.GetBytes(Get));
        Assert.That(dropped.Wait(30_000), Is.True);
    }

    [Test]
    public void Streams_have_a_limit_of_their_own_and_end_with_the_server()
    {
        HttpServer server = Serve(new HttpReply(200, "text/event-stream", default)
        {
            Stream = events =>
            {
                events.Send("x", "1", "{}"u8);
                SpinWait.SpinUntil(() => events.IsOver);
            },
        });
        using Socket first = Call(server);
        first.Send(Encoding.ASCII.GetBytes(Get));
        byte[] some = new byte[4096];
        string begun = Encoding.ASCII.GetString(some, 0, first.Receive(some));
        Assert.That(Ask(server, Get), Does.StartWith("HTTP/1.1 503 "));
        server.Dispose();
        Assert.That(begun + ReadAll(first), Does.EndWith("data: {}\n\n"));
    }

    [TestCase(null, 401)]
    [TestCase("Bearer 0123456789abcdef", 200)]
    [TestCase("bearer 0123456789abcdef", 200)]
    [TestCase("Bearer 0123456789abcdeF", 401)]
    [TestCase("Bearer 0123456789abcde", 401)]
    [TestCase("Bearer", 401)]
    [TestCase("Basic bWU6MDEyMzQ1Njc4OWFiY2RlZg==", 200, TestName = "me:token")]
    [TestCase("Basic MDEyMzQ1Njc4OWFiY2RlZg==", 401, TestName = "no colon")]
    [TestCase("Basic !!!", 401)]
    [TestCase("Digest username=x", 401)]
    public void Who_knows_the_token_may_look(string? authorization, int status)
    {
        string field = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        Assert.That(
            Gated("0123456789abcdef", $"Host: shop.example\r\n{field}"), Is.EqualTo(status));
    }

    [TestCase("localhost:9464", 200)]
    [TestCase("127.0.0.1:9464", 200)]
    [TestCase("[::1]:9464", 200)]
    [TestCase("rebound.example", 403)]
    [TestCase("localhost.example:9464", 403)]
    [TestCase("", 403)]
    public void Without_a_token_a_page_under_another_name_sees_nothing(string host, int status)
        => Assert.That(Gated(null, $"Host: {host}\r\n"), Is.EqualTo(status));

    static int Gated(string? token, string fields)
    {
        var gate = new AccessGate(token);
        var request = HttpRequest.Parse(
            Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{fields}".TrimEnd()));
        return gate.Refuse(request!)?.Status ?? 200;
    }

    static HttpServer Serve(HttpReply? reply = null)
        => HttpServer.Open(
            new IPEndPoint(IPAddress.Loopback, 0),
            _ => reply ?? HttpReply.Text(200, "yes"), s_limits);

    static Socket Call(HttpServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = 30_000,
        };
        socket.Connect(server.Endpoint);
        return socket;
    }

    static string Ask(HttpServer server, string request)
    {
        using Socket caller = Call(server);
        try
        {
            caller.Send(Encoding.Latin1.GetBytes(request));
            return ReadAll(caller);
        }
        catch (SocketException)
        {
            return ""; // Turned away.
        }
    }

    static string ReadAll(Socket caller)
    {
        var text = new StringBuilder();
        byte[] octets = new byte[4096];
        while (caller.Receive(octets) is > 0 and int length)
            text.Append(Encoding.ASCII.GetString(octets, 0, length));
        return text.ToString();
    }
}
