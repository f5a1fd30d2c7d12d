using System;
using System.Globalization;
using RstTrace.Core.Incidents;

namespace RstTrace.Reports;

/// <summary>One incident in full: what happened, how often, to whom, and the reset that tells
/// most.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="capture">Its capture.</param>
sealed class IncidentText(Page page, CaptureSummary capture)
{
    const int Indent = 3;
    const int ListColumn = Indent + 7;

    /// <param name="incident">The incident.</param>
    /// <param name="number">Its place among all, from 1.</param>
    /// <param name="lists">Whether to list each of its resets.</param>
    public void Write(Incident incident, int number, bool lists)
    {
        page.End();
        page.Put(number.ToString(CultureInfo.InvariantCulture), Ink.Quiet).To(Indent);
        page.Wrap(IncidentWords.TitleAndId(incident), Inks.Of(incident.Severity)).End();
        if (incident.Kind != IncidentKind.Resets)
            page.To(Indent).Wrap(incident.Story).End();
        if (incident.Count > 1)
            page.To(Indent).Wrap($"{IncidentWords.Extent(incident, capture.SpansDays)}:").End();

        var verdict = new VerdictLines(capture.Files, capture.SpansDays)
        {
            Wireshark = capture.Wireshark(incident.Example),
        };
        new VerdictText(page, verdict, Indent).WriteBrief(incident);
        if (lists && incident.Count > 1) WriteList(incident);
    }

    void WriteList(Incident incident)
    {
        page.To(Indent).Put("all", Ink.Quiet);
        int frame = 0;
        foreach (ListedReset reset in incident.Listed)
            frame = Math.Max(frame, Words.Of(reset.Frame, capture.Files).Length);

        foreach (ListedReset reset in incident.Listed)
        {
            string time = TimeText.Clock(reset.Time, capture.SpansDays);
            page.To(ListColumn).Put(time);
            page.To(ListColumn + time.Length + 2).Put(Words.Of(reset.Frame, capture.Files));
            page.To(ListColumn + time.Length + frame + 4).Put(Words.Share(reset.Confidence));
            page.To(ListColumn + time.Length + frame + 10).Put(
                new Service(reset.Client, reset.ClientPort, reset.IsIpv6).ToString());
            if (reset.Repeats > 0) page.Put("  and " + Words.Count(reset.Repeats, "repeat"));
            page.End();
        }

        long rest = incident.Count - incident.Listed.Count;
        if (rest > 0)
        {
            page.To(ListColumn).Put(
                $"and {Words.Number(rest)} more: see --format ndjson", Ink.Quiet).End();
        }
    }
}
