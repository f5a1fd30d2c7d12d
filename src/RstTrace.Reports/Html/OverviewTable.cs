using System.Globalization;
using System.IO;

namespace RstTrace.Reports.Html;

/// <summary>The incidents as a table, a row each; on a narrow screen a row becomes a
/// block.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="found">What was found.</param>
/// <param name="inFull">How many of them follow in full.</param>
/// <param name="rows">How many get a row.</param>
sealed class OverviewTable(Markup page, Findings found, int inFull, int rows)
{

    static readonly string[] s_heads =
        ["#", "resets", "what", "sender", "stage", "example", "server"];

    static readonly string?[] s_classes =
        ["number rank", "number", "what", "word", "word", "example", "server"];

    public void Write()
    {
        // One that follows at once in full is not told before.
        if (found.Incidents.Count < 2) return;

        page.Open("section", "overview").Leaf("h2", null, "What happened");
        page.Open("table", "stacks").Open("thead").Open("tr");
        foreach (string head in s_heads) page.Leaf("th", null, head);
        if (HasSeveral) page.Leaf("th", null, "capture");
        page.Close().CloseLine().Open("tbody");
        for (int i = 0; i < found.Incidents.Count && i < rows; i++)
            WriteRow(i, found.Incidents[i]);

        page.Close().CloseLine();
        WriteRest();
        page.CloseLine();
    }

    bool HasSeveral => found.Total.Captures > 1;

    void WriteRow(int index, Found row)
    {
        string[] cells = IncidentTable.Row(row.Incident, row.Capture);
        string number = (index + 1).ToString(CultureInfo.InvariantCulture);
        page.Open("tr");
        WriteCell(0, number);
        WriteCell(1, cells[0]);
        page.Open("td", s_classes[2]).With("data-label", s_heads[2]);
        page.Leaf("span", $"dot {SeverityClass.Of(row.Incident.Severity)}", "");
        string title = IncidentWords.Title(row.Incident);
        if (index < inFull) page.Open("a").With("href", $"#incident-{number}").Text(title).Close();
        else page.Text(title);
        page.Text(" ").Leaf("code", null, cells[1]).Close();
        for (int i = 2; i < cells.Length; i++) WriteCell(i + 1, cells[i]);
        if (HasSeveral)
        {
            page.Open("td", "capture").With("data-label", "capture");
            page.Text(Path.GetFileName(row.Capture.FileOf(row.Incident.Example))).Close();
        }

        page.CloseLine();
    }

    void WriteCell(int column, string text)
    {
        page.Open("td", s_classes[column]).With("data-label", s_heads[column]);
        page.Text(text).Close();
    }

    void WriteRest()
    {
        long incidents = found.IncidentsLeftOut, resets = found.ResetsLeftOut;
        for (int i = rows; i < found.Incidents.Count; i++)
        {
            incidents++;
            resets += found.Incidents[i].Incident.Count;
        }

        if (incidents == 0) return;
        page.Leaf("p", "quiet", $"and {Words.Count(resets, "reset")} in "
            + $"{Words.Count(incidents, "more incident")}, which are left out here: "
            + "--all shows more, --format ndjson has all.");
    }
}

/// <summary>The class that colours a severity.</summary>
static class SeverityClass
{
    public static string Of(Core.Incidents.Severity severity)
        => "sev-" + ContractWords.Of(severity);
}
