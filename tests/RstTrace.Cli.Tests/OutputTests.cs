using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>Where the report goes, and what is in it for whom.</summary>
sealed class OutputTests : CaptureFolderTest
{
    [Test]
    public void A_folder_is_analysed_capture_by_capture()
    {
        RunResult run = Run("analyze", ".", "--format", "ndjson");

        Assert.That(run.ResetLines, Has.Length.EqualTo(2));
        Assert.That(run.IncidentLines, Has.Length.EqualTo(2));
        Assert.That(File(run.Lines[0]), Does.EndWith("race.pcap"));
        Assert.That(File(run.Lines[1]), Does.EndWith("race.pcap"), "its incident");
        Assert.That(File(run.Lines[2]), Does.EndWith("refused.pcap"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Ndjson_is_alone_on_standard_output()
    {
        System.IO.File.WriteAllText(At("notes.txt"), "no capture");
        RunResult run = Run(
            "analyze", "gone.pcap", "notes.txt", "race.pcap", "--format", "ndjson", "--stats");

        Assert.That(
            string.Join(' ', run.Lines.Select(Schema)),
            Is.EqualTo("rsttrace.reset/1 rsttrace.incident/1"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Stats_are_one_object_for_all_captures()
    {
        RunResult run = Run("analyze", "refused.pcap", "race.pcap", "--stats");
        using var stats = JsonDocument.Parse(run.Errors);

        Assert.That(Number(stats, "captures"), Is.EqualTo(2));
        Assert.That(Number(stats, "frames"), Is.EqualTo(4 + 15));
        Assert.That(Number(stats, "resets"), Is.EqualTo(1 + 2));
        Assert.That(Number(stats, "events"), Is.EqualTo(2));
        Assert.That(Number(stats, "elapsed_ms"), Is.Positive);
    }

    [Test]
    public void The_same_captures_give_the_same_octets()
    {
        Dictionary<string, string?> one = new() { ["LC_ALL"] = "C", ["COLUMNS"] = "60" };
        Dictionary<string, string?> other = new() { ["LC_ALL"] = "C.UTF-8", ["TERM"] = "xterm" };

        string[] words = ["analyze", At("race.pcap"), At("refused.pcap")];
        Assert.That(
            RstTraceProcess.RunWith(one, words).Output,
            Is.EqualTo(RstTraceProcess.RunWith(other, words).Output).And.Not.Empty);
    }

    [Test]
    public void Nothing_but_text_goes_into_a_pipe()
    {
        RunResult run = Run("analyze", ".");

        Assert.That(run.Output, Does.Not.Contain('\u001b').And.Contain("keepalive-race"));
        Assert.That(run.Errors, Is.Empty);
    }

    [TestCase("", true)]
    [TestCase("NO_COLOR=1", false)]
    [TestCase("TERM=dumb", false)]
    public void A_terminal_gets_colour_unless_it_objects(string variable, bool colour)
    {
        RunResult run = RstTraceProcess.Shell(
            Folder,
            $"env -u NO_COLOR TERM=xterm {variable}"
            + " script -qec '\"$RSTTRACE\" analyze race.pcap' /dev/null </dev/null");

        Assert.That(run.Output, Does.Contain("keepalive-race"));
        Assert.That(run.Output.Contains('\u001b'), Is.EqualTo(colour));
    }

    [Test]
    public void A_terminal_is_told_of_damage_once()
    {
        byte[] octets = Octets("race.pcap");
        Write("cut.pcap", octets.AsSpan(..^1));
        RunResult run = RstTraceProcess.Shell(
            Folder, "script -qec '\"$RSTTRACE\" analyze cut.pcap' /dev/null </dev/null");

        Assert.That(run.Output.Split("cut short"), Has.Length.EqualTo(2));
    }

    [Test]
    public void A_file_takes_the_report()
    {
        System.IO.File.WriteAllText(At("report"), new string('x', 100_000));
        RunResult run = Run("analyze", "race.pcap", "-o", "report");

        Assert.That(run.Output + run.Errors, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            System.IO.File.ReadAllText(At("report")),
            Is.EqualTo(Run("analyze", "race.pcap").Output));
    }

    [TestCase("race.pcap")]
    [TestCase("./race.pcap")]
    [TestCase("symbolic")]
    [TestCase("hard")]
    public void An_input_is_not_overwritten(string output)
    {
        byte[] before = Octets("race.pcap");
        RstTraceProcess.Shell(Folder, "ln -s race.pcap symbolic; ln race.pcap hard");
        RunResult run = Run("analyze", "refused.pcap", "race.pcap", "-o", output);

        Assert.That(run.Errors, Does.StartWith($"rsttrace: {output} is an input too"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(Octets("race.pcap"), Is.EqualTo(before));
    }

    [TestCase("nowhere/report", "no such directory")]
    [TestCase("/", "it is a folder")]
    public void A_file_that_cannot_be_written(string output, string reason)
    {
        RunResult run = Run("analyze", "race.pcap", "-o", output);

        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.ErrorLines[0], Does.StartWith($"rsttrace: cannot write {output}: ")
            .And.EndWith(reason));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [TestCase("\"$RSTTRACE\" analyze race.pcap -o /dev/full", "/dev/full")]
    [TestCase("\"$RSTTRACE\" analyze race.pcap >/dev/full", "standard output")]
    [TestCase("\"$RSTTRACE\" explain race.pcap --frame 13 >/dev/full", "standard output")]
    [TestCase("\"$RSTTRACE\" --help >/dev/full", "standard output")]
    public void A_full_disk_is_one_line(string line, string output)
    {
        RunResult run = RstTraceProcess.Shell(Folder, line);

        Assert.That(run.Errors, Does.StartWith(
            $"rsttrace: cannot write {output}: No space left on device\n  try: "));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    static string? Schema(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("schema").GetString();
    }

    static string? File(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("capture").GetProperty("file").GetString();
    }

    static double Number(JsonDocument json, string name)
        => json.RootElement.GetProperty(name).GetDouble();
}
