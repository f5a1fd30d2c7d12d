using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Wire;
using Spectre.Console.Rendering;

namespace RstTrace.Reports.Live;

/// <summary>The top of the screen: what is captured, how long, how much, what was lost.</summary>
static class LiveHeader
{
    public static List<IRenderable> Of(LiveSnapshot snapshot, Pen pen, int noticesShown)
    {
        var parts = new List<IRenderable>
        {
            Title(snapshot, pen),
            pen.Line(Flow(snapshot)),
            Losses(snapshot.Totals, pen),
        };
        int first = Math.Max(0, snapshot.Notices.Count - noticesShown);
        for (int i = first; i < snapshot.Notices.Count; i++)
            parts.Add(pen.Line(snapshot.Notices[i], Pen.Doubtful));

        parts.Add(Pen.Blank());
        return parts;
    }

    static IRenderable Title(LiveSnapshot snapshot, Pen pen)
    {
        string clock = $"{Clock(snapshot.Elapsed)}   {TimeText.Full(snapshot.Now)[11..]} UTC";
        string what = "rsttrace live   " + snapshot.Interface
            + (snapshot.Expression.Length > 0 ? "   " + snapshot.Expression : "");
        int room = pen.Width - clock.Length - 2;
        string fitted = room > 0 ? pen.Fit(what, room) : "";
        return pen.Line(
            fitted + new string(' ', Math.Max(1, pen.Width - Columns.WidthOf(fitted)
                - clock.Length)) + clock,
            Pen.Heading);
    }

    static string Flow(LiveSnapshot snapshot)
    {
        LiveRates rates = snapshot.Rates;
        LiveTotals totals = snapshot.Totals;
        return $"{Rate(rates.Resets)} resets/s   {Rate(rates.Frames)} frames/s"
            + $"   {Bits(rates.Bits)}   {Words.Count(totals.Resets, "reset")}"
            + $"   {Words.Count(totals.Connections, "connection")}";
    }

    static IRenderable Losses(LiveTotals totals, Pen pen)
    {
        string frames = Words.Count(totals.Frames, "frame");
        long lost = totals.DroppedByKernel + totals.DroppedByInterface;
        if (lost == 0) return pen.Line($"{frames}, none dropped");

        string what = totals.DroppedByKernel == 0
            ? $"{Words.Number(lost)} dropped by the interface"
            : $"{Words.Number(totals.DroppedByKernel)} dropped by the kernel ({Share(totals)}): "
                + "some verdicts are less sure; raise -B";
        return pen.Line($"{frames}, {what}", Pen.Bad);
    }

    static string Share(LiveTotals totals)
        => (100d * totals.DroppedByKernel / Math.Max(1, totals.Received))
            .ToString("0.##", CultureInfo.InvariantCulture) + " %";

    // As a stopwatch shows it: "0:00:07", "30:12:44".
    static string Clock(Duration elapsed)
    {
        long seconds = (long)elapsed.Seconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    static string Rate(double rate) => rate == 0 ? "0" : Words.Rate(rate);

    static string Bits(double rate) => rate switch
    {
        < 1e3 => $"{rate:0} bit/s",
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:0.0} kbit/s"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} Mbit/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e9:0.00} Gbit/s"),
    };
}
