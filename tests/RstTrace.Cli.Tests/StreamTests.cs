using System;
using System.IO;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>Pipes, signals and streams that grow.</summary>
sealed class StreamTests : CaptureFolderTest
{
    [Test]
    public void A_growing_stream_is_reported_as_it_settles()
    {
        using RstTraceProcess process = RstTraceProcess.Start("analyze", "-", "--format", "ndjson");
        GiveUntilFirstReset(process.Input);

        Assert.That(process.ReadLine(), Does.Contain("\"cause\":\"port-closed\""));

        process.Input.Close();
        RunResult run = process.Await();
        Assert.That(run.ResetLines, Has.Length.EqualTo(1));
        Assert.That(run.IncidentLines, Is.Not.Empty);
        Assert.That(run.ExitCode, Is.Zero);
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void An_interruption_leaves_what_was_found(string signal, int exitCode)
    {
        using RstTraceProcess process = RstTraceProcess.Start(
            "analyze", "-", "--format", "ndjson", "--stats");
        GiveUntilFirstReset(process.Input);
        process.ReadLine();

        // The second reset is still being followed.
        process.Signal(signal);
        RunResult run = process.Await();
        Assert.That(run.ResetLines, Has.Length.EqualTo(1));
        Assert.That(run.IncidentLines, Is.Not.Empty);
        Assert.That(run.Output, Does.Contain("unsettled"));
        Assert.That(run.ErrorLines[0], Does.StartWith("rsttrace: standard input: interrupted: "));
        Assert.That(run.ErrorLines[1], Does.StartWith("{\"schema\":\"rsttrace.stats/1\""));
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void An_interruption_before_the_first_octet_ends_it(string signal, int exitCode)
    {
        using RstTraceProcess process = RstTraceProcess.Start("analyze", "-");
        Thread.Sleep(500); // There is nothing of it to wait for.
        process.Signal(signal);

        RunResult run = process.Await();
        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Output + run.Errors, Is.Empty);
    }

    // Of the others, the first line comes when the input has ended.
    [TestCase("ndjson", "{\"schema\":\"rsttrace.reset/1\"")]
    [TestCase("csv", "time,event_id,cause,")]
    [TestCase("zeek", "#separator \\x09")]
    public void A_closed_pipe_ends_it_quietly_while_the_input_goes_on(string format, string first)
    {
        MakeEndless();
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "(cat head; while cat body; do :; done 2>cat.errors)"
            + $" | \"$RSTTRACE\" analyze - --format {format} 2>errors | head -1;"
            + " echo ${PIPESTATUS[1]} $(wc -c <errors)");

        Assert.That(run.Lines, Has.Length.EqualTo(2));
        Assert.That(run.Lines[0], Does.StartWith(first));
        Assert.That(run.Lines[1], Is.EqualTo("0 0"));
    }

    [TestCase("--help")]
    [TestCase("analyze race.pcap")]
    [TestCase("analyze race.pcap --format markdown")]
    [TestCase("analyze race.pcap --format csv")]
    [TestCase("analyze race.pcap --format zeek")]
    [TestCase("diff race.pcap refused.pcap")]
    [TestCase("explain race.pcap --frame 13")]
    public void A_pipe_that_was_closed_before_is_no_failure(string words)
    {
        RunResult run = RstTraceProcess.Shell(
            Folder,
            $"(sleep 0.3; \"$RSTTRACE\" {words} 2>errors; echo $? $(wc -c <errors) >code) | true;"
            + " cat code");

        Assert.That(run.Output, Is.EqualTo("0 0\n"));
    }

    [Test]
    public void What_follows_in_the_same_output_stays_behind_the_report()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "(echo before; \"$RSTTRACE\" analyze race.pcap --format ndjson; echo after) >out;"
            + " cat out");

        Assert.That(run.Lines, Has.Length.EqualTo(4));
        Assert.That(run.Lines[0], Is.EqualTo("before"));
        Assert.That(run.Lines[1..3], Has.All.StartsWith("{").And.All.EndsWith("}"));
        Assert.That(run.Lines[3], Is.EqualTo("after"));
    }

    [TestCase("cat race.pcap | \"$RSTTRACE\" analyze - --format ndjson", TestName = "A pipe")]
    [TestCase("\"$RSTTRACE\" analyze - --format ndjson <race.pcap", TestName = "A file as input")]
    [TestCase("\"$RSTTRACE\" analyze <(cat race.pcap) --format ndjson", TestName = "A named pipe")]
    public void A_stream_is_read_like_a_file(string line)
    {
        RunResult run = RstTraceProcess.Shell(Folder, line);

        Assert.That(run.Output, Does.Contain("\"frames\":[13,15]"));
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
    }

    // The reset of the first capture settles by the clock of the second, 43 s later, whose own
    // does not.
    void GiveUntilFirstReset(Stream input)
    {
        input.Write(Octets("refused.pcap"));
        input.Write(Octets("race.pcap").AsSpan(FileHeader));
        input.Flush();
    }

    void MakeEndless()
    {
        Write("head", Octets("refused.pcap").AsSpan(0, FileHeader));
        using FileStream body = File.Create(At("body"));
        for (int i = 0; i < 10_000; i++)
        {
            body.Write(Octets("refused.pcap").AsSpan(FileHeader));
            body.Write(Octets("race.pcap").AsSpan(FileHeader));
        }
    }
}
