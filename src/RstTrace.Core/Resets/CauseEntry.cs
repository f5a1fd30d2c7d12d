using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets;

/// <summary>A cause with what tells it from others.</summary>
/// <remarks>Its functions see a reset's evidence alone: not the flow table, not the clock, not the
/// other causes.</remarks>
sealed record CauseEntry : Cause
{
    /// <summary>How well a reset's evidence fits: 0 (not at all) to 1.</summary>
    public required Func<ResetEvidence, double> Weigh { get; init; }

    /// <summary>One plain sentence for this very reset.</summary>
    public required Func<ResetEvidence, string> Tell { get; init; }
}
