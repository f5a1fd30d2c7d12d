using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Reports.Tests;

namespace RstTrace.Samples.Tests;

/// <summary>What the program prints of each sample, letter by letter.</summary>
public sealed partial class GoldenTests
{
    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void The_report_for_people_is_the_golden_one(Sample sample)
    {
        RunResult run = sample.Analyze();
        string errors = run.Errors.Length == 0 ? "" : $"\nOn standard error:\n{run.Errors}";
        Golden.Check(run.Output + errors, $"{NameOf(sample)}.txt");
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void The_events_are_the_golden_ones(Sample sample)
        => Golden.Check(
            WithoutVersion(sample.Events.Output), $"{NameOf(sample)}.ndjson");

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Only_the_sample_that_is_cut_short_is_called_damaged(Sample sample)
        => Assert.That(sample.Events.ExitCode, Is.EqualTo(sample.IsDamaged ? 4 : 0));

    static string NameOf(Sample sample) => sample.Name.TrimEnd('/');

    // Else every release would change every golden file.
    static string WithoutVersion(string events) => Version().Replace(events, "\"version\":\"\"");

    [GeneratedRegex("\"version\":\"[^\"]*\"")]
    private static partial Regex Version();
}
