using System.Text;
using RstTrace.Core.Incidents;

namespace RstTrace.Reports;

/// <summary>One verdict as a list in Markdown.</summary>
static class VerdictMarkdown
{
    // Characters that what the two sides said may take.
    const int RoomToSay = 300;

    /// <summary>The best of an incident.</summary>
    /// <param name="text">Gets it.</param>
    /// <param name="verdict">What is said.</param>
    /// <param name="incident">The incident.</param>
    public static void WriteBrief(StringBuilder text, VerdictLines verdict, Incident incident)
    {
        foreach (VerdictLine line in verdict.Brief(incident, RoomToSay)) Write(text, line);
    }

    /// <summary>A command to copy: nothing in a fence is markup, until three backticks end
    /// it.</summary>
    public static void Fence(StringBuilder text, string command, string indent)
    {
        string safe = Escaped.Text(command).Replace("```", "\\x60``");
        text.Append(indent).Append("```sh\n").Append(indent).Append(safe).Append('\n');
        text.Append(indent).Append("```\n");
    }

    static void Write(StringBuilder text, VerdictLine line)
    {
        text.Append("- ");
        if (line.Label.Length > 0) text.Append("**").Append(line.Label).Append("**");
        if (line.Label.Length > 0 && line.Text.Length > 0) text.Append(' ');
        text.Append(MarkdownText.Inert(line.Text)).Append('\n');
        if (line.Command is { } command) Fence(text, command, indent: "  ");
    }
}
