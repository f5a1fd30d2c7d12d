using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RstTrace.Reports.Live;

/// <summary>The newest verdicts: a line each where there is room, else two.</summary>
static class LiveVerdicts
{
    const int Time = 12, Sure = 13, FromWideOn = 110, MostEnds = 49, LeastSummary = 24;
    const int Who = 2; // the column that is coloured

    static readonly string[] s_headings =
        ["newest", "client → server", "who", "when", "why", "how sure", ""];

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

    // As wide as what is shown, so that the summary gets what is left.
    static List<IRenderable> OneLineEach(IReadOnlyList<ResetEvent> newest, Pen pen, int room)
    {
        var rows = new List<string[]> { s_headings };
        for (int i = 0; i < newest.Count && i < room - 1; i++) rows.Add(Row(newest[i]));

        int[] widths = new int[s_headings.Length];
        int left = pen.Width;
        for (int i = 0; i < widths.Length - 1; i++)
        {
            foreach (string[] row in rows)
                widths[i] = Math.Max(widths[i], Math.Min(pen.WidthOf(row[i]), MostEnds));
            left -= widths[i] + Pen.Between;
        }

        widths[^1] = Math.Max(left, 0);
        if (left < LeastSummary) Array.Resize(ref widths, widths.Length - 1);
        Table table = Pen.Table(widths);
        for (int i = 0; i < rows.Count; i++)
        {
            var cells = new Text[widths.Length];
            for (int column = 0; column < cells.Length; column++)
            {
                Style style = i == 0 ? Pen.Heading
                    : column == Who ? StyleOf(newest[i - 1]) : Pen.Plain;
                cells[column] = pen.Cell(rows[i][column], widths[column], style);
            }

            table.AddRow(cells);
        }

        return [table];
    }

    static string[] Row(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        string weakness = ResetLine.Weakness(reset.Degraded);
        string sure = Words.Sure(verdict.Confidence);
        return
        [
            TimeText.Clock(reset.Time, withDay: false),
            EndsOf(reset),
            Words.Of(verdict.Sender),
            Words.Of(verdict.Stage),
            verdict.Cause.Id,
            weakness.Length > 0 ? $"{sure} ({weakness})" : sure,
            verdict.Summary,
        ];
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
