using System;
using System.IO;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary><c>--fail-on</c>: a gate for scripts.</summary>
sealed class FailOnTests : CaptureFolderTest
{
    // refused.pcap: port-closed, by the server, in the handshake. race.pcap: keepalive-race, by the
    // server, while closing.
    [TestCase("any", "any: 2 resets, first frame 3 of refused.pcap")]
    [TestCase("sender=server", "sender=server: 2 resets, first frame 3 of refused.pcap")]
    [TestCase("stage=closing", "stage=closing: 1 reset, first frame 13 of race.pcap")]
    [TestCase("cause=keepalive-race", "cause=keepalive-race: 1 reset, first frame 13 of race.pcap")]
    [TestCase("cause=port-closed,sender=server,stage=handshake",
        "cause=port-closed,sender=server,stage=handshake: 1 reset, first frame 3 of refused.pcap")]
    [TestCase("sender=client stage=closing", "stage=closing: 1 reset, first frame 13 of race.pcap")]
    [TestCase("stage=closing any", "stage=closing: 1 reset, first frame 13 of race.pcap; "
        + "any: 2 resets, first frame 3 of refused.pcap")]
    public void A_match_is_one_line_and_exit_code_3(string conditions, string line)
    {
        RunResult run = Analyze(conditions, "refused.pcap", "race.pcap");

        Assert.That(run.Errors, Is.EqualTo($"rsttrace: --fail-on {line}\n"));
        Assert.That(run.ExitCode, Is.EqualTo(3));
    }

    [TestCase("sender=client")]
    [TestCase("cause=port-closed,stage=closing")]
    [TestCase("cause=write-after-close sender=third-party stage=after-idle")]
    public void Without_a_match_nothing_is_said(string conditions)
    {
        RunResult run = Analyze(conditions, "refused.pcap", "race.pcap");

        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
    }

    [TestCase("any")]
    [TestCase("sender=client")]
    public void The_report_is_the_same(string condition)
    {
        string[] words = ["analyze", "refused.pcap", "race.pcap"];
        Assert.That(
            Run([.. words, "--fail-on", condition]).Output, Is.EqualTo(Run(words).Output));
    }

    [Test]
    public void A_failure_is_worse_than_a_match()
    {
        RunResult run = Analyze("any", "gone.pcap", "race.pcap");

        Assert.That(run.ErrorLines[^1], Does.StartWith("rsttrace: --fail-on any: 1 reset"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [TestCase("any", 3)]
    [TestCase("sender=client", 4)]
    public void A_match_is_worse_than_damage(string condition, int exitCode)
    {
        Write("cut.pcap", Octets("race.pcap").AsSpan()[..^5]);
        Assert.That(Analyze(condition, "cut.pcap", "refused.pcap").ExitCode, Is.EqualTo(exitCode));
    }

    // A gate must not open since nobody read the report to its end.
    [Test]
    public void A_closed_pipe_is_a_failure()
    {
        for (int i = 0; i < 200; i++) File.Copy(At("race.pcap"), At($"race{i}.pcap"));
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "\"$RSTTRACE\" analyze --format ndjson --fail-on sender=client . | head -1 > first; "
            + "exit ${PIPESTATUS[0]}");

        Assert.That(run.ErrorLines[0], Does.Contain("cannot write standard output"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    RunResult Analyze(string conditions, params string[] captures)
    {
        string[] words = ["analyze", "-o", "report", .. captures];
        foreach (string condition in conditions.Split(' '))
            words = [.. words, "--fail-on", condition];

        return Run(words);
    }
}
