using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>A capture in a sentence.</summary>
static class Headline
{
    /// <summary>Name, resets, connections, frames, and the time that they span.</summary>
    public static void Write(Page page, CaptureSummary capture)
        => Write(page, capture, Span(capture.Counters));

    /// <summary>Without the time.</summary>
    public static void WriteBrief(Page page, CaptureSummary capture) => Write(page, capture, "");

    static void Write(Page page, CaptureSummary capture, string span)
    {
        string name = Words.Capture(capture.Files) + ":";
        string found = Found(capture);
        string size = $"({Size(capture)}{span})";
        page.Put(name, Ink.Strong).Put(" ").Wrap(found, margin: 3);

        // On a line of its own rather than broken.
        if (name.Length + found.Length + size.Length + 2 > page.Width) page.End().To(3);
        else page.Put(" ");
        page.Wrap(size).End();
    }

    /// <summary>"3 resets in 4 RST frames, 2 connections".</summary>
    public static string Found(CaptureSummary capture)
    {
        string resets = Words.Count(capture.Resets, "reset");
        if (capture.Counters.Resets > capture.Resets && capture.Resets > 0)
            resets += $" in {Words.Number(capture.Counters.Resets)} RST frames";

        return $"{resets}, {Words.Count(capture.Counters.Flows, "connection")}";
    }

    static string Size(CaptureSummary capture)
        => Words.Count(capture.Counters.Frames, "frame");

    /// <summary>How much was read, and the time it spans.</summary>
    public static string Extent(CaptureSummary capture)
        => Size(capture) + Span(capture.Counters);

    static string Span(TraceCounters counters)
    {
        if (counters.Frames == 0) return "";

        Duration length = counters.End - counters.Begin;
        return $", {length} from {TimeText.Full(counters.Begin)} UTC";
    }

    /// <summary>What it means that no reset was found.</summary>
    /// <param name="counters">What was counted.</param>
    /// <param name="isWhole">Whether all of the capture was read and understood.</param>
    public static string MeaningOfNone(TraceCounters counters, bool isWhole)
    {
        if (!isWhole)
            return "No reset in what could be read. The notes say what could not.";
        if (counters is { Frames: 0, FramesLeftOut: > 0 and var leftOut })
            return $"The filter passes none of its {Words.Count(leftOut, "frame")}.";
        if (counters.Frames == 0) return "There is nothing in it.";
        if (counters.Flows == 0)
            return "There is no TCP in it: look at the interface and the filter it was taken with.";

        return "Nobody reset a connection while this was captured. If one failed, look for "
            + "timeouts, FINs and ICMP errors.";
    }
}
