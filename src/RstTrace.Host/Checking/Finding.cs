using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Checking;

/// <summary>What one step of the runbook found.</summary>
/// <remarks>Texts may hold what came from outside (names, banners, lines of files): whoever shows
/// them makes them safe.</remarks>
public sealed record Finding
{
    /// <summary>The step's id, such as <c>port</c>.</summary>
    public required string Step { get; init; }

    /// <summary>What the step asks, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What it comes to.</summary>
    public required StepVerdict Verdict { get; init; }

    /// <summary>What was found in a sentence without a full stop; of a skipped step, why.</summary>
    public required string Text { get; init; }

    /// <summary>What it stands on, a line each.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What was looked at too and is as it should be, a line each.</summary>
    public IReadOnlyList<string> Calm { get; init; } = [];

    /// <summary>What to do next, first things first.</summary>
    public IReadOnlyList<Fix> Next { get; init; } = [];

    /// <summary>How much of the answer this is: of several findings that are bad, the one of most
    /// weight is the conclusion.</summary>
    public int Weight { get; init; }
}
