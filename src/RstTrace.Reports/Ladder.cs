using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>The segments around one reset, in order, with those left out counted.</summary>
/// <param name="Steps">Those that are shown: their <see cref="LadderStep.Ordinal"/> says where
/// others are missing between them.</param>
/// <param name="Segments">How many the flow had from its first frame to the end of the
/// capture.</param>
public sealed record Ladder(IReadOnlyList<LadderStep> Steps, long Segments)
{
    /// <summary>The TTLs, or hop limits, of all segments of the flow that bear the address of the
    /// reset's claimed sender, lowest first; other resets are left out.</summary>
    public IReadOnlyList<HopLimitCount> HopLimits { get; init; } = [];

    /// <summary>Whether the reset itself is among the steps: not where the capture is no longer
    /// what it was when the reset was found.</summary>
    public bool HoldsReset
    {
        get
        {
            foreach (LadderStep step in Steps)
                if (step.Role == LadderRole.Reset) return true;

            return false;
        }
    }
}

/// <summary>How many segments came with a TTL.</summary>
/// <param name="HopLimit">The TTL, or hop limit.</param>
/// <param name="Segments">How many segments.</param>
/// <param name="IsOfReset">Whether these are the reset and its repeats.</param>
public readonly record struct HopLimitCount(byte HopLimit, long Segments, bool IsOfReset);

/// <summary>One segment of a ladder.</summary>
public readonly record struct LadderStep
{
    /// <summary>Its place among the segments of the flow, from 0.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Whose address it carries.</summary>
    public required Side Sender { get; init; }

    /// <summary>What it is to the reset.</summary>
    public required LadderRole Role { get; init; }

    /// <summary>The segment.</summary>
    public required Segment Segment { get; init; }

    /// <summary>SEG.SEQ after the sender's ISN; where no SYN was seen, its first segment has
    /// 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>SEG.ACK after the receiver's ISN; null without the ACK bit.</summary>
    public required long? Acknowledgment { get; init; }

    /// <summary>SEG.WND in octets, scaled where both SYNs were seen (RFC 7323 §2.2).</summary>
    public required long Window { get; init; }
}

/// <summary>What a segment is to the reset.</summary>
public enum LadderRole : byte
{
    /// <summary>A segment around it.</summary>
    Context,

    /// <summary>Named in the evidence.</summary>
    Evidence,

    /// <summary>The segment that drew it.</summary>
    Trigger,

    /// <summary>The reset itself.</summary>
    Reset,

    /// <summary>A repeat of it.</summary>
    Repeat,
}
