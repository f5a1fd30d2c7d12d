using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>A reset and what was found of its connection.</summary>
/// <param name="reset">The reset.</param>
/// <param name="after">How long after it frames still belong to it.</param>
sealed class EvidenceCase(ResetEvent reset, Duration after)
{
    readonly Timestamp _until = reset.Time + after;

    /// <summary>The reset.</summary>
    public ResetEvent Reset { get; } = reset;

    /// <summary>Its own frame: the first of the event.</summary>
    public FrameId ResetFrame => Reset.Frames[0];

    /// <summary>Where the records of its connection are in what was found, in the order of the
    /// capture.</summary>
    public List<int> Records { get; } = [];

    /// <summary>Whether the reset's own frame is among them.</summary>
    public bool HasReset { get; private set; }

    /// <summary>Octets of them.</summary>
    public long Octets { get; private set; }

    /// <summary>Takes a segment of the same ends if it belongs to the connection, and the time of
    /// this reset.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="record">Where its record is.</param>
    /// <param name="length">Octets of the record.</param>
    /// <returns>Whether it was taken.</returns>
    public bool Take(in Segment segment, int record, int length)
    {
        FlowSummary flow = Reset.Flow;
        bool isItsOwn = segment.Time >= flow.Start && segment.Time <= _until
            && flow.SenderOf(in segment) is not null;
        if (!isItsOwn) return false;

        Records.Add(record);
        Octets += length;
        HasReset |= segment.Frame == ResetFrame;
        return true;
    }
}
