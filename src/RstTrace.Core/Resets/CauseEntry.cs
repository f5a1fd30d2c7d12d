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

    /// <summary>Who does it, so that nothing is laid at the door of an end that sent
    /// nothing.</summary>
    public Doer Doer { get; init; }
}

/// <summary>Who does what a cause tells of.</summary>
enum Doer : byte
{
    /// <summary>The end in whose name the reset came.</summary>
    End,

    /// <summary>A box on the path.</summary>
    Box,

    /// <summary>The one or the other: it tells of neither.</summary>
    Either,
}
