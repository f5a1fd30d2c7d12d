using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NUnit.Framework;
using RstTrace.Reports;
using RstTrace.Sidecar.Store;

namespace RstTrace.Cli.Tests;

/// <summary>The program as it is installed: one file, trimmed and compiled ahead. What trimming
/// takes away is missed only there, so every command runs.</summary>
[NonParallelizable]
public sealed class PublishedTests
{
    const long MostOctets = 40_000_000;
    const int Starts = 10;

    // benchmarks/compare.sh holds it to 60 ms, on a quiet machine.
    static readonly TimeSpan s_mostToStart = TimeSpan.FromMilliseconds(250);

    static readonly string s_capture = Path.Combine(
        TestContext.CurrentContext.TestDirectory, "Captures", "closed-port.pcap");

    static readonly string s_copy = Path.Combine(Path.GetTempPath(), "rsttrace-published.pcapng");

    static readonly string s_history = Path.Combine(
        Path.GetTempPath(), $"rsttrace-published-{Environment.ProcessId}.db");

    // What is asked of each command, and a piece of its answer. Another command has a line here.
    static readonly Dictionary<string, (string[] Words, string Says)> s_asked = new()
    {
        ["analyze"] = ([s_capture], "port-closed"),
        ["explain"] = ([s_capture, "--frame", "3"], "port-closed"),
        ["causes"] = (["write-after-close"], "write-after-close"),
        ["check"] = (["--error", "read: connection reset by peer"], "ECONNRESET as Go says it"),
        ["doctor"] = ([], "libpcap version"),
        ["snapshot"] = (["--script"], "#!/bin/sh"),
        ["compare"] = ([s_capture, s_capture], "1 reset connection in several captures"),
        ["diff"] = ([s_capture, s_capture], "within chance"),
        ["annotate"] = ([s_capture, "-w", s_copy], "2 comments on 1 reset"),
        ["extract"] = ([s_capture, "-w", s_copy, "--frame", "3"], "2 of 4 frames"),
        ["interfaces"] = ([], "lo"),
        ["schema"] = (["incident"], "rsttrace.incident/1"),
        ["completion"] = (["bash"], "complete -o default"),
        ["man"] = ([], ".SH EXIT STATUS"),
        ["sidecar"] = (["--check-config"], "in order"),
        ["query"] = (["--store", s_history, "--sql", "SELECT count(*) FROM resets"], "1 row"),
        ["live"] = (["-i", "lo", "--duration", "1", "--format", "text"], "lo: "),
    };

    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-published-").FullName;
    string _program = "";

    [OneTimeSetUp]
    public void Publish()
    {
        new EventStore(
            new StoreOptions { File = s_history }, "here", stream => new NdjsonReport(stream),
            _ => { }, TimeProvider.System).Dispose();
        string output = Path.Combine(_folder, "out");
        _program = Path.Combine(output, Path.GetFileName(RstTraceProcess.Path));

        // With a folder of its own for what is made on the way, it disturbs no build here.
        Dotnet.Run(
            "publish", "-c", "Release", "--nologo", Dotnet.Project("RstTrace.Cli"), "-o", output,
            "--artifacts-path", Path.Combine(_folder, "artifacts"));
    }

    [OneTimeTearDown]
    public void Remove()
    {
        Directory.Delete(_folder, recursive: true);
        File.Delete(s_copy);
        File.Delete(s_history);
    }

    [Test]
    public void It_is_one_file_and_not_large()
    {
        FileInfo[] files = new DirectoryInfo(Path.Combine(_folder, "out")).GetFiles();
        Assert.That(files.Select(file => file.FullName), Is.EqualTo([_program]));
        Assert.That(files[0].Length, Is.LessThan(MostOctets));
    }

    [Test]
    public void Every_command_of_its_help_is_asked_below()
        => Assert.That(Commands(), Is.EquivalentTo(s_asked.Keys));

    [Test]
    public void Every_command_has_a_help()
        => Assert.Multiple(() =>
        {
            foreach (string command in Commands())
            {
                RunResult help = Run(command, "--help");
                Assert.That(help.ExitCode, Is.Zero, command);
                Assert.That(help.Output, Does.StartWith($"rsttrace {command}: "));
            }
        });

    [TestCaseSource(nameof(Asked))]
    public void A_command_answers_as_the_one_that_was_built_does(string command)
    {
        (string[] words, string says) = s_asked[command];
        RunResult run = Run([command, .. words]);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output + run.Errors, Does.Contain(says));
        if (command is not "live" and not "interfaces" and not "doctor")
            Assert.That(run.Output, Is.EqualTo(RstTraceProcess.Run([command, .. words]).Output));
    }

    // The best of some, since a machine that tests is busy with other things.
    [Test]
    public void It_says_its_first_line_at_once()
    {
        TimeSpan least = TimeSpan.MaxValue;
        for (int start = 0; start < Starts; start++)
        {
            long began = Stopwatch.GetTimestamp();
            using RstTraceProcess process =
                RstTraceProcess.StartOther(_program, "analyze", s_capture);
            string? line = process.ReadLine();
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            if (took < least) least = took;
            Assert.That(line, Does.Contain("1 reset"));
            _ = process.Await();
        }

        Assert.That(least, Is.LessThan(s_mostToStart));
    }

    static string[] Asked() => [.. s_asked.Keys];

    // Two spaces, the name, what it takes, two spaces or more, what it does.
    string[] Commands()
        => [.. Run("--help").Lines
            .SkipWhile(line => !line.StartsWith("usage: ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.EndsWith(':'))
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != '-')
            .Select(line => line.Trim().Split(' ')[0])];

    RunResult Run(params string[] words)
    {
        using RstTraceProcess process = RstTraceProcess.StartOther([_program, .. words]);
        process.Input.Close();
        return process.Await();
    }
}
