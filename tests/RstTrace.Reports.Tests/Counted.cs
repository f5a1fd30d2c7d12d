using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

/// <summary>Counters as a trace would leave them.</summary>
static class Counted
{
    /// <param name="frames">Frames, the first at <paramref name="begin"/>, the last at
    /// <paramref name="end"/>.</param>
    /// <param name="begin">When the first was captured.</param>
    /// <param name="end">When the last was captured.</param>
    /// <param name="flows">Connections.</param>
    /// <param name="resets">RST frames.</param>
    public static TraceCounters Of(
        long frames, Timestamp begin, Timestamp end, long flows, long resets)
    {
        var counters = new TraceCounters { Flows = flows, Resets = resets };
        for (long i = 1; i < frames; i++) counters.Add(begin, DecodeOutcome.Decoded);
        if (frames > 0) counters.Add(end, DecodeOutcome.Decoded);
        return counters;
    }

    /// <summary>One frame more.</summary>
    public static void Add(this TraceCounters counters, Timestamp time, DecodeOutcome outcome)
    {
        var frame = new Frame
        {
            Octets = default,
            OriginalLength = 60,
            Time = time,
            Link = outcome == DecodeOutcome.UnknownLink ? LinkType.Ieee80211 : LinkType.Ethernet,
            Id = new FrameId(0, counters.Frames + 1),
        };
        counters.Count(in frame, outcome);
    }
}
