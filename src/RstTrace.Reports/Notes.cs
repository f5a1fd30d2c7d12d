using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>What a reader must know of a capture before trusting what is said of it: a sentence
/// each.</summary>
static class Notes
{
    public static List<string> Of(CaptureSummary capture)
    {
        TraceCounters counters = capture.Counters;
        var notes = new List<string>(capture.Damage);
        AddDropped(notes, counters);
        AddUnread(notes, counters, capture.Files);
        AddLimits(notes, counters);
        if (counters.BackwardFrames > 0)
        {
            string first = Words.Of(counters.FirstBackwardFrame, capture.Files);
            notes.Add(
                $"The time runs backwards {Times(counters.BackwardFrames)}, first at {first}: "
                + "take durations with care.");
        }

        return notes;
    }

    static void AddDropped(List<string> notes, TraceCounters counters)
    {
        if (counters.FramesDropped == 0) return;

        notes.Add(
            $"{Words.Count(counters.FramesDropped, "frame")} dropped by the kernel, since its "
            + "buffer was full: resets may be missed, and those of connections that were open "
            + "then are less sure. Raise -B, or narrow the expression.");
    }

    static void AddUnread(List<string> notes, TraceCounters counters, IReadOnlyList<string> files)
    {
        if (counters[DecodeOutcome.UnknownLink] is > 0 and var unknown)
        {
            notes.Add(
                $"{Words.Count(unknown, "frame")} not read: link type {(int)counters.UnknownLink} "
                + $"is unknown, first at {Words.Of(counters.FirstUnknownLink, files)}.");
        }

        if (counters[DecodeOutcome.Truncated] is > 0 and var truncated)
        {
            notes.Add(
                $"{Words.Count(truncated, "frame")} cut short within the headers: resets may be "
                + "missed. Capture with a larger snap length.");
        }

        if (counters[DecodeOutcome.Malformed] is > 0 and var malformed)
            notes.Add($"{Words.Count(malformed, "frame")} with contradictory headers.");

        if (counters[DecodeOutcome.TooDeep] is > 0 and var deep)
            notes.Add($"{Words.Count(deep, "frame")} in more tunnels than are followed.");
    }

    static void AddLimits(List<string> notes, TraceCounters counters)
    {
        if (counters.SettledEarly > 0)
        {
            notes.Add(
                $"{Words.Count(counters.SettledEarly, "reset")} judged early, since too many came "
                + "at once: less sure than the rest.");
        }

        if (counters.ResetsUnplaced > 0)
        {
            notes.Add(
                $"{Words.Count(counters.ResetsUnplaced, "reset")} of more incidents than are kept "
                + "apart: told with others of the same cause.");
        }

        if (counters.FlowsEvicted > 0)
        {
            notes.Add(
                $"{Words.Count(counters.FlowsEvicted, "connection")} forgotten, since the flow "
                + "table was full: raise --max-flows.");
        }
    }

    static string Times(long count) => count == 1 ? "once" : $"{Words.Number(count)} times";
}
