using System;
using System.Diagnostics;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live;

/// <summary>Two hosts of the real kernel with a cable between them, and on one of them a server
/// that resets whoever talks to it.</summary>
sealed class TwoHosts : IDisposable
{
    public const string ServerAddress = "10.79.0.2", ServerAddress6 = "fd79::2";
    public const string ServerDevice = "srv0", ClientDevice = "cli0";

    /// <summary>Ports at which connections are reset in use, and one that is closed.</summary>
    public const int Resetting = 8001, Closed = 8003;

    // SO_LINGER with no time: close() is a reset.
    const string Server = """
        import socket, struct
        s = socket.create_server(('::', 8001), family=socket.AF_INET6, dualstack_ipv6=True)
        print('ready', flush=True)
        while True:
            c, _ = s.accept()
            try:
                c.recv(100)
                c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            except OSError:
                pass
            c.close()
        """;

    const string Client = """
        import socket, sys, time
        host, port, times, gap = sys.argv[1], *map(float, sys.argv[2:])
        for _ in range(int(times)):
            s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
            s.settimeout(5)
            try:
                s.connect((host, int(port)))
                s.sendall(b'GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n')
                s.recv(1)
            except OSError:
                pass
            s.close()
            time.sleep(gap)
        """;

    static int s_count;
    readonly Process _server;

    public TwoHosts()
    {
        string name = $"rsc{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        (ClientHost, ServerHost) = (name + "c", name + "s");
        Shell($"""
            ip netns add {ClientHost}
            ip netns add {ServerHost}
            ip link add {ClientDevice} netns {ClientHost} type veth \
                peer name {ServerDevice} netns {ServerHost}
            ip -n {ClientHost} address add 10.79.0.1/24 dev {ClientDevice}
            ip -n {ServerHost} address add {ServerAddress}/24 dev {ServerDevice}
            ip -n {ClientHost} address add fd79::1/64 dev {ClientDevice} nodad
            ip -n {ServerHost} address add {ServerAddress6}/64 dev {ServerDevice} nodad
            ip -n {ClientHost} link set {ClientDevice} up
            ip -n {ServerHost} link set {ServerDevice} up
            ip -n {ServerHost} link set lo up
            """);
        var start = new ProcessStartInfo(
            "ip", ["netns", "exec", ServerHost, "python3", "-c", Server])
        {
            RedirectStandardOutput = true,
        };
        _server = Process.Start(start)!;
        Assert.That(_server.StandardOutput.ReadLine(), Is.EqualTo("ready"));
    }

    /// <summary>Names of the namespaces.</summary>
    public string ClientHost { get; }

    public string ServerHost { get; }

    /// <summary>Runs lines of bash, all of which must end well.</summary>
    public static void Shell(string lines)
    {
        using Process bash = Process.Start("bash", ["-ec", lines]);
        bash.WaitForExit();
        Assert.That(bash.ExitCode, Is.Zero, lines);
    }

    /// <summary>Starts the program on the server.</summary>
    public RstTraceProcess Start(params string[] words)
        => RstTraceProcess.StartAs(["ip", "netns", "exec", ServerHost], words);

    /// <summary>Starts a live capture on the server, and returns when it listens.</summary>
    public RstTraceProcess Live(params string[] words)
    {
        RstTraceProcess process = Start(["live", .. words]);
        process.AwaitErrors("listening on");
        return process;
    }

    /// <summary>Calls the server, one connection after the other.</summary>
    /// <param name="times">How often.</param>
    /// <param name="port">Which port.</param>
    /// <param name="address">Whom.</param>
    /// <param name="gap">Seconds between two.</param>
    /// <param name="host">From where; the client's host if null.</param>
    public void Call(
        int times,
        int port = Resetting,
        string address = ServerAddress,
        double gap = 0.02,
        string? host = null)
    {
        using Process client = Process.Start(
            "ip",
            [
                "netns", "exec", host ?? ClientHost, "python3", "-c", Client, address,
                $"{port}", $"{times}", FormattableString.Invariant($"{gap}"),
            ]);
        client.WaitForExit();
        Assert.That(client.ExitCode, Is.Zero);
    }

    /// <summary>Knocks at closed ports, as fast as may be: as many refusals come back.</summary>
    public void Knock(int times, int microseconds = 50)
        => Shell($"""
            ip netns exec {ClientHost} hping3 -q -S -p ++20000 -i u{microseconds} -c {times} \
                {ServerAddress} >/dev/null 2>&1 || true
            """);

    /// <summary>A frame that is no TCP, so that a capture that is read later has a time
    /// to settle by.</summary>
    public static void TellTime(string host, string address)
        => Shell($"ip netns exec {host} bash -c 'echo x > /dev/udp/{address}/9'");

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        Shell($"ip netns delete {ClientHost}; ip netns delete {ServerHost}");
    }
}
