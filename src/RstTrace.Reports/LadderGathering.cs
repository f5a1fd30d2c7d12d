using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Picks the ladders of some resets out of their capture, in one second pass.</summary>
public sealed class LadderGathering
{
    readonly List<LadderCollector> _collectors = [];

    /// <param name="resets">The resets whose ladders are wanted, as they were found.</param>
    public LadderGathering(IReadOnlyList<ResetEvent> resets)
    {
        foreach (ResetEvent reset in resets) _collectors.Add(new LadderCollector(reset));
    }

    /// <summary>Takes the next frame of the capture, in the order of the first pass.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded) return;
        foreach (LadderCollector collector in _collectors) collector.Take(in segment);
    }

    /// <summary>The ladders of what was taken, in the order of the resets.</summary>
    public IReadOnlyList<Ladder> Finish()
        => _collectors.ConvertAll(static collector => collector.Finish());
}
