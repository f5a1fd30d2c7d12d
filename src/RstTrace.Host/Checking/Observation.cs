using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Checking;

/// <summary>One of many things that a step looks at.</summary>
/// <param name="IsWarning">Whether it is worth a look.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Text">What it is, and what it has to do with resets.</param>
/// <param name="Fix">What to do about it; null for nothing.</param>
sealed record Observation(bool IsWarning, string Name, string Text, Fix? Fix = null);

/// <summary>Findings of many observations.</summary>
static class Observations
{
    /// <summary>One finding of them all: those that are worth a look first.</summary>
    /// <param name="step">Whose.</param>
    /// <param name="where">Of which host.</param>
    /// <param name="observed">What was looked at.</param>
    /// <param name="weight">See <see cref="Finding.Weight"/>.</param>
    public static Finding Summed(
        IStep step, string where, IReadOnlyList<Observation> observed, int weight)
    {
        List<string> warnings = [], others = [];
        var fixes = new List<Fix>();
        string first = "";
        var names = new List<string>();
        foreach (Observation one in observed)
        {
            (one.IsWarning ? warnings : others).Add($"{one.Name}: {one.Text}");
            if (!one.IsWarning) continue;
            if (first.Length == 0) first = $"{one.Name}: {one.Text}";
            if (!names.Contains(one.Name)) names.Add(one.Name);
            if (one.Fix is { } fix) fixes.Add(fix);
        }

        return new Finding
        {
            Step = step.Id,
            Title = step.Title,
            Verdict = warnings.Count > 0 ? StepVerdict.Warn : StepVerdict.Ok,
            Text = warnings.Count switch
            {
                0 => $"{where}: nothing that resets connections, in {observed.Count} looks",
                1 => $"{where}: {first}",
                var count => $"{where}: {count} things: {string.Join(", ", names)}",
            },
            Evidence = warnings.Count > 1 ? warnings : [],
            Calm = others,
            Next = fixes,
            Weight = weight,
        };
    }
}
