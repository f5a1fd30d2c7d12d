using System;
using System.IO;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Logs;

/// <summary>nginx, HAProxy and PostgreSQL in a network namespace of their own, each with its log,
/// tcpdump beside them, and clients whose connections end in resets.</summary>
sealed class RealServers
{
    // HAProxy's "timeout client" runs out, then the client goes on; what is refused; a body that is
    // too large; a session that is ended by command.
    const string Clients = """
        import socket, struct, time
        HOST = '127.0.0.1'
        def open_to(port): return socket.create_connection((HOST, port))
        def note(name, s): print(name, s.getsockname()[1], flush=True)
        def reads(s):
            try: return s.recv(4096)
            except OSError: return b''
        late = open_to(8081); note('late', late); late.sendall(b'GE'); reads(late)
        time.sleep(0.1)
        late.sendall(b'x')
        large = open_to(8080); note('large', large)
        head = b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n'
        large.sendall(head + b'x' * 150000)
        time.sleep(0.3); large.close()
        ask = open_to(8080); note('ask', ask)
        ask.sendall(b'GET /up HTTP/1.1\r\nHost: x\r\n\r\n'); reads(ask); ask.close()
        gone = open_to(5432); note('gone', gone)
        body = struct.pack('>I', 196608) + b'user\0postgres\0database\0postgres\0\0'
        gone.sendall(struct.pack('>I', len(body) + 4) + body); reads(gone)
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); gone.close()
        time.sleep(0.5)
        """;

    const string Script = """
        cd "$1"
        mkdir nginx
        cat > nginx.conf <<X
        worker_processes 1; pid $1/nginx/pid; error_log $1/error.log info; user root;
        events {}
        http { access_log $1/access.log combined; client_body_temp_path $1/nginx/body;
          proxy_temp_path $1/nginx/proxy; fastcgi_temp_path $1/nginx/f;
          uwsgi_temp_path $1/nginx/u; scgi_temp_path $1/nginx/s; client_max_body_size 10k;
          server { listen 127.0.0.1:8080; location / { return 200 ok; }
            location /up { proxy_pass http://127.0.0.1:8099; } } }
        X
        cat > haproxy.cfg <<X
        global
          log stdout format raw local0
        defaults
          mode tcp
          log global
          option tcplog
          timeout connect 1s
          timeout client 1s
          timeout server 5s
        frontend f
          bind 127.0.0.1:8081
          default_backend b
        backend b
          server s1 127.0.0.1:8080
        X
        chmod 755 "$1"
        install -d -o postgres data
        P=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
        setpriv --reuid=postgres --regid=postgres --clear-groups \
          "$P/initdb" -D "$1/data" -A trust -U postgres >/dev/null 2>&1
        cat >> data/postgresql.conf <<X
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        log_connections = on
        fsync = off
        log_line_prefix = '%m [%p] %r '
        log_timezone = 'Asia/Kolkata'
        X
        tcpdump -i lo -U -w capture.pcap tcp 2>/dev/null & T=$!
        nginx -c "$1/nginx.conf" -e "$1/error.log"
        haproxy -f haproxy.cfg > haproxy.log 2>&1 & H=$!
        setpriv --reuid=postgres --regid=postgres --clear-groups \
          "$P/postgres" -D "$1/data" > postgres.log 2>&1 & D=$!
        for port in 8080 8081 5432; do
          for i in $(seq 300); do
            (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null && break
            sleep 0.1
          done
        done
        for i in $(seq 300); do [ -s capture.pcap ] && break; sleep 0.1; done
        python3 clients.py > ports
        sleep 0.3
        kill $H $D
        nginx -c "$1/nginx.conf" -e "$1/error.log" -s stop
        sleep 0.3
        kill $T
        wait
        """;

    static int s_count;

    /// <summary>Runs them to their end.</summary>
    /// <param name="folder">Gets the capture and the logs.</param>
    public static void Run(string folder)
    {
        string name = $"rsl{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        File.WriteAllText(Path.Combine(folder, "clients.py"), Clients);
        File.WriteAllText(Path.Combine(folder, "servers.sh"), Script);
        RunResult run = RstTraceProcess.Shell(
            folder,
            $"ip netns add {name} && ip -n {name} link set lo up; "
            + $"trap 'ip netns delete {name}' EXIT; "
            + $" ip netns exec {name} bash servers.sh '{folder}' >script.out 2>&1");
        Assert.That(run.ExitCode, Is.Zero, File.ReadAllText(Path.Combine(folder, "script.out")));
    }
}
