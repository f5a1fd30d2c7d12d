using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Html;

/// <summary>One incident in full: what happened, the ladder of the reset that tells most, and
/// beside it who, when and why, the evidence, the alternatives, and what to do.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="found">The incident.</param>
/// <param name="list">Lists its resets.</param>
sealed class IncidentSection(Markup page, Found found, ResetList list)
{
    readonly Incident _incident = found.Incident;
    readonly CaptureSummary _capture = found.Capture;
    readonly ResetEvent _reset = found.Incident.Example;

    /// <summary>The ladder of its example; null where there is none.</summary>
    public Ladder? Ladder { get; init; }

    /// <summary>Whether it is one of those that get a ladder.</summary>
    public bool WantsLadder { get; init; }

    /// <summary>Whether to say of which capture it is.</summary>
    public bool NamesCapture { get; init; }

    /// <param name="number">Its place among all, from 1.</param>
    public void Write(int number)
    {
        string place = number.ToString(CultureInfo.InvariantCulture);
        page.Open("article", SeverityClass.Of(_incident.Severity));
        page.With("id", $"incident-{place}");
        WriteHead(place);
        page.Open("div", Ladder is null ? "facts alone" : "facts");
        page.Open("div", "verdict");
        WriteVerdict();
        page.CloseLine();
        if (Ladder is not null) WriteFigures(Ladder);
        page.CloseLine();
        if (Ladder is null && WantsLadder)
        {
            page.Leaf("p", "quiet", "No ladder of its segments: that takes a second reading, and "
                + "this capture could be read only once.");
        }

        WriteNext();
        list.Write(found);
        page.CloseLine();
    }

    void WriteHead(string place)
    {
        page.Open("header").Leaf("span", "place", place);
        page.Leaf("h3", null, IncidentWords.Title(_incident));
        page.Open("p", "tags");
        page.Leaf("span", "tag severity", Words.Of(_incident.Severity));
        page.Text(" ").Leaf("code", null, IncidentWords.Id(_incident));
        if (NamesCapture)
        {
            string file = Path.GetFileName(_capture.FileOf(_reset));
            page.Text(" ").Leaf("span", "quiet", $"in {file}");
        }

        page.Close();
        if (_incident.Kind != IncidentKind.Resets) page.Leaf("p", "story", _incident.Story);
        if (_incident.Count > 1)
        {
            string extent = IncidentWords.Extent(_incident, _capture.SpansDays);
            page.Leaf("p", "extent", $"{extent}: {Words.Of(_reset.Frames[0], _capture.Files)}.");
        }

        page.CloseLine();
    }

    void WriteVerdict()
    {
        var lines = new VerdictLines(_capture.Files, _capture.SpansDays)
        {
            Wireshark = _capture.Wireshark(_reset),
        };
        page.Open("dl");
        foreach (VerdictLine line in lines.Story(_reset, _incident.IdleTimeout)) WriteTerm(line);
        if (VerdictLines.Unless(_incident) is { } unless) WriteTerm(unless);
        foreach (VerdictLine line in VerdictLines.Weak(Words.WorthSaying(_reset.Degraded)))
            WriteTerm(line);
        foreach (VerdictLine line in VerdictLines.Logs(_reset)) WriteTerm(line);
        if (lines.Open is { } open) WriteTerm(open);
        page.CloseLine();

        WriteFixes();
        WriteEvidence(lines.Proof(_reset));
        WriteAlternatives();
    }

    void WriteTerm(VerdictLine line)
    {
        if (line.Label.Length > 0) page.Leaf("dt", null, line.Label);
        page.Open("dd", line.Ink == Ink.Doubtful ? "doubtful" : null).Text(line.Text);
        if (line.Command is { } command) page.Leaf("code", null, command);
        page.Close();
    }

    void WriteFixes()
    {
        if (_incident.Fixes.Count == 0) return;

        page.Open("div", "fix").Leaf("h4", null, "Fix").Open("ol");
        foreach (Fix fix in _incident.Fixes)
        {
            VerdictLine line = VerdictLines.Do(fix);
            page.Open("li").Text(line.Text);
            if (line.Command is { } command) page.Open("pre").Leaf("code", null, command).Close();
            page.Close();
        }

        page.Close().CloseLine();
    }

    void WriteEvidence(List<VerdictLine> lines)
    {
        bool isOpen = false;
        foreach (VerdictLine line in lines)
        {
            if (line.Label.Length > 0)
            {
                if (isOpen) page.CloseLine();
                isOpen = true;
                page.Leaf("h4", null, line.Label == "but" ? "But" : "Evidence").Open("ul");
            }

            page.Leaf("li", null, line.Text);
        }

        if (isOpen) page.CloseLine();
    }

    void WriteAlternatives()
    {
        IReadOnlyList<Alternative> alternatives = _reset.Verdict.Alternatives;
        if (alternatives.Count == 0) return;

        page.Leaf("h4", null, "Alternatives").Open("ul");
        foreach (Alternative alternative in alternatives)
            page.Leaf("li", null, VerdictLines.Not(alternative).Text);

        page.CloseLine();
    }

    void WriteFigures(Ladder ladder)
    {
        page.Open("div", "figures");
        new LadderChart(page, _reset, ladder).Write();
        HopLimitChart.Write(page, _reset, ladder);
        page.CloseLine();
    }

    void WriteNext()
    {
        string file = _capture.FileOf(_reset);
        if (file == "-") return;

        page.Open("p", "next").Leaf("span", "quiet", "The whole of it: ");
        page.Leaf("code", null, NextCommand.Explain(file, _reset)).CloseLine();
    }
}
