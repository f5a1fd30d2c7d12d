using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Cli.Tests.Live;

namespace RstTrace.Sidecar.Tests;

/// <summary>The service beside real servers.</summary>
[NonParallelizable]
public sealed class ServiceTests : IDisposable
{
    TwoHosts _hosts = null!;

    [OneTimeSetUp]
    public void Connect() => _hosts = new TwoHosts();

    public void Dispose() => _hosts.Dispose();

    [Test]
    public void It_says_what_an_analysis_of_the_same_traffic_says()
    {
        string file = Path.GetTempFileName();
        using var tcpdump = RstTraceProcess.StartOther(
            "ip", "netns", "exec", _hosts.ServerHost, "tcpdump", "-U", "-i", TwoHosts.ServerDevice,
            "-w", file, "tcp");
        tcpdump.AwaitErrors("listening on");
        using Service service = new Service(
            _hosts, "services: [{ name: shop, ports: [8001] }]\n", "-i", TwoHosts.ServerDevice)
            .Await();

        _hosts.Call(12);
        _hosts.Call(3, address: TwoHosts.ServerAddress6);
        _hosts.Knock(25, microseconds: 2_000);
        _hosts.Call(5, TwoHosts.Closed);
        service.AwaitMetric("rsttrace_resets_total", 45);
        AssertPage(service.Get("metrics"));
        double shop = service.Metric("rsttrace_resets_total{cause=\"")
            - service.Metric("rsttrace_resets_total{cause=\"port-closed\"");
        double degraded = service.Metric("rsttrace_own_resets_total");
        tcpdump.Signal("INT");
        tcpdump.Await();
        RunResult run = service.End();

        RunResult analysis = RstTraceProcess.Run("analyze", file, "--format", "ndjson");
        File.Delete(file);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(CausesOf(run), Is.EqualTo(CausesOf(analysis)));
            Assert.That(run.ResetLines, Has.Length.EqualTo(45));
            Assert.That(run.IncidentLines, Is.Not.Empty);
            Assert.That(shop, Is.EqualTo(15));
            Assert.That(degraded, Is.Zero);
        });
    }

    [Test]
    public void What_comes_too_fast_is_counted_and_said()
    {
        using Service service = new Service(
            _hosts, "events: { rate: 1, burst: 5 }\nlog: { format: json }\n").Await();
        _hosts.Call(40, gap: 0);
        service.AwaitMetric("rsttrace_resets_total", 40);
        service.AwaitMetric("rsttrace_events_suppressed_total", 20);
        RunResult run = service.End();
        long told = run.ResetLines.Length;
        long counted = Lines(run, "rsttrace.suppressed/1").Sum(line =>
            JsonDocument.Parse(line).RootElement.GetProperty("count").GetInt64());
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.InRange(5, 20));
            Assert.That(told + counted, Is.EqualTo(40));
            foreach (string line in run.ErrorLines)
                Assert.That(() => JsonDocument.Parse(line), Throws.Nothing, line);
        });
    }

    [Test]
    public void It_waits_for_a_device_and_says_that_it_is_not_ready()
    {
        string device = "late0";
        using var service = new Service(_hosts, "", "-i", device);
        service.Process.AwaitErrors("waiting for it");
        Assert.Multiple(() =>
        {
            using var ready = service.Ask("readyz");
            Assert.That((int)ready.StatusCode, Is.EqualTo(503));
            Assert.That(service.Get("healthz"), Is.EqualTo("ok\n"));
        });
        TwoHosts.Shell($"""
            ip -n {_hosts.ServerHost} link add {device} type veth peer name late1
            ip -n {_hosts.ServerHost} link set {device} up
            """);
        service.Await();
        Assert.That(service.Get("readyz"), Is.EqualTo("ready\n"));
        TwoHosts.Shell($"ip -n {_hosts.ServerHost} link delete {device}");
        Assert.That(
            SpinWait.SpinUntil(
                () =>
                {
                    Thread.Sleep(100);
                    using var ready = service.Ask("readyz");
                    return (int)ready.StatusCode == 503;
                },
                30_000),
            Is.True);
    }

    [Test]
    public void A_signal_has_the_configuration_read_again()
    {
        string token = Path.GetTempFileName();
        File.WriteAllText(token, "0123456789abcdef0123\n");
        using Service service = new Service(_hosts).Await();
        service.Write($"""
            http:
              listen: 127.0.0.1:{service.Port}
              token_file: {token}
            events:
              rate: 7
            capture:
              snaplen: 100

            """);
        service.Process.Signal("HUP");
        service.Process.AwaitErrors("some of it needs another start");
        service.Process.AwaitErrors("events.rate is changed");
        service.Process.AwaitErrors("capture.snaplen is not changed");
        using var refused = service.Ask("metrics");
        using var wrong = service.Ask("metrics", "0123456789abcdef0124");
        using var shown = service.Ask("metrics", "0123456789abcdef0123");
        service.Write("events: { rat: 7 }\n");
        service.Process.Signal("HUP");
        service.Process.AwaitErrors("stays as it was");
        using var still = service.Ask("metrics", "0123456789abcdef0123");
        string page = still.Content.ReadAsStringAsync().Result;
        RunResult run = service.End();
        File.Delete(token);
        Assert.Multiple(() =>
        {
            Assert.That((int)refused.StatusCode, Is.EqualTo(401));
            Assert.That((int)wrong.StatusCode, Is.EqualTo(401));
            Assert.That((int)shown.StatusCode, Is.EqualTo(200));
            Assert.That(page, Does.Contain("rsttrace_config_reloads_total{result=\"refused\"} 1"));
            Assert.That(run.Errors, Does.Contain("no key 'rat' in events"));
            Assert.That(run.Errors, Does.Not.Contain("0123456789abcdef"));
        });
    }

    [Test]
    public void Killed_it_starts_again_and_what_was_written_is_whole()
    {
        using Service service = new Service(_hosts).Await();
        _hosts.Call(3);
        service.AwaitMetric("rsttrace_exports_total", 3);
        service.Process.Signal("KILL");
        service.Process.Await();
        service.Restart();
        _hosts.Call(2);
        service.AwaitMetric("rsttrace_resets_total", 2);
        RunResult run = service.End();
        Assert.That(run.ResetLines, Has.Length.EqualTo(5));
        foreach (string line in run.Lines) JsonDocument.Parse(line).Dispose();
    }

    [Test]
    public void Its_own_connections_are_no_news()
    {
        int port = Service.FreePort();
        using RstTraceProcess process = _hosts.Start(
            "sidecar", "-i", "any", "--listen", $"127.0.0.1:{port}");
        process.AwaitErrors("listening on");
        TwoHosts.Shell($"""
            ip netns exec {_hosts.ServerHost} python3 -c "
            import socket, struct
            for _ in range(3):
                s = socket.create_connection(('127.0.0.1', {port}))
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                s.close()"
            """);
        string own = "";
        Assert.That(
            SpinWait.SpinUntil(
                () =>
                {
                    own = Shell($"ip netns exec {_hosts.ServerHost} curl -s "
                        + $"http://127.0.0.1:{port}/metrics | grep ^rsttrace_own_resets_total");
                    Thread.Sleep(100);
                    return own.Length > 0 && !own.EndsWith(" 0\n");
                },
                30_000),
            Is.True, own);
        process.Signal("TERM");
        Assert.That(process.Await().ResetLines, Is.Empty);
    }

    [Test]
    public void Systemd_is_told_how_it_is()
    {
        string path = Path.Combine(Path.GetTempPath(), $"rsttrace-notify-{Environment.ProcessId}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.IP);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.ReceiveTimeout = 30_000;
        using var process = RstTraceProcess.StartOther(
            "env", $"NOTIFY_SOCKET={path}", "WATCHDOG_USEC=400000", RstTraceProcess.Path,
            "sidecar", "--netns", _hosts.ServerHost, "--listen", "none");
        var told = new List<string>();
        Await(socket, told, "READY=1");
        Await(socket, told, "WATCHDOG=1");
        Await(socket, told, "WATCHDOG=1");
        process.Signal("HUP");
        Await(socket, told, "RELOADING=1");
        Await(socket, told, "READY=1");
        process.Signal("TERM");
        Await(socket, told, "STOPPING=1");
        RunResult run = process.Await();
        File.Delete(path);
        Assert.Multiple(() =>
        {
            Assert.That(told[0], Does.StartWith("READY=1").And.Contain("STATUS=listening on any"));
            Assert.That(run.ExitCode, Is.Zero);
        });
    }

    [Test]
    public void It_finds_the_namespace_of_a_process_and_ends_with_it()
    {
        using var target = RstTraceProcess.StartOther(
            "ip", "netns", "exec", _hosts.ServerHost, "sleep", "300");
        string process = Shell($"ip netns pids {_hosts.ServerHost} | while read p; do "
            + "grep -q sleep /proc/$p/comm && echo $p; done; true").Trim();
        using var sidecar = RstTraceProcess.Start(
            "sidecar", "--pid", process, "--listen", "none", "-Z", "nobody");
        sidecar.AwaitErrors("listening on");
        _hosts.Call(2);
        Assert.That(sidecar.ReadLine(), Does.Contain("rsttrace.reset/1"));
        Shell($"kill {process}");
        RunResult run = sidecar.Await();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Errors, Does.Contain($"process {process}"));
        });
    }

    [Test]
    public void A_wrong_configuration_is_refused_with_all_that_is_wrong()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "capture:\n  interfce: any\nhttp:\n  listen: 0.0.0.0:1\n");
        RunResult wrong = RstTraceProcess.Run("sidecar", "--config", file, "--check-config");
        RunResult option = RstTraceProcess.Run("sidecar", "--check-config", "--memory", "1K");
        RunResult right = RstTraceProcess.Run("sidecar", "--check-config");
        File.Delete(file);
        Assert.Multiple(() =>
        {
            Assert.That(wrong.ExitCode, Is.EqualTo(2));
            Assert.That(wrong.Errors, Does.Contain($"{file}:2: no key 'interfce'"));
            Assert.That(wrong.Errors, Does.Contain($"{file}:4: http.listen"));
            Assert.That(option.ExitCode, Is.EqualTo(2));
            Assert.That(option.Errors, Does.Contain("--memory: limits.memory"));
            Assert.That(right.ExitCode, Is.Zero);
        });
    }

    static void AssertPage(string page)
    {
        using var promtool = RstTraceProcess.StartOther("promtool", "check", "metrics");
        promtool.Input.Write(Encoding.UTF8.GetBytes(page));
        promtool.Input.Close();
        RunResult run = promtool.Await();
        Assert.That((run.ExitCode, run.Errors + run.Output), Is.EqualTo((0, "")), page);
    }

    static string[] Lines(RunResult run, string schema)
        => Array.FindAll(run.Lines, line => line.StartsWith($"{{\"schema\":\"{schema}\""));

    static SortedDictionary<string, int> CausesOf(RunResult run)
    {
        var causes = new SortedDictionary<string, int>();
        foreach (string line in run.ResetLines)
        {
            using JsonDocument parsed = JsonDocument.Parse(line);
            JsonElement reset = parsed.RootElement.GetProperty("reset");
            string key = $"{reset.GetProperty("cause")} by {reset.GetProperty("sender")}";
            causes[key] = causes.GetValueOrDefault(key) + 1;
        }

        return causes;
    }

    static void Await(Socket socket, List<string> told, string words)
    {
        byte[] octets = new byte[4096];
        do
        {
            told.Add(Encoding.UTF8.GetString(octets, 0, socket.Receive(octets)));
        }
        while (!told[^1].Contains(words));
    }

    static string Shell(string line)
    {
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true })!;
        return bash.StandardOutput.ReadToEnd();
    }
}
