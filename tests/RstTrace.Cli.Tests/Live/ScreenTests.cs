using System;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live;

/// <summary>The screen of a live capture in a terminal that keeps what it shows: tmux.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class ScreenTests : IDisposable
{
    const int Patience = 20_000;
    static int s_count;

    readonly TwoHosts _hosts = new();
    readonly string _socket
        = $"rsttrace{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";

    public void Dispose()
    {
        Tmux("kill-server");
        _hosts.Dispose();
    }

    [Test]
    public void Shows_verdicts_survives_resizing_and_leaves_the_terminal_as_it_was()
    {
        Open(80, 24, $"live -i {TwoHosts.ServerDevice} tcp port {TwoHosts.Resetting}");
        Await("no TCP yet");
        Assert.That(Asked("#{cursor_flag} #{alternate_on}"), Is.EqualTo("0 1"));

        _hosts.Call(4);
        string seen = Await("4 resets   4 connections", "(likely|certain|possible|a guess) 0\\.");
        Assert.That(seen, Does.Contain("tcp port 8001"));
        Assert.That(seen, Does.Match(@"\n +4  10\.79\.0\.2:8001|  4  10\.79\.0\.2:8001"));
        Assert.That(seen, Does.Contain("10.79.0.1:").And.Contain("^C ends with the report"));

        Tmux("resize-window", "-x", "160", "-y", "50");
        Await("client → server", "who", "how sure");

        Tmux("send-keys", "C-c");
        string left = Await("0 packets dropped by kernel", "over 130");
        Assert.That(left, Does.Contain("4 resets").And.Not.Contain("^C ends"));
        Assert.That(Asked("#{cursor_flag} #{alternate_on}"), Is.EqualTo("1 0"));
    }

    [TestCase("TERM=dumb")]
    [TestCase("TERM=")]
    public void A_terminal_that_moves_no_cursor_gets_lines(string variable)
    {
        Open(200, 24, $"live -i {TwoHosts.ServerDevice}", variable);
        Await("listening on");
        _hosts.Call(1);

        Await(@"\d\d:\d\d:\d\d\.\d{3}  10\.79\.0\.1:\d+ (→|->) 10\.79\.0\.2:8001 +server");
        Assert.That(Asked("#{alternate_on}"), Is.EqualTo("0"));
    }

    // The capture goes on behind it: what came meanwhile is there when the terminal is.
    [Test]
    public void A_terminal_that_is_stopped_stops_only_the_drawing()
    {
        Open(80, 24, $"live -i {TwoHosts.ServerDevice}");
        Await("no TCP yet");
        string terminal = Asked("#{pane_tty}");
        using Process stop = Process.Start("bash", ["-c", $"stty -F {terminal} ixon"]);
        stop.WaitForExit();
        Tmux("send-keys", "C-s");
        _hosts.Knock(3_000);
        Thread.Sleep(1_500);
        Assert.That(Shown(), Does.Not.Contain("3,000 resets"), "it is stopped");
        Tmux("send-keys", "C-q");

        Assert.That(Await("3,000 resets"), Does.Contain("none dropped"));
    }

    void Open(int width, int height, string words, string variable = "RSTTRACE=1")
        => Tmux(
            "-u", "-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}",
            $"env LANG=C.UTF-8 {variable} ip netns exec {_hosts.ServerHost} {RstTraceProcess.Path}"
            + $" {words}; echo over $?; sleep 60");

    string Await(params string[] patterns)
    {
        string shown = "";
        bool came = SpinWait.SpinUntil(
            () =>
            {
                shown = Shown();
                Thread.Sleep(100);
                return Array.TrueForAll(
                    patterns, pattern => Regex.IsMatch(shown, pattern));
            },
            Patience);
        Assert.That(came, Is.True, () => $"{string.Join(", ", patterns)} in:\n{shown}");
        return shown;
    }

    string Shown() => Tmux("capture-pane", "-p");

    string Asked(string format) => Tmux("display-message", "-p", format).Trim();

    string Tmux(params string[] words)
    {
        var start = new ProcessStartInfo("tmux", ["-L", _socket, .. words])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        using Process tmux = Process.Start(start)!;
        string output = tmux.StandardOutput.ReadToEnd();
        tmux.WaitForExit();
        return output;
    }
}
