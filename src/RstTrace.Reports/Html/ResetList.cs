using System;
using RstTrace.Core.Incidents;

namespace RstTrace.Reports.Html;

/// <summary>The resets of incidents, a line each, as many as there is room for on the
/// page.</summary>
/// <param name="page">Where they are written.</param>
/// <param name="all">Whether they are asked for.</param>
sealed class ResetList(Markup page, bool all)
{
    int _room = 10_000;

    /// <summary>Writes those of an incident.</summary>
    public void Write(Found found)
    {
        Incident incident = found.Incident;
        if (!all || incident.Count < 2) return;

        int shown = Math.Min(_room, incident.Listed.Count);
        _room -= shown;
        page.Open("details").Leaf("summary", null, $"All {Words.Number(incident.Count)} resets");
        page.Open("table", "list").Open("tbody");
        for (int i = 0; i < shown; i++) WriteRow(incident.Listed[i], found.Capture);
        page.Close().Close();
        if (incident.Count > shown)
        {
            page.Leaf("p", "quiet",
                $"and {Words.Number(incident.Count - shown)} more: see --format ndjson");
        }

        page.CloseLine();
    }

    void WriteRow(ListedReset reset, CaptureSummary capture)
    {
        page.Open("tr");
        page.Leaf("td", null, TimeText.Clock(reset.Time, capture.SpansDays));
        page.Leaf("td", null, Words.Of(reset.Frame, capture.Files));
        page.Leaf("td", null, Words.Share(reset.Confidence));
        page.Leaf("td", null,
            new Service(reset.Client, reset.ClientPort, reset.IsIpv6).ToString());
        page.CloseLine();
    }
}
