using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>Passes connections on to a server, and loses answers on the way.</summary>
sealed class Relay : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly int _port;
    volatile bool _losesAnswers;
    int _lost;

    /// <param name="port">Of the server.</param>
    public Relay(int port)
    {
        _port = port;
        _listener.Start();
        new Thread(Work) { IsBackground = true }.Start();
    }

    /// <summary>Whether an answer to a POST ends the connection instead.</summary>
    public bool LosesAnswers
    {
        get => _losesAnswers;
        set => _losesAnswers = value;
    }

    /// <summary>Answers that it lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Where it is.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <inheritdoc/>
    public void Dispose() => _listener.Stop();

    void Work()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                var server = new TcpClient("127.0.0.1", _port);
                bool[] isPost = [false];
                Start(() => Pass(client, server, octets => NotesPost(octets, isPost)));
                Start(() => Pass(server, client, _ => !isPost[0] || !IsLost()));
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    static bool NotesPost(ReadOnlySpan<byte> octets, bool[] isPost)
    {
        if (octets.StartsWith("POST"u8)) isPost[0] = true;
        if (octets.StartsWith("GET"u8)) isPost[0] = false;
        return true;
    }

    bool IsLost()
    {
        if (_losesAnswers) Interlocked.Increment(ref _lost);
        return _losesAnswers;
    }

    static void Start(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();

    delegate bool Watch(ReadOnlySpan<byte> octets);

    static void Pass(TcpClient from, TcpClient to, Watch watch)
    {
        try
        {
            byte[] buffer = new byte[64 * 1024];
            int count;
            while ((count = from.GetStream().Read(buffer)) > 0 && watch(buffer.AsSpan(0, count)))
                to.GetStream().Write(buffer.AsSpan(0, count));
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            // One side is gone.
        }

        from.Close();
        to.Close();
    }
}
