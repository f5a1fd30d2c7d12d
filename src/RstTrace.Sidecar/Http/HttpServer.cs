using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RstTrace.Core;

namespace RstTrace.Sidecar.Http;

/// <summary>A small server for a few callers: a thread for each connection, one request in
/// each.</summary>
/// <remarks>Measured as they answer a page of 20 kB, over a program that does nothing (25 MB):
/// blocking sockets take 9 MB, asynchronous ones 10, HttpListener 18, Kestrel 34. What callers may
/// take is limited in every respect: see <see cref="HttpLimits"/>.</remarks>
public sealed class HttpServer : IDisposable
{
    const int Backlog = 64, StackOctets = 256 * 1024, NapMicroseconds = 250_000;

    readonly Socket _listener;
    readonly Func<HttpRequest, HttpReply> _answer;
    readonly HttpLimits _limits;
    readonly Thread _thread;
    int _open, _streams;
    long _requests, _refused;
    volatile bool _isOver;

    HttpServer(Socket listener, Func<HttpRequest, HttpReply> answer, HttpLimits limits)
    {
        (_listener, _answer, _limits) = (listener, answer, limits);
        _thread = new Thread(Accept, StackOctets) { IsBackground = true, Name = "http" };
        _thread.Start();
    }

    /// <summary>Where it listens.</summary>
#pragma warning disable RS0030 // Sockets speak of addresses in no other way.
    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Requests answered.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Connections turned away, since there were too many.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Listens from now on.</summary>
    /// <param name="endpoint">Where; of port 0, the system chooses one.</param>
    /// <param name="answer">Answers a request; from several threads.</param>
    /// <param name="limits">What callers may take.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">It cannot be listened there.</exception>
    public static HttpServer Open(
        IPEndPoint endpoint, Func<HttpRequest, HttpReply> answer, HttpLimits limits)
#pragma warning restore RS0030
    {
        var listener = new Socket(
            endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = true;
            listener.SetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(endpoint);
            listener.Listen(Backlog);
            return new HttpServer(listener, answer, limits);
        }
        catch (SocketException failure)
        {
            listener.Dispose();
            throw new CaptureException(
                $"cannot listen on {endpoint}: {failure.Message}",
                $"ss -ltnp 'sport = :{endpoint.Port}', or --listen with another port", failure);
        }
    }

    /// <summary>Ends it: streams end, replies under way get a moment.</summary>
    public void Dispose()
    {
        if (_isOver) return;

        _isOver = true;
        _thread.Join();
        _listener.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref _open) == 0, TimeSpan.FromSeconds(1));
    }

    void Accept()
    {
        while (!_isOver)
        {
            try
            {
                if (_listener.Poll(NapMicroseconds, SelectMode.SelectRead))
                    Begin(_listener.Accept());
            }
            catch (SocketException)
            {
                Thread.Sleep(100); // No descriptor is left, or the caller went away.
            }
        }
    }

    void Begin(Socket caller)
    {
        if (Interlocked.Increment(ref _open) > _limits.Connections)
        {
            Interlocked.Increment(ref _refused);
            caller.Dispose();
            Interlocked.Decrement(ref _open);
            return;
        }

        new Thread(() => Serve(caller), StackOctets) { IsBackground = true, Name = "http caller" }
            .Start();
    }

    void Serve(Socket caller)
    {
        try
        {
            using var exchange = new HttpExchange(caller, _limits, () => _isOver);
            if (exchange.Read(out HttpReply? refusal) is { } request)
                Answer(exchange, request);
            else if (refusal is not null)
                exchange.Write(refusal, hasBody: true);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The caller went away, or was too slow.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    void Answer(HttpExchange exchange, HttpRequest request)
    {
        Interlocked.Increment(ref _requests);
        HttpReply reply = ReplyTo(request);
        bool hasBody = request.Method != "HEAD";
        if (reply.Stream is null || !hasBody)
        {
            exchange.Write(reply, hasBody);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _streams) <= _limits.Streams)
                exchange.Stream(reply, request["Last-Event-ID"]);
            else
                exchange.Write(HttpReply.Text(503, "too many dashboards are open"), hasBody);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    HttpReply ReplyTo(HttpRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
            return HttpReply.Text(405, "GET and HEAD alone") with { Field = "Allow: GET, HEAD" };

        if (request.HasBody) return HttpReply.Text(413, "no body is taken");
        try
        {
            return _answer(request);
        }
        catch (Exception defect)
        {
            // A page that fails must not end the capture.
            return HttpReply.Text(500, $"a defect in rsttrace: {defect.GetType().Name}");
        }
    }
}
