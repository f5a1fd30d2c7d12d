using System;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RstTrace.Sidecar.Http;

/// <summary>One connection of a caller: a request, and the reply.</summary>
/// <param name="caller">Owned.</param>
/// <param name="limits">What it may take.</param>
/// <param name="isOver">Whether the server ends.</param>
sealed class HttpExchange(Socket caller, HttpLimits limits, Func<bool> isOver) : IDisposable
{
    const int MostAtOnce = 64 * 1024;

    // Nothing from elsewhere, no frame around us, nothing kept, nothing told to others.
    const string Guards =
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
        + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'\r\n"
        + "X-Content-Type-Options: nosniff\r\n"
        + "X-Frame-Options: DENY\r\n"
        + "Referrer-Policy: no-referrer\r\n"
        + "Cross-Origin-Resource-Policy: same-origin\r\n"
        + "Cache-Control: no-store\r\n"
        + "Connection: close\r\n";

    readonly long _begin = Stopwatch.GetTimestamp();

    /// <summary>Reads the request's head.</summary>
    /// <param name="refusal">What to answer where there is none; null for nothing.</param>
    /// <returns>Null where there is none.</returns>
    public HttpRequest? Read(out HttpReply? refusal)
    {
        byte[] head = new byte[limits.HeadOctets];
        int length = 0;
        refusal = null;
        while (length < head.Length)
        {
            int left = (int)(limits.RequestTime - Stopwatch.GetElapsedTime(_begin))
                .TotalMilliseconds;
            if (left <= 0 || !caller.Poll(left * 1000, SelectMode.SelectRead))
            {
                refusal = HttpReply.Text(408, "the request took too long");
                return null;
            }

            int read = caller.Receive(head, length, head.Length - length, SocketFlags.None);
            if (read == 0) return null;

            length += read;
            int end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;

            HttpRequest? request = HttpRequest.Parse(head.AsSpan(0, end));
            if (request is null) refusal = HttpReply.Text(400, "that is no request of HTTP/1.1");
            return request;
        }

        refusal = HttpReply.Text(431, $"a request has {limits.HeadOctets} octets at most");
        return null;
    }

    /// <summary>Writes a reply.</summary>
    public void Write(HttpReply reply, bool hasBody)
    {
        string length = reply.Stream is null
            ? $"Content-Length: {reply.Body.Length.ToString(CultureInfo.InvariantCulture)}\r\n"
            : "";
        byte[] head = Encoding.ASCII.GetBytes(Head(reply) + length + "\r\n");
        long begin = Stopwatch.GetTimestamp();
        Send(head, begin);
        if (hasBody) Send(reply.Body, begin);
        Close();
    }

    /// <summary>Writes events until the reader goes or the server ends.</summary>
    public void Stream(HttpReply reply, string? lastId)
    {
        byte[] head = Encoding.ASCII.GetBytes(Head(reply) + "\r\n");
        Send(head, Stopwatch.GetTimestamp());
        reply.Stream!(new EventSender(
            octets => Send(octets, Stopwatch.GetTimestamp()), IsOver, lastId));
        Close();
    }

    /// <inheritdoc/>
    public void Dispose() => caller.Dispose();

    // A reader that goes is readable, with nothing to read; one of a stream has nothing to say.
    bool IsOver()
        => isOver() || (caller.Poll(0, SelectMode.SelectRead) && caller.Available == 0);

    static string Head(HttpReply reply)
        => $"HTTP/1.1 {reply.Status} {reply.Reason}\r\n{Guards}"
            + $"Content-Type: {reply.ContentType}\r\n"
            + (reply.Field is { } field ? field + "\r\n" : "");

    void Send(ReadOnlyMemory<byte> octets, long begin)
    {
        while (!octets.IsEmpty)
        {
            int left = (int)(limits.ReplyTime - Stopwatch.GetElapsedTime(begin)).TotalMilliseconds;
            if (left <= 0) throw new SocketException((int)SocketError.TimedOut);

            caller.SendTimeout = left;
            int most = Math.Min(octets.Length, MostAtOnce);
            octets = octets[caller.Send(octets.Span[..most], SocketFlags.None)..];
        }
    }

    // What a caller still sends would draw a reset, which may overtake the reply.
    void Close()
    {
        byte[] rest = new byte[4096];
        long begin = Stopwatch.GetTimestamp();
        caller.Shutdown(SocketShutdown.Send);
        while (Stopwatch.GetElapsedTime(begin) < limits.RequestTime
            && caller.Poll(250_000, SelectMode.SelectRead)
            && caller.Receive(rest) > 0)
        {
            // What it says is not read.
        }
    }
}
