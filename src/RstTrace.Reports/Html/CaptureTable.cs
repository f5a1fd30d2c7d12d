using System;

namespace RstTrace.Reports.Html;

/// <summary>The captures, where there are several: a row each.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="found">What was found.</param>
sealed class CaptureTable(Markup page, Findings found)
{
    const int MostRows = 100;
    const int LongestName = 120;

    static readonly string[] s_heads = ["capture", "resets", "connections", "frames", "worst"];

    public void Write()
    {
        if (found.Total.Captures < 2) return;

        page.Open("section", "captures").Leaf("h2", null, "Captures");
        page.Open("table", "stacks").Open("thead").Open("tr");
        foreach (string head in s_heads) page.Leaf("th", null, head);
        page.Close().CloseLine().Open("tbody");
        int shown = Math.Min(found.Captures.Count, MostRows);
        for (int i = 0; i < shown; i++) WriteRow(found.Captures[i]);

        page.Close().CloseLine();
        int rest = found.Total.Captures - shown;
        if (rest > 0) page.Leaf("p", "quiet", $"and {Words.Count(rest, "more capture")}");
        page.CloseLine();
    }

    void WriteRow(CaptureSummary capture)
    {
        page.Open("tr");
        WriteCell(0, null, Name(capture));
        WriteCell(1, "number", Words.Number(capture.Resets));
        WriteCell(2, "number", Words.Number(capture.Counters.Flows));
        WriteCell(3, "number", Words.Number(capture.Counters.Frames));
        WriteCell(4, null, capture.Incidents.Count > 0
            ? IncidentWords.Title(capture.Incidents[0])
            : "");
        page.CloseLine();
    }

    // The end of a path tells more than its beginning.
    static string Name(CaptureSummary capture)
    {
        string name = Words.Capture(capture.Files);
        return name.Length <= LongestName ? name : "..." + name[^LongestName..];
    }

    void WriteCell(int column, string? classes, string text)
        => page.Open("td", classes).With("data-label", s_heads[column]).Text(text).Close();
}
