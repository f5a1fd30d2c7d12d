using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RstTrace.Reports.Live;

/// <summary>The newest verdicts: a line each where there is room, else two.</summary>
static class LiveVerdicts
{
    const int Time = 12, Sure = 13, Weak = 11, FromWideOn = 110;
    const int LeastEnds = 33, MostEnds = 49, LeastSummary = 24;

    /// <param name="snapshot">What to show.</param>
    /// <param name="pen">How.</param>
    /// <param name="room">Lines.</param>
    public static List<IRenderable> Of(LiveSnapshot snapshot, Pen pen, int room)
    {
        if (snapshot.Newest.Count == 0) return [pen.Line(Quiet(snapshot), Pen.Quiet)];

        return pen.Width >= FromWideOn
            ? OneLineEach(snapshot.Newest, pen, room)
            : TwoLinesEach(snapshot.Newest, pen, room);
    }

    static string Quiet(LiveSnapshot snapshot)
        => snapshot.Totals.Frames == 0
            ? "no TCP yet: rsttrace interfaces lists where else to look"
            : "no reset yet";

    // What happened first, then to whom: whole, since addresses are what one acts on.
    static List<IRenderable> TwoLinesEach(IReadOnlyList<ResetEvent> newest, Pen pen, int room)
    {
        var parts = new List<IRenderable> { pen.Line("newest", Pen.Heading) };
        int rest = pen.Width - Time - Sure - (2 * Pen.Between);
        Table table = Pen.Table(Time, rest, Sure);
        for (int i = 0; i < newest.Count && i < (room - 1) / 2; i++)
        {
            ResetEvent reset = newest[i];
            string what = $"{reset.Verdict.Cause.Id} {Words.By(reset.Verdict.Sender)}, "
                + Words.Of(reset.Verdict.Stage);
            table.AddRow(
                pen.Cell(TimeText.Clock(reset.Time, withDay: false), Time),
                pen.Cell(what, rest, StyleOf(reset)),
                pen.Cell(Words.Sure(reset.Verdict.Confidence), Sure));
            table.AddRow(
                pen.Cell("", Time),
                pen.Cell(EndsOf(reset), rest),
                pen.Cell(ResetLine.Weakness(reset.Degraded), Sure, Pen.Doubtful));
        }

        parts.Add(table);
        return parts;
    }

    static List<IRenderable> OneLineEach(IReadOnlyList<ResetEvent> newest, Pen pen, int room)
    {
        int shown = Math.Min(newest.Count, room - 1);
        int ends = LeastEnds, why = 3;
        for (int i = 0; i < shown; i++)
        {
            ends = Math.Clamp(pen.WidthOf(EndsOf(newest[i])), ends, MostEnds);
            why = Math.Max(why, newest[i].Verdict.Cause.Id.Length);
        }

        int[] widths = [Time, ends, 11, 13, why, Sure, Weak];
        int taken = (widths.Length - 1) * Pen.Between;
        foreach (int width in widths) taken += width;
        int summary = pen.Width - taken - Pen.Between;
        if (summary >= LeastSummary) widths = [.. widths, summary];

        Table table = Pen.Table(widths);
        string[] headings =
            ["newest", "client → server", "who", "when", "why", "how sure", "weakened by", ""];
        table.AddRow(Cells(pen, widths, headings, Pen.Heading));
        for (int i = 0; i < shown; i++) table.AddRow(Row(newest[i], pen, widths));
        return [table];
    }

    static Text[] Row(ResetEvent reset, Pen pen, int[] widths)
    {
        Verdict verdict = reset.Verdict;
        string[] texts =
        [
            TimeText.Clock(reset.Time, withDay: false),
            EndsOf(reset),
            Words.Of(verdict.Sender),
            Words.Of(verdict.Stage),
            verdict.Cause.Id,
            Words.Sure(verdict.Confidence),
            ResetLine.Weakness(reset.Degraded),
            verdict.Summary,
        ];
        Text[] cells = Cells(pen, widths, texts, Pen.Plain);
        cells[2] = pen.Cell(texts[2], widths[2], StyleOf(reset));
        return cells;
    }

    static Text[] Cells(Pen pen, int[] widths, string[] texts, Style style)
    {
        var cells = new Text[widths.Length];
        for (int i = 0; i < cells.Length; i++) cells[i] = pen.Cell(texts[i], widths[i], style);
        return cells;
    }

    static string EndsOf(ResetEvent reset)
        => $"{reset.Flow.EndpointText(reset.Flow.Client)} → "
            + reset.Flow.EndpointText(reset.Flow.Server);

    static Style StyleOf(ResetEvent reset) => reset.Verdict.Sender switch
    {
        Party.ThirdParty => Pen.Bad,
        Party.Unknown => Pen.Doubtful,
        Party.Client or Party.Server or _ => Pen.Plain,
    };
}
