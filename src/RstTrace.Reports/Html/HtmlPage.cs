using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Html;

/// <summary>The whole page, from its head to its foot.</summary>
/// <param name="found">What was found.</param>
/// <param name="ladders">The ladders that could be had.</param>
/// <param name="all">Whether to list each reset, and more incidents in full.</param>
sealed class HtmlPage(
    Findings found, IReadOnlyDictionary<ResetEvent, Ladder> ladders, bool all)
{
    /// <summary>Resets with a ladder: those of the worst incidents.</summary>
    public const int MostLadders = 12;

    const int MostInFullOfAll = 60;
    const int MostRows = 30, MostRowsOfAll = 200;
    const int MostNotes = 50;
    const int Few = 20; // resets that incidents alone tell; more are better seen first as a whole

    // No script could run even if one came in, and nothing is fetched.
    const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    static readonly string s_version =
        typeof(HtmlPage).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    readonly Markup _page = new();

    /// <summary>The document.</summary>
    public string Write()
    {
        _page.Doctype().Open("html").With("lang", "en");
        WriteHead();
        _page.Open("body").Open("main");
        WriteHeader();
        WriteNotes();
        new OverviewTable(_page, found, InFull, all ? MostRowsOfAll : MostRows).Write();
        new CaptureTable(_page, found).Write();
        bool areMany = found.Census.Total > Few;
        if (areMany) WriteCharts();
        WriteIncidents();
        if (!areMany) WriteCharts();
        WriteFooter();
        return _page.CloseLine().CloseLine().CloseLine().ToString();
    }

    int InFull => int.Min(found.Incidents.Count, all ? MostInFullOfAll : MostLadders);

    bool IsOne => found.Total.Captures == 1;

    string Name => IsOne
        ? Words.Capture(found.Captures[0].Files)
        : Words.Count(found.Total.Captures, "capture");

    string Sum => IsOne ? Headline.Found(found.Captures[0]) : found.Total.Found;

    void WriteHead()
    {
        _page.Open("head");
        _page.Void("meta", ("charset", "utf-8"));
        _page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        _page.Void("meta", ("name", "viewport"), ("content", "width=device-width"));
        _page.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        _page.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        _page.Leaf("title", null, $"{Name}: {Sum}");
        _page.Style(StyleSheet());
        _page.CloseLine();
    }

    void WriteHeader()
    {
        _page.Open("header", "top").Leaf("p", "eyebrow", "TCP resets");
        _page.Open("h1").Leaf("span", "name", $"{Name}:").Text($" {Sum}").CloseLine();
        _page.Open("p", "lead");
        if (found.Total.Worst is { } worst)
        {
            _page.Leaf("strong", null, IsOne ? "Worst: " : $"Worst, {WhereIs(worst)}: ");
            string sure = Words.Sure(worst.Incident.Confidence);
            _page.Text($"{worst.Incident.Story} ({sure})");
        }
        else
        {
            _page.Text(MeaningOfNone());
        }

        _page.CloseLine();
        if (IsOne) _page.Leaf("p", "quiet", Headline.Extent(found.Captures[0]) + ".");
        _page.CloseLine();
    }

    static string WhereIs((Core.Incidents.Incident Incident, CaptureSummary Capture) worst)
        => $"{Path.GetFileName(worst.Capture.FileOf(worst.Incident.Example))} "
            + Words.Of(worst.Incident.Example.Frames[0], []);

    string MeaningOfNone()
        => IsOne
            ? Headline.MeaningOfNone(
                found.Captures[0].Counters, Notes.Of(found.Captures[0]).Count == 0)
            : "No reset in any of them.";

    /// <summary>What to know before trusting the rest.</summary>
    void WriteNotes()
    {
        int left = MostNotes, more = 0;
        foreach (CaptureSummary capture in found.Captures)
        {
            string of = $"{Words.Capture(capture.Files)}: ";
            foreach (string note in Notes.Of(capture))
            {
                if (left-- == MostNotes) _page.Open("ul", "notes");
                bool isNamed = IsOne || note.StartsWith(of, StringComparison.Ordinal);
                if (left >= 0) _page.Leaf("li", null, isNamed ? note : of + note);
                else more++;
            }
        }

        if (left == MostNotes) return;
        if (more > 0) _page.Leaf("li", null, $"and {Words.Count(more, "more note")}");
        _page.CloseLine();
    }

    // Of one reset, all is said in its incident.
    void WriteCharts()
    {
        Census census = found.Census;
        var silences = new SilenceChart(_page, found);
        bool hasCounts = census.Total > 1;
        if (!hasCounts && !silences.IsWorthDrawing) return;

        _page.Open("section", "charts").Leaf("h2", null, "All resets");
        if (hasCounts)
        {
            TimelineChart.Write(_page, census.Timeline);
            Breakdown.Write(_page, census);
        }

        if (silences.IsWorthDrawing) silences.Write();
        _page.CloseLine();
    }

    void WriteIncidents()
    {
        if (InFull == 0) return;

        _page.Open("section", "incidents").Leaf("h2", null, "Incidents, worst first");
        var list = new ResetList(_page, all);
        for (int i = 0; i < InFull; i++)
        {
            Found incident = found.Incidents[i];
            bool hasLadder = ladders.TryGetValue(incident.Incident.Example, out Ladder? ladder);
            new IncidentSection(_page, incident, list)
            {
                Ladder = hasLadder ? ladder : null,
                WantsLadder = i < MostLadders,
                NamesCapture = !IsOne,
            }.Write(i + 1);
        }

        _page.CloseLine();
    }

    void WriteFooter()
    {
        _page.Open("footer");
        _page.Text($"RstTrace {s_version}. Times are the capture's, in UTC. Confidence goes from 0 "
            + "to 1; a cause in full: ").Leaf("code", null, "rsttrace causes ID").Text(".");
        _page.CloseLine();
    }

    static string StyleSheet()
    {
        using Stream sheet =
            typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")
            ?? throw new FileNotFoundException("The assembly lacks its style sheet.");
        using var reader = new StreamReader(sheet);
        return reader.ReadToEnd();
    }
}
