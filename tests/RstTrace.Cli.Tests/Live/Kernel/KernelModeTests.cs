using System;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live.Kernel;

/// <summary>When the kernel is asked, what is left of it, and what is said where it cannot be.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class KernelModeTests : IDisposable
{
    const string Instances = "/sys/kernel/tracing/instances";

    readonly TwoHosts _hosts = new();

    public void Dispose() => _hosts.Dispose();

    // In a namespace that "ip netns exec" enters, tracefs is not mounted.
    [Test]
    public void Without_tracefs_a_line_says_what_mounts_it()
    {
        using RstTraceProcess live = _hosts.Live(
            "-i", TwoHosts.ServerDevice, "--duration", "1");

        RunResult run = live.Await();
        Assert.That(run.ErrorLines[0], Is.EqualTo(
            "rsttrace: without the kernel's own reasons: no tracefs at /sys/kernel/tracing; to "
            + "have them: mount -t tracefs tracefs /sys/kernel/tracing"));
        Assert.That(run.Errors, Does.Not.Contain("the kernel sent"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Where_it_must_be_asked_there_is_no_capture_without()
    {
        using RstTraceProcess live = _hosts.Start(
            "live", "-i", TwoHosts.ServerDevice, "--kernel", "on");

        RunResult run = live.Await();
        Assert.That(run.ErrorLines, Is.EqualTo((string[])
        [
            "rsttrace: the kernel's reasons cannot be read: no tracefs at /sys/kernel/tracing",
            "  try: mount -t tracefs tracefs /sys/kernel/tracing",
        ]));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Off_says_nothing_of_it()
    {
        using RstTraceProcess live = ThreeHosts.Live(
            _hosts.ServerHost, TwoHosts.ServerDevice, "--kernel", "off", "--duration", "2");
        _hosts.Call(1);

        RunResult run = live.Await();
        Assert.That(run.Errors, Does.Not.Contain("kernel sent").And.Not.Contain("kernel's"));
        Assert.That(Reset(run.ResetLines[0])["strength"]!.ToString(), Is.EqualTo("single-vantage"));
    }

    [Test]
    public void Who_may_capture_and_not_trace_gets_one_line()
    {
        using RstTraceProcess live = ThreeHosts.Start(
            [
                "setpriv", "--reuid", "nobody", "--clear-groups", "--inh-caps", "+net_raw",
                "--ambient-caps", "+net_raw",
            ],
            "live", "-i", "lo", "--duration", "1");

        RunResult run = live.Await();
        Assert.That(run.ErrorLines[0], Is.EqualTo(
            "rsttrace: without the kernel's own reasons: /sys/kernel/tracing is root's alone; to "
            + "have them: start it with sudo"));
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
    }

    [TestCase("INT", "")]
    [TestCase("INT", "-Z nobody")]
    [TestCase("KILL", "-Z nobody")]
    public void Its_instance_is_gone_when_it_ends(string signal, string words)
    {
        using RstTraceProcess live = ThreeHosts.Live(
            _hosts.ServerHost, TwoHosts.ServerDevice,
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string mine = $"rsttrace-{live.Id}-";
        Assert.That(ThreeHosts.Shell($"ls {Instances}"), Does.Contain(mine));
        live.Signal(signal);
        live.Await();

        string left = ThreeHosts.Shell(
            $"for _ in $(seq 100); do ls {Instances} | grep {mine} || exit 0; sleep 0.1; done");
        Assert.That(left.Split('\n').Count(line => line.Length > 0), Is.LessThan(100), left);
    }

    [Test]
    public void What_a_run_left_that_was_killed_the_next_one_removes_and_nothing_else()
    {
        string other = $"other-{Environment.ProcessId}";
        ThreeHosts.Shell($"mkdir {Instances}/{other}");
        using RstTraceProcess killed = ThreeHosts.Live(_hosts.ServerHost, TwoHosts.ServerDevice);
        killed.Signal("KILL");
        killed.Await();
        string left = $"rsttrace-{killed.Id}-";
        Assert.That(ThreeHosts.Shell($"ls {Instances}"), Does.Contain(left));

        using RstTraceProcess next = ThreeHosts.Live(
            _hosts.ServerHost, TwoHosts.ServerDevice, "--duration", "1");
        string during = ThreeHosts.Shell($"ls {Instances}; rmdir {Instances}/{other}");
        next.Await();
        Assert.That(during, Does.Not.Contain(left).And.Contain(other));
    }

    [Test]
    public void Tracefs_may_go_and_the_capture_goes_on()
    {
        using RstTraceProcess live = ThreeHosts.Live(
            _hosts.ServerHost, TwoHosts.ServerDevice, "--kernel", "on");
        _hosts.Call(1);
        string before = live.ReadLine()!;
        TwoHosts.Shell($"nsenter -t {live.Id} -m umount -l /sys/kernel/tracing");
        _hosts.Call(1);
        string after = live.ReadLine()!;
        live.Signal("INT");

        Assert.That(Reset(before)["strength"]!.ToString(), Is.EqualTo("kernel"));
        Assert.That(Reset(after)["cause"]!.ToString(), Is.EqualTo("linger-zero-abort"));
        Assert.That(live.Await().ExitCode, Is.EqualTo(130));
        ThreeHosts.Shell($"rmdir {Instances}/rsttrace-{live.Id}-*");
    }

    // Silence that somebody else made is no denial.
    [Test]
    public void An_event_that_was_switched_off_denies_nothing()
    {
        using RstTraceProcess live = ThreeHosts.Live(
            _hosts.ServerHost, TwoHosts.ServerDevice, "--kernel", "on");
        ThreeHosts.Shell(
            $"echo 0 > {Instances}/rsttrace-{live.Id}-1/events/tcp/tcp_send_reset/enable");
        _hosts.Call(1);
        string after = live.ReadLine()!;
        live.Signal("INT");
        live.Await();

        Assert.That(Reset(after)["strength"]!.ToString(), Is.EqualTo("single-vantage"));
        Assert.That(
            Reset(after)["cause"]!.ToString(),
            Is.AnyOf("linger-zero-abort", "close-unread-data"));
    }

    [Test]
    public void Words_are_plain_for_people_too()
    {
        using RstTraceProcess live = ThreeHosts.Start(
            [], "live", "--netns", _hosts.ServerHost, "-i", TwoHosts.ServerDevice, "--format",
            "text", "--duration", "3");
        live.AwaitErrors("listening on");
        _hosts.Call(1);

        RunResult run = live.Await();
        Assert.That(run.Lines[0], Does.EndWith("  TCP_STATE"));
        Assert.That(run.Output, Does.Match(
            @"whose  python3, process [0-9]+: it was in a call on this socket when the reset"));
        Assert.That(run.Output, Does.Contain("the server's kernel, this host's, sent it"));
        Assert.That(run.Errors, Does.Contain("the kernel sent 1 reset, 1 is explained\n"));
    }

    static JsonNode Reset(string line) => JsonNode.Parse(line)!["reset"]!;
}
