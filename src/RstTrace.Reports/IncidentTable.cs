using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>Incidents as a table, a line each: how many resets, what, sender, stage, an example,
/// the server.</summary>
static class IncidentTable
{
    const int Indent = 3;

    // Wide enough for most, so that the tables of several captures stand below each other.
    static readonly int[] s_usualWidths = [5, 20, 11, 13, 10];

    /// <summary>Writes the incidents from one on; counts those for which there is no
    /// room.</summary>
    public static void Write(Page page, CaptureSummary capture, int from, int most)
    {
        List<Incident> incidents = capture.Incidents;
        int end = incidents.Count - from <= most ? incidents.Count : from + most - 1;
        var rows = new List<string[]>();
        for (int i = from; i < end; i++) rows.Add(Row(incidents[i], capture));

        int[] widths = Widths(rows, page.Width);
        for (int i = from; i < end; i++) WriteRow(page, incidents[i], rows[i - from], widths);
        WriteRest(page, incidents, end);
    }

    /// <summary>The cells of its line: how many, what, by whom, when, an example, and
    /// where.</summary>
    public static string[] Row(Incident incident, CaptureSummary capture)
        =>
        [
            incident.Count.ToString(CultureInfo.InvariantCulture) + "x",
            Words.Id(incident),
            incident.Senders.Count == 1 ? Words.Of(incident.Senders[0]) : "several",
            incident.Stages.Count == 1 ? Words.Of(incident.Stages[0]) : "several",
            Words.Of(incident.Example.Frames[0], capture.Files),
            Where(incident),
        ];

    // Of a scan, who does it matters, and of the rest, where it happened.
    static string Where(Incident incident)
    {
        FlowSummary flow = incident.Example.Flow;
        return incident.Kind == IncidentKind.PortScan
            ? $"by {flow.AddressText(flow.Client.Address)}"
            : incident.Servers.Count > 1
                ? Words.Tally(incident.Servers, "server")
                : flow.EndpointText(flow.Server);
    }

    static void WriteRow(Page page, Incident incident, string[] row, int[] widths)
    {
        page.To(Indent).Put(row[0].PadLeft(widths[0]));
        int column = Indent + widths[0] + 2;
        for (int i = 1; i < row.Length; i++)
        {
            if (i < widths.Length && widths[i] == 0) continue;

            page.To(column).Put(row[i], i == 1 ? Inks.Of(incident.Severity) : Ink.Plain);
            if (i < widths.Length) column += widths[i] + 2;
        }

        page.End();
    }

    static void WriteRest(Page page, List<Incident> incidents, int from)
    {
        if (from == incidents.Count) return;

        long rest = 0;
        for (int i = from; i < incidents.Count; i++) rest += incidents[i].Count;
        string text = $"and {Words.Count(rest, "reset")} in "
            + Words.Count(incidents.Count - from, "more incident");
        page.To(Indent).Put(text, Ink.Quiet).End();
    }

    /// <summary>A width for each column but the last. Where the page is too narrow, they are no
    /// wider than need be; if even then, the stage, which most causes imply, gives way.</summary>
    static int[] Widths(List<string[]> rows, int pageWidth)
    {
        int[] widths = [.. s_usualWidths];
        Widen(widths, rows);
        if (Total(widths, rows) <= pageWidth) return widths;

        Array.Clear(widths);
        Widen(widths, rows);
        if (Total(widths, rows) > pageWidth) widths[3] = 0;
        return widths;
    }

    static void Widen(int[] widths, List<string[]> rows)
    {
        foreach (string[] row in rows)
        {
            for (int i = 0; i < widths.Length; i++)
                widths[i] = Math.Max(widths[i], row[i].Length);
        }
    }

    static int Total(int[] widths, List<string[]> rows)
    {
        int last = 0;
        foreach (string[] row in rows) last = Math.Max(last, row[^1].Length);
        int total = Indent + last;
        foreach (int width in widths) total += width + 2;
        return total;
    }
}

/// <summary>How a severity looks.</summary>
static class Inks
{
    public static Ink Of(Severity severity) => severity switch
    {
        Severity.ThirdParty or Severity.InUse => Ink.Bad,
        Severity.AfterIdle or Severity.Refused => Ink.Doubtful,
        Severity.AtTheEnd => Ink.Strong,
        Severity.Harmless or _ => Ink.Quiet,
    };
}
