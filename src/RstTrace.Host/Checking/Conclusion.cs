using System;
using System.Collections.Generic;
using System.Globalization;

namespace RstTrace.Host.Checking;

/// <summary>What all findings of a runbook come to.</summary>
public static class Conclusion
{
    const int LeastAlso = 30; // what weighs less follows from the rest

    /// <summary>One or two sentences.</summary>
    /// <param name="subject">What was asked about, such as <c>db:5432</c>.</param>
    /// <param name="findings">All of them.</param>
    /// <param name="calm">What to say where nothing is wrong.</param>
    public static string Of(string subject, IReadOnlyList<Finding> findings, string calm)
    {
        Finding? worst = Heaviest(findings, StepVerdict.Bad, null);
        if (worst is null)
        {
            Finding? warned = Heaviest(findings, StepVerdict.Warn, null);
            return warned is null
                ? $"{subject}: {calm}."
                : $"{subject}: {calm}. Worth a look: {warned.Text}.";
        }

        Finding? second = Heaviest(findings, StepVerdict.Bad, worst);
        string first = worst.Text.StartsWith(subject, StringComparison.Ordinal)
            ? worst.Text
            : $"{subject}: {worst.Text}";
        return second is null || second.Weight < LeastAlso
            ? $"{first}."
            : $"{first}. Also: {second.Text}.";
    }

    /// <summary>The worst verdict.</summary>
    public static StepVerdict Worst(IReadOnlyList<Finding> findings)
        => Heaviest(findings, StepVerdict.Bad, null) is not null ? StepVerdict.Bad
            : Heaviest(findings, StepVerdict.Warn, null) is not null ? StepVerdict.Warn
            : StepVerdict.Ok;

    /// <summary>"5 ok, 1 bad, 2 skipped".</summary>
    public static string Counts(IReadOnlyList<Finding> findings)
    {
        var parts = new List<string>();
        foreach (StepVerdict verdict in (StepVerdict[])
            [StepVerdict.Ok, StepVerdict.Warn, StepVerdict.Bad, StepVerdict.Skipped])
        {
            int count = 0;
            foreach (Finding finding in findings)
                if (finding.Verdict == verdict) count++;

            if (count > 0) parts.Add($"{count} {Word(verdict)}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>The verdict in a word.</summary>
    public static string Word(StepVerdict verdict)
        => verdict.ToString().ToLower(CultureInfo.InvariantCulture);

    static Finding? Heaviest(
        IReadOnlyList<Finding> findings, StepVerdict verdict, Finding? other)
    {
        Finding? heaviest = null;
        foreach (Finding finding in findings)
        {
            if (finding.Verdict != verdict || ReferenceEquals(finding, other)) continue;
            if (heaviest is null || finding.Weight > heaviest.Weight) heaviest = finding;
        }

        return heaviest;
    }
}
