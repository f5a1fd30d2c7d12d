using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Incidents;

namespace RstTrace.Reports;

/// <summary>An incident in words, however it is laid out.</summary>
static class IncidentWords
{
    /// <summary>What happened, with a "perhaps" where that is in doubt.</summary>
    public static string Title(Incident incident)
        => incident.Kind == IncidentKind.Resets
            ? incident.Title + Words.Doubt(incident.Example.Verdict)
            : incident.Title;

    /// <summary>What makes it one, and of a pattern how sure that is.</summary>
    public static string Id(Incident incident)
        => incident.Kind == IncidentKind.Resets
            ? Words.Id(incident)
            : $"{Words.Id(incident)}, {Words.Sure(incident.Confidence)}";

    /// <summary>What happened in a few words, and the name of that.</summary>
    public static string TitleAndId(Incident incident) => $"{Title(incident)} ({Id(incident)})";

    /// <summary>What happened, in a sentence, and how sure that is.</summary>
    public static string Told(Incident incident)
    {
        string what = incident.Kind == IncidentKind.Resets
            ? incident.Example.Verdict.Summary
            : incident.Story;
        return $"{what} ({Words.Sure(incident.Confidence)})";
    }

    /// <summary>How many, of whom, from when to when, how often, after how long a silence; and
    /// which of them is told.</summary>
    public static string Extent(Incident incident, bool withDay)
    {
        // The rest is said of the reset itself.
        if (incident.Resets == 1) return Resets(incident);

        string first = TimeText.Clock(incident.First, withDay);
        string last = TimeText.Clock(incident.Last, withDay);
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
        return $"{string.Join(", ", parts)}; {which}";
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
}
