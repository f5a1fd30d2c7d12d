using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace RstTrace.Samples.Tests;

/// <summary>The table of the samples' README.</summary>
public sealed class ReadmeTests
{
    static readonly string[] s_readme =
        File.ReadAllLines(Path.Combine(Sample.Folder, "README.md"));

    static readonly string s_licences =
        File.ReadAllText(Path.Combine(Sample.Folder, "LICENSES.md"));

    [Test]
    public void Every_sample_has_one_row()
        => Assert.That(Rows().Select(row => row[0]), Is.EquivalentTo(Sample.All.Select(Quoted)));

    // With UPDATE_GOLDENS=1 in the environment it writes the column anew, to be read again.
    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void A_row_gives_the_verdict_of_the_program(Sample sample)
    {
        string verdict = string.Join("<br>", Verdicts(sample).DefaultIfEmpty("no reset"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1") Update(sample, verdict);
        else Assert.That(Row(sample)[4], Is.EqualTo(verdict));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void A_sample_of_another_project_has_its_notice(Sample sample)
    {
        string[] row = Row(sample);
        if (row[1] == "RstTrace") Assert.That(row[2], Is.EqualTo("MIT"));
        else Assert.That(s_licences, Does.Contain($"| {Quoted(sample)} |").And.Contain(row[1]));
    }

    static string Quoted(Sample sample) => $"`{sample}`";

    static string[] Row(Sample sample) => Rows().Single(row => row[0] == Quoted(sample));

    static IEnumerable<string[]> Rows()
        => s_readme
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "));

    static IEnumerable<string> Verdicts(Sample sample)
        => sample.ReadEvents().Select(json =>
            $"{Frames(sample, json)}: {json.At("reset.sender")}, {json.At("reset.stage")}, "
            + $"{json.At("reset.cause")}");

    static string Frames(Sample sample, JsonObject json)
    {
        (string file, long number) = json.ResetFrames().First();
        string first = sample.IsRing ? $"{number} of {Path.GetFileName(file)}" : $"{number}";
        int more = json.ResetFrames().Count() - 1;
        return more == 0 ? first : $"{first} and {more} more";
    }

    static void Update(Sample sample, string verdict, [CallerFilePath] string test = "")
    {
        string readme = Path.Combine(
            Path.GetDirectoryName(test)!, "..", "..", "samples-pcap", "README.md");
        string[] lines = File.ReadAllLines(readme);
        int row = Array.FindIndex(
            lines, line => line.StartsWith($"| {Quoted(sample)} |", StringComparison.Ordinal));
        lines[row] = string.Join(" | ", [.. lines[row].Split(" | ")[..4], verdict]) + " |";
        File.WriteAllText(readme, string.Join('\n', lines) + "\n");
    }
}
