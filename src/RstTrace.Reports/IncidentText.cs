using System;
using System.Collections.Generic;
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
        bool isGroup = incident.Kind == IncidentKind.Resets;
        page.End();
        page.Put(number.ToString(CultureInfo.InvariantCulture), Ink.Quiet).To(Indent);
        page.Wrap(Title(incident), Inks.Of(incident.Severity)).End();
        if (!isGroup) page.To(Indent).Wrap(incident.Story).End();
        if (incident.Count > 1) page.To(Indent).Wrap(Extent(incident, capture)).End();

        var verdict = new VerdictText(new TextLines(page, Indent), capture.Files)
        {
            WithDay = capture.SpansDays,
            Wireshark = capture.Wireshark(incident.Example),
        };
        verdict.WriteBrief(incident);
        if (lists && incident.Count > 1) WriteList(incident);
    }

    /// <summary>What happened in a few words, and the name of that.</summary>
    public static string Title(Incident incident)
    {
        bool isGroup = incident.Kind == IncidentKind.Resets;
        string sure = isGroup ? "" : $", {Words.Sure(incident.Confidence)}";
        string doubt = isGroup ? Words.Doubt(incident.Example.Verdict) : "";
        return $"{incident.Title}{doubt} ({Words.Id(incident)}{sure})";
    }

    /// <summary>How often it happened, to whom, when, and which of its resets stands for the
    /// rest.</summary>
    public static string Extent(Incident incident, CaptureSummary capture)
    {
        // The rest is said of the reset itself.
        if (incident.Resets == 1) return $"{Resets(incident)}:";

        string first = TimeText.Clock(incident.First, capture.SpansDays);
        string last = TimeText.Clock(incident.Last, capture.SpansDays);
        var parts = new List<string>
        {
            Resets(incident),
            Words.Tally(incident.Clients, "client"),
            first == last ? $"at {first}" : $"{first} to {last}",
        };
        if (incident.PerMinute is { } rate) parts.Add($"{Words.Rate(rate)} a minute");
        if (incident.Share is { } share) parts.Add(Share(incident, share));
        if (incident.Silences is { } silences) parts.Add(Silence(silences));

        string which = incident.Kind == IncidentKind.Resets ? "the surest" : "for example";
        return $"{string.Join(", ", parts)}; {which}:";
    }

    static string Resets(Incident incident)
    {
        string by = incident.Senders.Count == 1 ? $" {Words.By(incident)}" : "";
        string at = incident.Servers.Count > 1
            ? $" at {Words.Tally(incident.Servers, "server")}"
            : "";
        string echoes = incident.Echoes > 0
            ? $" and {Words.Number(incident.Echoes)} that followed from "
                + (incident.Resets == 1 ? "it" : "them")
            : "";
        return Words.Count(incident.Resets, "reset") + by + at + echoes;
    }

    static string Silence(SilenceRange silences)
    {
        string shortest = $"{silences.Shortest}", longest = $"{silences.Longest}";
        return shortest == longest
            ? $"after {shortest} of silence"
            : $"after {shortest} to {longest} of silence (median {silences.Median})";
    }

    static string Share(Incident incident, double share)
    {
        string percent = (share * 100).ToString(
            share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture);
        string whose = incident.Servers.Count == 1 ? "the server's" : "the servers'";
        return $"{percent} % of {whose} {Words.Count(incident.Facts!.Connections, "connection")}";
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
