using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live;

/// <summary>What a live capture does when something is too slow, too small or gone.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class LiveLimitTests : IDisposable
{
    readonly TwoHosts _hosts = new();

    public void Dispose() => _hosts.Dispose();

    // A pipe holds 64 kB, some 20 lines; the queue some thousand. Nobody reads until the end.
    [Test]
    public void A_reader_that_stands_still_keeps_nothing_but_lines()
    {
        const int Knocks = 6_000;
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice, "--format", "ndjson");
        _hosts.Knock(Knocks);
        live.AwaitErrors("standard output is read too slowly");
        Thread.Sleep(1_500);
        live.Signal("USR1");
        live.AwaitErrors($" {Knocks} resets in ");
        live.Signal("INT");

        RunResult run = live.Await();
        string said = run.ErrorLines.Single(line => line.Contains("were not written"));
        int unwritten = int.Parse(
            said.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(unwritten, Is.Positive);
        Assert.That(run.ResetLines.Length + unwritten, Is.EqualTo(Knocks));
        Assert.That(run.ErrorLines, Does.Contain("0 packets dropped by kernel"));
        Assert.That(
            run.IncidentLines.Sum(line => (int)JsonNode.Parse(line)!["incident"]!["count"]!),
            Is.EqualTo(Knocks));
    }

    [TestCase("ndjson", "{\"schema\":\"rsttrace.reset/1\"")]
    [TestCase("text", "20")]
    public void A_reader_that_has_enough_ends_it_quietly(string format, string beginning)
    {
        string folder = Directory.CreateTempSubdirectory("rsttrace-live-").FullName;
        RunResult run;
        using (var calls = new Timer(_ => _hosts.Call(2, gap: 0.5), null, 1_000, 2_500))
        {
            run = RstTraceProcess.Shell(
                folder,
                $"ip netns exec {_hosts.ServerHost} \"$RSTTRACE\" live -i {TwoHosts.ServerDevice}"
                + $" --kernel off --format {format} 2>errors | head -1; echo ${{PIPESTATUS[0]}}; cat errors");
            using var over = new ManualResetEvent(false);
            calls.Dispose(over);
            over.WaitOne();
        }

        Directory.Delete(folder, recursive: true);
        Assert.That(run.Lines, Has.Length.EqualTo(3), run.Output);
        Assert.That(run.Lines[0], Does.StartWith(beginning));
        Assert.That(run.Lines[1], Is.EqualTo("0"));
        Assert.That(run.Lines[2], Does.StartWith("rsttrace: listening on "));
    }

    // While it stands still, the kernel's buffer overruns.
    [Test]
    public void Dropped_packets_are_counted_and_weaken_verdicts()
    {
        using RstTraceProcess live = _hosts.Live(
            "-i", TwoHosts.ServerDevice, "--format", "ndjson", "-B", "64");
        live.Signal("STOP");
        _hosts.Knock(4_000);
        live.Signal("CONT");
        _ = live.ReadLine();
        Thread.Sleep(1_500);
        live.Signal("INT");

        RunResult run = live.Await();
        string dropped = run.ErrorLines.Single(line => line.EndsWith("dropped by kernel"));
        Assert.That(dropped, Does.Not.StartWith("0 "));
        JsonNode last = JsonNode.Parse(run.ResetLines[^1])!;
        Assert.That(last["reset"]!["degraded"]!.ToJsonString(), Does.Contain("\"gap\""));
        Assert.That((int)last["capture"]!["drops"]!, Is.Positive);
    }

    [Test]
    public void A_device_that_goes_away_is_said_and_waited_for()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice);
        _hosts.Call(1);
        Assert.That(live.ReadLine(), Does.Contain(":8001"));
        string device = $"ip -n {_hosts.ServerHost} link set {TwoHosts.ServerDevice}";
        TwoHosts.Shell($"{device} down");
        live.AwaitErrors($"rsttrace: {TwoHosts.ServerDevice}: ");
        TwoHosts.Shell($"{device} up");
        Thread.Sleep(1_500);
        _hosts.Call(1);

        Assert.That(live.ReadLine(), Does.Contain(":8001"));
        live.Signal("INT");
        live.Await();
    }

    [Test]
    public void A_second_interruption_ends_it_at_once()
    {
        using RstTraceProcess live = _hosts.Live("-i", TwoHosts.ServerDevice, "--format", "ndjson");
        _hosts.Knock(6_000);
        live.AwaitErrors("standard output is read too slowly");
        live.Signal("INT");
        Thread.Sleep(500); // It cannot end: nobody reads what is left.
        live.Signal("INT");

        Assert.That(live.Await().Errors, Does.Not.Contain("packets captured"));
    }
}
