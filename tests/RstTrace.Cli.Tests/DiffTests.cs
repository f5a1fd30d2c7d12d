using System.IO;
using System.Text.Json;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace diff</c>: what changed from one capture, or many, to another.</summary>
sealed class DiffTests : CaptureFolderTest
{
    // Twelve captures, of a connection each: of "races", one reset; of "both", another.
    [SetUp]
    public void MakeSides()
    {
        foreach (string side in new[] { "races", "refusals" }) Directory.CreateDirectory(At(side));
        for (int i = 0; i < 12; i++)
        {
            File.Copy(At("race.pcap"), At($"races/{i}.pcap"));
            File.Copy(At("refused.pcap"), At($"refusals/{i}.pcap"));
        }
    }

    [Test]
    public void A_capture_has_not_changed_from_itself()
    {
        RunResult run = Run("diff", "race.pcap", "race.pcap", "--fail-on", "worse");

        Assert.That(run.Output, Does.Contain("Nothing changed by more than chance."));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Errors, Is.Empty);
    }

    [Test]
    public void What_is_new_and_gone_is_told_by_server()
    {
        RunResult run = Run("diff", "races", "refusals");

        Assert.That(run.Output, Does.StartWith("before  races: 12 resets, 12 connections\n"
            + "after   refusals: 12 resets, 12 connections\n"));
        Assert.That(run.Output, Does.Match(
            @"   new     port-closed +0 -> 12 \(0 -> 1,000 per 1,000 connections\) +[0-9.]+:\d+"));
        Assert.That(run.Output, Does.Match(@"   gone    keepalive-race +12 -> 0 "));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [TestCase("new", "races", "refusals", 3)]
    [TestCase("worse", "races", "refusals", 3)]
    [TestCase("grown", "races", "refusals", 0)]
    [TestCase("worse", "race.pcap", "refused.pcap", 0, TestName = "One is within chance")]
    public void A_gate_closes_on_what_is_worse(string change, string before, string after, int code)
    {
        RunResult run = Run("diff", before, after, "--fail-on", change);

        Assert.That(run.ExitCode, Is.EqualTo(code));
        if (code == 3)
        {
            Assert.That(run.Errors, Does.StartWith(
                "rsttrace: --fail-on: 1 change, first new: port-closed at "));
        }
    }

    // Twice the resets of twice the connections is no change; of as many, it is.
    [Test]
    public void Rates_are_compared_where_connections_are_known()
    {
        Run("analyze", "races", "--format", "ndjson", "-o", "one.ndjson");
        string lines = File.ReadAllText(At("one.ndjson"));
        File.WriteAllText(At("two.ndjson"), lines + lines + lines);
        File.WriteAllText(At("all.ndjson"), lines + lines + lines + Stats(36));

        RunResult counts = Run("diff", "races", "two.ndjson", "--fail-on", "grown");
        RunResult rates = Run("diff", "races", "all.ndjson", "--fail-on", "grown");

        Assert.That(counts.Output, Does.Contain("How many connections there were is not known"));
        Assert.That(counts.ExitCode, Is.EqualTo(3));
        Assert.That(rates.Output, Does.Contain("36 connections").And.Contain("within chance"));
        Assert.That(rates.ExitCode, Is.Zero);
    }

    [Test]
    public void Ndjson_begins_with_all_resets_together()
    {
        RunResult run = Run("diff", "races", "refusals", "--format", "ndjson");
        using var all = JsonDocument.Parse(run.Lines[0]);
        using var first = JsonDocument.Parse(run.Lines[1]);

        Assert.That(run.Lines, Has.Length.EqualTo(3));
        Assert.That(run.Lines, Has.All.StartWith("{\"schema\":\"rsttrace.diff/1\""));
        Assert.That(all.RootElement.GetProperty("cause").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(first.RootElement.GetProperty("change").GetString(), Is.EqualTo("new"));
        Assert.That(first.RootElement.GetProperty("within_chance").GetBoolean(), Is.False);
        Assert.That(
            first.RootElement.GetProperty("after").GetProperty("resets").GetInt64(),
            Is.EqualTo(12));
    }

    [Test]
    public void Bad_lines_are_counted_and_named()
    {
        File.WriteAllText(At("bad.ndjson"), "{\n{}\nx\n\u001b\n" + Stats(3));
        RunResult run = Run("diff", "bad.ndjson", "race.pcap");

        Assert.That(run.Errors, Is.EqualTo(
            "rsttrace: bad.ndjson: 4 lines passed over: line 1: no JSON; "
            + "line 2: no line of rsttrace; line 3: no JSON; ...\n"));
        Assert.That(run.Output, Does.Contain("before  bad.ndjson: no resets, 3 connections"));
        Assert.That(run.ExitCode, Is.EqualTo(4));
    }

    [TestCase("gone.pcap", "gone.pcap: no such file")]
    [TestCase("notes", "notes: ")]
    public void A_side_that_cannot_be_read_is_no_side(string side, string message)
    {
        File.WriteAllText(At("notes"), "no capture");
        RunResult run = Run("diff", "race.pcap", side, "--fail-on", "worse");

        Assert.That(run.Errors, Does.StartWith($"rsttrace: {message}"));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_pipe_may_hold_ndjson_and_standard_input_a_capture()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "\"$RSTTRACE\" diff <(\"$RSTTRACE\" analyze race.pcap --format ndjson) - < race.pcap");

        Assert.That(run.Output, Does.Contain("all     same: 1 -> 1, within chance"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    static string Stats(int flows) => $"{{\"schema\":\"rsttrace.stats/1\",\"flows\":{flows}}}\n";
}
