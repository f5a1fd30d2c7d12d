using System;
using System.Diagnostics;
using System.Threading;
using NUnit.Framework;
using RstTrace.Cli.Tests.Live;

namespace RstTrace.Cli.Tests;

/// <summary>A client and a server of the real kernel, and between them a router that gives both
/// other addresses: the client calls the router, the server is called by it.</summary>
sealed class TranslatedHosts : IDisposable
{
    // 8001 resets whoever talks to it; 8002 answers, and speaks once more half a second later.
    const string Server = """
        import socket, struct, threading, time
        def serve(port, talk):
            s = socket.create_server(('10.88.2.2', port))
            while True:
                c, _ = s.accept()
                threading.Thread(target=talk, args=(c,), daemon=True).start()
        def reset(c):
            c.recv(100)
            c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            c.close()
        def talk(c):
            try:
                c.sendall(b'answer to ' + c.recv(100))
                time.sleep(1.5)
                c.sendall(b'and one thing more')
                time.sleep(1)
            except OSError: pass
        threading.Thread(target=serve, args=(8001, reset), daemon=True).start()
        threading.Thread(target=serve, args=(8002, talk), daemon=True).start()
        time.sleep(0.2)
        print('ready', flush=True)
        time.sleep(60)
        """;

    // The router rejects in the middle of the second connection.
    const string Client = """
        import socket, subprocess, sys, time
        def call(port):
            s = socket.create_connection(('10.88.1.1', port), 5)
            s.sendall(b'a question that is no other')
            return s
        def hear(s):
            try: return s.recv(100)
            except OSError: return b''
        hear(call(8081))
        s = call(8082)
        hear(s)
        subprocess.run(['ip', 'netns', 'exec', sys.argv[1], 'nft', 'add', 'rule', 'ip', 'f',
            'onward', 'ip', 'saddr', '10.88.1.2', 'tcp', 'dport', '8002', 'reject', 'with', 'tcp',
            'reset'], check=True)
        s.sendall(b'a second question')
        hear(s)
        subprocess.run(['ip', 'netns', 'exec', sys.argv[1], 'nft', 'flush', 'chain', 'ip', 'f',
            'onward'], check=True)
        time.sleep(2.5)
        """;

    static int s_count;
    readonly string _client, _router, _server;

    public TranslatedHosts()
    {
        string name = $"rsv{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        (_client, _router, _server) = (name + "c", name + "r", name + "s");
        TwoHosts.Shell($"""
            for n in {_client} {_router} {_server}; do
                ip netns add $n; ip -n $n link set lo up; done
            ip link add c0 netns {_client} type veth peer name r0 netns {_router}
            ip link add s0 netns {_server} type veth peer name r1 netns {_router}
            ip -n {_client} address add 10.88.1.2/24 dev c0
            ip -n {_router} address add 10.88.1.1/24 dev r0
            ip -n {_router} address add 10.88.2.1/24 dev r1
            ip -n {_server} address add 10.88.2.2/24 dev s0
            for d in "{_client} c0" "{_router} r0" "{_router} r1" "{_server} s0"; do
                set -- $d; ip -n $1 link set $2 up; done
            ip -n {_client} route add default via 10.88.1.1
            ip netns exec {_router} sysctl -qw net.ipv4.ip_forward=1
            ip netns exec {_router} nft -f - <<'END'
            table ip f {"{"}
              chain pre {"{"} type nat hook prerouting priority -100;
                tcp dport 8081 dnat to 10.88.2.2:8001; tcp dport 8082 dnat to 10.88.2.2:8002; {"}"}
              chain post {"{"} type nat hook postrouting priority 100;
                oifname "r1" masquerade random; {"}"}
              chain onward {"{"} type filter hook forward priority 0; {"}"}
            {"}"}
            END
            """);
    }

    /// <summary>Captures at both ends while the client calls.</summary>
    /// <param name="atClient">Where to.</param>
    /// <param name="atServer">Where to.</param>
    public void Capture(string atClient, string atServer)
    {
        using Process server = Start(_server, "python3", "-c", Server);
        using Process client = Dump(_client, "c0", atClient), other = Dump(_server, "s0", atServer);
        try
        {
            Assert.That(server.StandardOutput.ReadLine(), Is.EqualTo("ready"));
            using Process caller = Start(_client, "python3", "-c", Client, _router);
            caller.WaitForExit();
            Assert.That(caller.ExitCode, Is.Zero);
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
            foreach (Process dump in new[] { client, other })
            {
                TwoHosts.Shell($"kill -INT {dump.Id}");
                dump.WaitForExit();
            }
        }
    }

    static Process Dump(string host, string device, string path)
    {
        var start = new ProcessStartInfo(
            "ip",
            ["netns", "exec", host, "tcpdump", "-i", device, "-U", "-Z", "root", "-w", path, "tcp"])
        {
            RedirectStandardError = true,
        };
        Process dump = Process.Start(start)!;
        string? line;
        do line = dump.StandardError.ReadLine();
        while (line is not null && !line.Contains("listening on"));
        Assert.That(line, Is.Not.Null, "tcpdump listens");
        return dump; // It says three more lines when it ends.
    }

    static Process Start(string host, params string[] words)
        => Process.Start(new ProcessStartInfo("ip", ["netns", "exec", host, .. words])
        {
            RedirectStandardOutput = true,
        })!;

    public void Dispose()
        => TwoHosts.Shell($"for n in {_client} {_router} {_server}; do ip netns delete $n; done");
}
