using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>What is told of captures that were compared, beside their resets: clocks, shared
/// connections, and ladders with a column for each capture.</summary>
public static class VantageText
{
    const int Column = 10, FrameWidth = 8, TimeWidth = 12;

    /// <summary>Writes what the captures have to do with each other.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="comparison">What was found.</param>
    public static void WriteHead(
        TextWriter output, TextStyle style, VantageComparison comparison)
    {
        var page = new Page(style);
        for (int file = 1; file < comparison.Names.Count; file++)
        {
            page.Put("clock", Ink.Quiet).To(Column).Wrap(Clock(comparison, file)).End();
        }

        string shared = Words.Count(comparison.Shared, "reset connection");
        page.Put("shared", Ink.Quiet).To(Column).Wrap(
            $"{shared} in several captures{Changed(comparison)}").End();
        page.End();
        output.Write(page);
    }

    static string Clock(VantageComparison comparison, int file)
    {
        string name = comparison.Names[file], first = comparison.Names[0];
        if (comparison.ClockOf(file) is not { } clock)
        {
            return $"{name} shares no segment with {first}: nothing says how its clock runs, so "
                + "absences in it count for nothing";
        }

        string late = clock.Offset < Duration.Zero ? "behind" : "ahead of";
        Duration offset = clock.Offset < Duration.Zero
            ? Duration.Zero - clock.Offset : clock.Offset;
        string drift = clock.Drift is { } rate
            ? string.Create(CultureInfo.InvariantCulture, $", drifting {rate * 1e6:0} ppm")
            : "";
        return $"{name} is {Exactly(offset)} {late} {first}{drift}, give or take "
            + $"{clock.Uncertainty} ({Words.Count(clock.Segments, "segment")} in both)";
    }

    // Seconds to the millisecond: rounded to two digits, an hour would hide a second.
    static string Exactly(Duration offset)
        => offset.Seconds < 1
            ? offset.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{offset.Seconds:#,0.000} s");

    static string Changed(VantageComparison comparison)
    {
        var parts = new List<string>();
        if (comparison.Translated > 0)
            parts.Add($"{Words.Number(comparison.Translated)} under translated addresses");
        if (comparison.Rewritten > 0)
            parts.Add($"{Words.Number(comparison.Rewritten)} with moved sequence numbers");
        if (comparison.Proxied > 0)
        {
            parts.Add($"{Words.Number(comparison.Proxied)} ended and begun anew by a proxy, of "
                + "which each half is judged by itself");
        }

        return parts.Count == 0 ? "" : ": " + string.Join(", ", parts);
    }

    /// <summary>Writes the segments around a reset, with a column for each capture.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="comparison">What was found.</param>
    /// <param name="reset">The reset.</param>
    public static void WriteLadder(
        TextWriter output, TextStyle style, VantageComparison comparison, ResetEvent reset)
    {
        if (comparison.LadderOf(reset) is not { } ladder) return;

        var page = new Page(style);
        FrameId frame = reset.Frames[0];
        page.End().Put(
            $"{Words.Of(frame, [])} of {comparison.Names[frame.File]}, in all captures",
            Ink.Strong).End();
        WriteNames(page, comparison);
        if (ladder.LeftOut > 0)
            page.To(2).Put($"... {Words.Count(ladder.LeftOut, "segment")} ...", Ink.Quiet).End();
        foreach (SharedStep step in ladder.Steps) WriteStep(page, ladder, step, reset);
        output.Write(page);
    }

    static void WriteNames(Page page, VantageComparison comparison)
    {
        int width = FrameWidth + TimeWidth;
        for (int file = 0; file < comparison.Names.Count; file++)
        {
            string name = comparison.Names[file];
            if (name.Length > width - 1) name = name[^(width - 1)..];
            page.Put(name.PadLeft(width), Ink.Quiet);
        }

        page.End();
        for (int file = 0; file < comparison.Names.Count; file++)
        {
            page.Put("frame".PadLeft(FrameWidth) + "seconds".PadLeft(TimeWidth), Ink.Quiet);
        }

        page.End();
    }

    static void WriteStep(Page page, SharedLadder ladder, SharedStep step, ResetEvent reset)
    {
        for (int file = 0; file < step.Frames.Length; file++)
        {
            page.Put(step.Frames[file].IsNone
                ? "-".PadLeft(FrameWidth) + "".PadLeft(TimeWidth)
                : Text(step.Frames[file].Number).PadLeft(FrameWidth)
                    + Seconds(ladder, step, file).PadLeft(TimeWidth));
        }

        bool isReset = Array.IndexOf(step.Frames, reset.Frames[0]) >= 0;
        string way = step.Sender == Side.Client ? "client -> " : "server <- ";
        page.Put("  " + way + Label(step), isReset ? Ink.Bad : Ink.Plain);
        page.Put(isReset ? "  <= the reset" : "", Ink.Bad).End();
    }

    static string Seconds(SharedLadder ladder, SharedStep step, int file)
    {
        Timestamp? first = null;
        foreach (SharedStep other in ladder.Steps)
        {
            if (other.Frames[file].IsNone) continue;
            if (first is null || other.Times[file] < first) first = other.Times[file];
        }

        double seconds = first is { } start ? (step.Times[file] - start).Seconds : 0;
        return seconds.ToString("0.000000", CultureInfo.InvariantCulture);
    }

    static string Label(SharedStep step)
    {
        string bits = step.Control.ToString().ToUpperInvariant().Replace(
            "RESET", "RST", StringComparison.Ordinal);
        string text = $"{bits} seq {step.Sequence}";
        if ((step.Control & ControlBits.Ack) != 0) text += $" ack {step.Acknowledgment}";
        return step.PayloadLength > 0 ? $"{text} len {step.PayloadLength}" : text;
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
