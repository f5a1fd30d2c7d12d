using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Checking;

/// <summary>A client and a server of the real kernel with a router between them, and on the server
/// ports of every kind.</summary>
sealed class RoutedHosts : IDisposable
{
    public const string ServerAddress = "10.81.2.2", ServerAddress6 = "fd81:2::2";
    public const string RouterAddress = "10.81.1.2";

    /// <summary>Ports: answers words, resets at once, has nobody, is rejected by the server's or
    /// the router's firewall, is dropped, is rejected by the router with ICMP, has a full queue,
    /// greets, speaks TLS.</summary>
    public const int Open = 8001, Resetting = 8002, Closed = 8003, RejectedOnHost = 8004,
        RejectedOnRouter = 8005, Dropped = 8006, RejectedByIcmp = 8007, Full = 8008,
        Greeting = 8022, Tls = 8443;

    const string Server = """
        import socket, struct, threading
        def listen(port, backlog=50):
            s = socket.socket(socket.AF_INET6)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            s.bind(('::', port))
            s.listen(backlog)
            return s
        def serve(port, talk):
            s = listen(port)
            def one(c):
                try: talk(c)
                except OSError: pass
                c.close()
            def run():
                while True:
                    c, _ = s.accept()
                    threading.Thread(target=one, args=(c,), daemon=True).start()
            threading.Thread(target=run, daemon=True).start()
        def answer(c):
            if c.recv(1000).startswith(b'HEAD'): c.sendall(b'HTTP/1.0 200 OK\r\n\r\n')
        def reset(c):
            c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        def greet(c):
            c.sendall(b'SSH-2.0-Test\x1b[31m\r\n')
            c.recv(1000)
        serve(8001, answer)
        serve(8002, reset)
        serve(8022, greet)
        full = listen(8008, 0)
        print('ready', flush=True)
        threading.Event().wait()
        """;

    static int s_count;
    readonly Process _server, _tls;

    /// <summary>Makes them.</summary>
    /// <param name="folder">Gets the key and certificate of the server of TLS.</param>
    public RoutedHosts(string folder)
    {
        string name = $"rsk{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        (Client, Router, ServerHost) = (name + "c", name + "r", name + "s");
        Shell($"""
            for host in {Client} {Router} {ServerHost}; do
                ip netns add $host
                ip -n $host link set lo up
            done
            ip link add north netns {Client} type veth peer name south netns {Router}
            ip link add north netns {Router} type veth peer name south netns {ServerHost}
            cable() [
                ip -n $1 address add $3/24 dev $2
                ip -n $1 address add $4/64 dev $2 nodad
                ip -n $1 link set $2 up
            ]
            cable {Client} north 10.81.1.1 fd81:1::1
            cable {Router} south {RouterAddress} fd81:1::2
            cable {Router} north 10.81.2.1 fd81:2::1
            cable {ServerHost} south {ServerAddress} {ServerAddress6}
            ip -n {Client} route add default via {RouterAddress}
            ip -n {Client} route add default via fd81:1::2
            ip -n {ServerHost} route add default via 10.81.2.1
            ip -n {ServerHost} route add default via fd81:2::1
            ip netns exec {Router} sysctl -qw net.ipv4.ip_forward=1 \
                net.ipv6.conf.all.forwarding=1
            ip netns exec {ServerHost} nft -f - <<'.'
            table inet t [
                chain input [
                    type filter hook input priority 0;
                    tcp dport {RejectedOnHost} reject with tcp reset;
                    tcp dport {Dropped} drop;
                ]
            ]
            .
            ip netns exec {Router} nft -f - <<'.'
            table inet t [
                chain forward [
                    type filter hook forward priority 0;
                    tcp dport {RejectedOnRouter} reject with tcp reset;
                    tcp dport {RejectedByIcmp} reject;
                ]
            ]
            .
            openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -days 2 \
                -keyout {folder}/key.pem -out {folder}/certificate.pem 2>/dev/null
            """.Replace('[', '{').Replace(']', '}'));
        _server = StartOnServer("python3", "-c", Server);
        Assert.That(_server.StandardOutput.ReadLine(), Is.EqualTo("ready"));
        _tls = StartOnServer(
            "openssl", "s_server", "-accept", $"{Tls}", "-key", Path.Combine(folder, "key.pem"),
            "-cert", Path.Combine(folder, "certificate.pem"));
        string? said;
        do said = _tls.StandardOutput.ReadLine();
        while (said is not null && !said.StartsWith("ACCEPT", StringComparison.Ordinal));
        Assert.That(said, Is.Not.Null, "openssl listens");
    }

    /// <summary>Names of the namespaces.</summary>
    public string Client { get; }

    public string Router { get; }

    public string ServerHost { get; }

    /// <summary>Runs lines of bash, all of which must end well.</summary>
    public static void Shell(string lines)
    {
        using Process bash = Process.Start("bash", ["-ec", lines]);
        bash.WaitForExit();
        Assert.That(bash.ExitCode, Is.Zero, lines);
    }

    /// <summary>Runs the program on the client.</summary>
    public RunResult Run(params string[] words) => RunOn([], Client, words);

    /// <summary>Runs it there as nobody, with no right at all.</summary>
    public RunResult RunUnprivileged(params string[] words)
        => RunOn(
            ["setpriv", "--reuid", "nobody", "--clear-groups", "--bounding-set=-all"], Client,
            words);

    /// <summary>Runs it on the server.</summary>
    public RunResult RunOnServer(params string[] words) => RunOn([], ServerHost, words);

    static RunResult RunOn(string[] by, string host, string[] words)
    {
        using RstTraceProcess process =
            RstTraceProcess.StartAs(["ip", "netns", "exec", host, .. by], words);
        process.Input.Close();
        return process.Await();
    }

    Process StartOnServer(params string[] words)
        => Process.Start(
            new ProcessStartInfo("ip", ["netns", "exec", ServerHost, .. words])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;

    public void Dispose()
    {
        foreach (Process process in (Process[])[_server, _tls])
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Shell($"for host in {Client} {Router} {ServerHost}; do ip netns delete $host; done");
    }
}
