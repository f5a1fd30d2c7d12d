using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live;

/// <summary><c>rsttrace live</c> between two hosts of the real kernel.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class LiveTests : IDisposable
{
    readonly TwoHosts _hosts = new();
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-live-").FullName;

    public void Dispose()
    {
        _hosts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(TwoHosts.ServerDevice)]
    [TestCase("any")]
    [TestCase("lo")]
    public void Says_what_analyze_says_of_the_same_packets(string device)
    {
        string file = Path.Combine(_folder, "same.pcap");
        string host = device == "lo" ? _hosts.ServerHost : _hosts.ClientHost;
        string address = device == "lo" ? "127.0.0.1" : TwoHosts.ServerAddress;
        using RstTraceProcess tcpdump = Tcpdump(device, file);
        using RstTraceProcess live = _hosts.Live(
            "-i", device, "--format", "ndjson", "--kernel", "off");
        _hosts.Call(4, address: address, host: host);
        _hosts.Call(2, TwoHosts.Closed, address, host: host);
        Thread.Sleep(1_300);
        TwoHosts.TellTime(host, address);
        Thread.Sleep(300);
        live.Signal("INT");
        tcpdump.Signal("INT");

        RunResult seen = live.Await(), saved = tcpdump.Await();
        RunResult read = RstTraceProcess.Run("analyze", file, "--format", "ndjson");
        Assert.That(saved.ExitCode, Is.Zero);
        Assert.That(seen.ResetLines, Has.Length.EqualTo(6));
        Assert.That(seen.ResetLines.Select(Said), Is.EqualTo(read.ResetLines.Select(Said)));
        Assert.That(
            seen.IncidentLines.Select(SaidOfAll), Is.EqualTo(read.IncidentLines.Select(SaidOfAll)));
    }

    [Test]
    public void A_signal_that_comes_twice_at_once_as_timeout_sends_it_is_one()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice);
        _hosts.Call(3);
        live.ReadLine();
        live.Signal("TERM");
        live.Signal("TERM");

        RunResult run = live.Await();
        Assert.That(run.Output, Does.Contain($"{TwoHosts.ServerDevice}: 3 resets, 3 connections"));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("0 packets dropped by kernel"));
        Assert.That(run.ExitCode, Is.EqualTo(143));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void An_interruption_leaves_the_report_and_the_counts(string signal, int exitCode)
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice);
        _hosts.Call(3);
        Assert.That(live.ReadLine(), Does.Match(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}  10\.79\.0\.1:\d+ -> 10\.79\.0\.2:8001 +server"
            + @" +mid-stream +[a-z-]+ +0\.\d\d$"));
        live.Signal(signal);

        RunResult run = live.Await();
        Assert.That(run.Output, Does.Contain($"{TwoHosts.ServerDevice}: 3 resets, 3 connections"));
        Assert.That(run.Output, Does.Contain("\n1  "));
        Assert.That(run.Output, Does.Contain("rsttrace live -i srv0 -w capture.pcapng"));
        Assert.That(run.ErrorLines[^3], Does.Match("^[0-9]+ packets captured$"));
        Assert.That(run.ErrorLines[^2], Does.Match("^[0-9]+ packets received by filter$"));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("0 packets dropped by kernel"));
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
    }

    [Test]
    public void A_signal_asks_for_the_counts_and_the_capture_goes_on()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice);
        _hosts.Call(2);
        live.ReadLine();
        live.ReadLine();
        live.Signal("USR1");
        live.AwaitErrors(" 0 packets dropped by kernel; 2 connections, 2 resets in ");

        _hosts.Call(1);
        Assert.That(live.ReadLine(), Does.Contain(":8001"));
        live.Signal("INT");
        Assert.That(live.Await().ExitCode, Is.EqualTo(130));
    }

    [Test]
    public void Ends_after_so_many_packets()
    {
        using RstTraceProcess live = _hosts.Live("-nni", TwoHosts.ServerDevice, "-c7");
        _hosts.Call(4);

        RunResult run = live.Await();
        Assert.That(run.ErrorLines, Does.Contain("7 packets captured"));
        Assert.That(run.Output, Does.Contain("(7 frames, "));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Ends_after_so_long()
    {
        var watch = Stopwatch.StartNew();
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice, "--duration", "1");

        RunResult run = live.Await();
        Assert.That(watch.Elapsed.TotalSeconds, Is.InRange(1, 10));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.StartWith("srv0: no resets, no connections"));
    }

    [Test]
    public void A_verdict_is_seen_soon_after_it_is_reached()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice, "--format", "ndjson");
        var delays = new List<double>();
        for (int i = 0; i < 7; i++)
        {
            _hosts.Call(1);
            JsonNode seen = JsonNode.Parse(live.ReadLine()!)!;
            var time = DateTimeOffset.Parse(
                (string)seen["@timestamp"]!, System.Globalization.CultureInfo.InvariantCulture);
            delays.Add((DateTimeOffset.UtcNow - time).TotalSeconds);
            Assert.That((JsonArray)seen["reset"]!["degraded"]!, Is.Empty);
        }

        delays.Sort();
        TestContext.Out.WriteLine($"median {delays[3]:0.000} s after the reset");
        Assert.That(delays[3], Is.InRange(1, 1 + 1.2), "it is followed for one second");
    }

    [Test]
    public void What_is_not_followed_is_seen_at_once_and_marked()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice, "--settle", "0");
        var watch = Stopwatch.StartNew();
        _hosts.Call(1);

        Assert.That(live.ReadLine(), Does.EndWith("(unsettled)"));
        Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(1));
        live.Signal("INT");
        live.Await();
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_host_knows_its_own_resets(int workers)
    {
        using RstTraceProcess server = _hosts.Live(
            "-i", TwoHosts.ServerDevice, "--format", "ndjson", "--workers", $"{workers}");
        using RstTraceProcess client = RstTraceProcess.Start(
            "live", "--netns", _hosts.ClientHost, "-i", TwoHosts.ClientDevice,
            "--format", "ndjson");
        client.AwaitErrors("listening on");
        _hosts.Call(5, address: TwoHosts.ServerAddress6);
        _hosts.Call(15);
        Thread.Sleep(1_300);
        server.Signal("INT");
        client.Signal("INT");

        RunResult atServer = server.Await(), atClient = client.Await();
        foreach (string line in atServer.ResetLines)
        {
            JsonNode seen = JsonNode.Parse(line)!;
            Assert.That((bool)seen["reset"]!["sender_is_local"]!, Is.True);
            Assert.That((string)seen["network"]!["direction"]!, Is.EqualTo("inbound"));
            Assert.That((string)seen["capture"]!["interface"]!, Is.EqualTo("srv0"));
            Assert.That(seen["capture"]!["file"], Is.Null);
        }

        JsonNode there = JsonNode.Parse(atClient.ResetLines[0])!;
        Assert.That((bool)there["reset"]!["sender_is_local"]!, Is.False);
        Assert.That((string)there["network"]!["direction"]!, Is.EqualTo("outbound"));

        // In order, each once, and gathered once, however many share the work.
        string[] times = [.. atServer.ResetLines
            .Select(line => (string)JsonNode.Parse(line)!["@timestamp"]!)];
        Assert.That(times, Has.Length.EqualTo(20).And.Ordered.And.Unique);
        Assert.That(
            atServer.IncidentLines.Sum(line => (int)JsonNode.Parse(line)!["incident"]!["count"]!),
            Is.EqualTo(20));
    }

    [Test]
    public void Keeps_packets_so_that_a_reset_can_be_explained()
    {
        string file = Path.Combine(_folder, "kept.pcapng"), evidence = Path.Combine(_folder, "e");
        using RstTraceProcess live = _hosts.Live(
            "-i", TwoHosts.ServerDevice, "-w", file, "--save-evidence", evidence,
            "--fail-on", "sender=server", "--duration", "3");
        _hosts.Call(2);

        RunResult run = live.Await();
        string next = run.Lines.Single(line => line.StartsWith("next  ", StringComparison.Ordinal));
        RunResult explained = RstTraceProcess.Run([.. next.Split(' ')[3..]]);
        Assert.That(explained.ExitCode, Is.Zero, explained.Errors);
        Assert.That(explained.Output, Does.Contain("8001"));
        Assert.That(Directory.GetFiles(evidence), Has.Length.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("evidence of 2 resets saved"));
        Assert.That(run.Errors, Does.Contain("--fail-on sender=server: 2 resets"));
        Assert.That(run.ExitCode, Is.EqualTo(3));
    }

    RstTraceProcess Tcpdump(string device, string file)
    {
        RstTraceProcess tcpdump = RstTraceProcess.StartOther(
            "ip", "netns", "exec", _hosts.ServerHost,
            "tcpdump", "-i", device, "-Z", "root", "--immediate-mode", "-U", "-w", file);
        tcpdump.AwaitErrors("listening on");
        return tcpdump;
    }

    // All but times, frame numbers and what only the host can know.
    static string Said(string line)
    {
        JsonNode seen = JsonNode.Parse(line)!;
        JsonNode reset = seen["reset"]!;
        string evidence = string.Join(
            ' ', ((JsonArray)reset["evidence"]!).Select(one => $"{one!["rule"]}/{one["says"]}"));
        string alternatives = string.Join(
            ' ', ((JsonArray)reset["alternatives"]!).Select(one => $"{one!["cause"]}"));
        string[] fields =
        [
            "sender", "claimed_sender", "stage", "phase", "cause", "summary", "confidence",
            "flags", "shape", "sequence", "accepted", "stated_reason", "degraded",
        ];
        return string.Join('\n', fields.Select(field => $"{field} {reset[field]?.ToJsonString()}"))
            + $"\n{evidence}\n{alternatives}\n"
            + string.Join('\n', "source destination client server".Split(' ')
                .Select(end => seen[end]!.ToJsonString()))
            + $"\n{seen["flow"]!["handshake_seen"]} {seen["flow"]!["http_host"]}"
            + $" {seen["network"]!["community_id"]} {seen["capture"]!["tcp_stream"]}";
    }

    static string SaidOfAll(string line)
    {
        JsonNode seen = JsonNode.Parse(line)!;
        JsonNode incident = seen["incident"]!;
        return $"{incident["kind"]} {incident["severity"]} {incident["title"]} {incident["count"]}"
            + $" {incident["causes"]!.ToJsonString()} {incident["servers"]!.ToJsonString()}"
            + $" {seen["service"]?.ToJsonString()}";
    }
}
