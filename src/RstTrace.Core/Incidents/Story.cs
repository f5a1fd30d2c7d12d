using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>How an incident is told.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Text">In a sentence with numbers.</param>
/// <param name="RefutedBy">What would refute it.</param>
/// <param name="Confidence">How sure it is: 0 to 1.</param>
/// <param name="Fixes">What to check or change.</param>
/// <param name="Severity">How much it hurts, where its worst reset does not say so.</param>
sealed record Story(
    string Title,
    string Text,
    string RefutedBy,
    double Confidence,
    IReadOnlyList<Fix> Fixes,
    Severity? Severity = null)
{
    const int MostNamed = 3;

    /// <summary>Of resets that only say the same.</summary>
    public static Story OfGroup(OpenIncident group)
    {
        Verdict verdict = group.Example!.Verdict;
        string text = group.Resets == 1
            ? verdict.Summary
            : $"{Say.Count(group.Resets, "connection")} of {Clients(group)} to {Servers(group)} "
                + $"were reset {By(verdict.Sender)}: {verdict.Cause.Title}.";
        return new Story(
            verdict.Cause.Title,
            text,
            verdict.Alternatives.Count > 0
                ? verdict.Alternatives[0].SeparateBy
                : verdict.Cause.SeparateBy,
            verdict.Confidence,
            (group.KnowsMost ?? group.Example).Verdict.Fixes);
    }

    /// <summary>The clients: one by its address, several by their number.</summary>
    public static string Clients(OpenIncident incident)
        => incident.Clients.Count == 1
            ? incident.Example!.Flow.AddressText(incident.Example.Flow.Client.Address)
            : incident.Clients.Of("client");

    /// <summary>The services: a few by name, more by their number.</summary>
    public static string Servers(OpenIncident incident)
    {
        if (incident.Servers.Count > MostNamed) return incident.Servers.Of("server");
        List<Service> services = incident.Services;
        string text = services[0].ToString();
        for (int i = 1; i < services.Count; i++)
            text += (i == services.Count - 1 ? " and " : ", ") + services[i];

        return text;
    }

    /// <summary>Numbers as ranges: "1-1024, 3389, 8080 and 17 more".</summary>
    /// <param name="numbers">In ascending order, without repeats.</param>
    public static string Ranges(IReadOnlyList<ushort> numbers)
    {
        const int MostRanges = 8;
        string text = "";
        int ranges = 0;
        for (int first = 0; first < numbers.Count;)
        {
            int end = first + 1;
            while (end < numbers.Count && numbers[end] == numbers[end - 1] + 1) end++;
            if (ranges++ == MostRanges)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"{text} and {numbers.Count - first} more");
            }

            if (text.Length > 0) text += ", ";
            text += numbers[first].ToString(CultureInfo.InvariantCulture);
            if (end - first > 1)
                text += "-" + numbers[end - 1].ToString(CultureInfo.InvariantCulture);
            first = end;
        }

        return text;
    }

    /// <summary>A command that shows the logs around an incident.</summary>
    public static string Logs(OpenIncident incident, int before, int after)
        => $"journalctl --since '{Say.LogTime(incident.First, -before)}' "
            + $"--until '{Say.LogTime(incident.Last, after)}'";

    /// <summary>The span of an incident: "2 ms", or "at one moment".</summary>
    public static string Within(OpenIncident incident)
        => incident.Span > Duration.Zero ? $"within {incident.Span}" : "in one moment";

    static string By(Party sender) => sender switch
    {
        Party.Client => "by the client",
        Party.Server => "by the server",
        Party.ThirdParty => "by a third party",
        Party.Unknown or _ => "by an unknown sender",
    };
}
