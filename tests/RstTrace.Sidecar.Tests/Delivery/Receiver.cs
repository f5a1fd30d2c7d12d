using System;
using System.Collections.Concurrent;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>A small HTTP server of ours that stands in for a collector: it keeps what it gets, and
/// answers as it is told.</summary>
sealed class Receiver : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentQueue<(string Path, string Body)> _got = new();

    /// <param name="port">Where to listen; 0 for any port.</param>
    public Receiver(int port = 0)
    {
        if (port != 0) _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        new Thread(Work) { IsBackground = true }.Start();
    }

    /// <summary>What it answers to a body, all of it: <c>HTTP/1.1 200 OK...</c>; empty for nothing
    /// at all, and the connection stays open.</summary>
    public Func<string, string> Answer { get; set; } = static _ => Status("200 OK");

    /// <summary>Where it is.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it took: with a good answer.</summary>
    public (string Path, string Body)[] Got => [.. _got];

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    int _asked;

    /// <summary>An answer of a status and some headers.</summary>
    public static string Status(string status, string headers = "")
        => $"HTTP/1.1 {status}\r\n{headers}Content-Length: 2\r\n\r\n{{}}";

    /// <inheritdoc/>
    public void Dispose() => _listener.Stop();

    void Work()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    void Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (NetworkStream stream = client.GetStream())
            {
                while (ServeOne(stream))
                {
                }
            }
        }
        catch (IOException)
        {
            // The other side had enough.
        }
    }

    bool ServeOne(NetworkStream stream)
    {
        string head = Head(stream);
        if (head.Length == 0) return false;

        int length = 0;
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length: ".Length..]);
        }

        byte[] octets = new byte[length];
        stream.ReadExactly(octets);
        using var gzip = new GZipStream(new MemoryStream(octets), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        string body = reader.ReadToEnd();
        Interlocked.Increment(ref _asked);
        string answer = Answer(body);
        if (answer.Length == 0) Thread.Sleep(Timeout.Infinite);
        if (answer.StartsWith("HTTP/1.1 200")) _got.Enqueue((head.Split(' ')[1], body));
        stream.Write(Encoding.ASCII.GetBytes(answer));
        return answer.StartsWith("HTTP/1.1 ");
    }

    static string Head(NetworkStream stream)
    {
        var head = new StringBuilder();
        int octet;
        while ((octet = stream.ReadByte()) >= 0)
        {
            head.Append((char)octet);
            if (octet == '\n' && head.ToString().EndsWith("\r\n\r\n")) return head.ToString();
        }

        return "";
    }
}
