using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>What weakened a trace, and what to do about it: a line each.</summary>
static class Weaknesses
{
    const int EnoughForHeaders = 256;

    /// <summary>Whether frames came, all of them over links that are not read.</summary>
    public static bool NothingWasReadable(TraceCounters counters)
        => counters.Frames > 0 && counters[DecodeOutcome.UnknownLink] == counters.Frames;

    /// <summary>The lines, none when all was well.</summary>
    /// <param name="counters">What was counted.</param>
    /// <param name="maxFlows">Flows that the tracer held at most.</param>
    /// <param name="names">Files of the capture, by <c>FrameId.File</c>.</param>
    public static IEnumerable<string> Of(
        TraceCounters counters, int maxFlows, IReadOnlyList<string> names)
    {
        string all = CaptureInput.Spoken(names[0])
            + (names.Count > 1 ? " and the rest of the ring" : "");
        if (counters[DecodeOutcome.UnknownLink] > 0) yield return UnknownLink(counters, names);
        if (counters.BackwardFrames > 0) yield return Backward(counters, names);
        if (counters[DecodeOutcome.Truncated] > 0)
        {
            yield return $"{all}: {Frames(counters[DecodeOutcome.Truncated])} cut before the end "
                + $"of the TCP header: capture with tcpdump -s {EnoughForHeaders} or more";
        }

        if (counters.FlowsEvicted > 0)
        {
            yield return $"{all}: {counters.FlowsEvicted} flows gave way to others in the full "
                + $"table: analyze with --max-flows {Roomier(maxFlows, counters.FlowsEvicted)}";
        }

        if (counters.SettledEarly > 0)
        {
            yield return $"{all}: {counters.SettledEarly} resets judged early, too many came at "
                + "once: what followed them was not considered";
        }

        if (counters.ResetsUnplaced > 0)
        {
            yield return $"{all}: {counters.ResetsUnplaced} resets of more incidents than are kept "
                + "apart: grouped by cause alone";
        }
    }

    static string UnknownLink(TraceCounters counters, IReadOnlyList<string> names)
    {
        string file = CaptureInput.Spoken(names[counters.FirstUnknownLink.File]);
        string which = NothingWasReadable(counters)
            ? $"none of its {Frames(counters.Frames)} can be read"
            : $"{Frames(counters[DecodeOutcome.UnknownLink])} of {counters.Frames} cannot be read,"
                + $" first frame {counters.FirstUnknownLink.Number}";
        string remedy = counters.UnknownLink == LinkType.Ieee80211
            ? "802.11, mostly encrypted: capture on the host itself or behind the access point"
            : "see tcpdump.org/linktypes.html: capture on Ethernet, raw IP or with -i any";
        return $"{file}: {which}: link type {(int)counters.UnknownLink}, {remedy}";
    }

    static string Backward(TraceCounters counters, IReadOnlyList<string> names)
    {
        string file = CaptureInput.Spoken(names[counters.FirstBackwardFrame.File]);
        string more = counters.BackwardFrames == 1
            ? "" : $" and {counters.BackwardFrames - 1} more";
        return $"{file}: time runs backwards at frame {counters.FirstBackwardFrame.Number}{more}: "
            + $"durations may be wrong; reordercap sorts a capture";
    }

    static long Roomier(int maxFlows, long evicted)
    {
        long flows = maxFlows;
        while (flows < maxFlows + evicted && flows < TracerWords.MostFlows) flows *= 2;
        return long.Min(flows, TracerWords.MostFlows);
    }

    static string Frames(long count) => count == 1 ? "1 frame" : $"{count} frames";
}
