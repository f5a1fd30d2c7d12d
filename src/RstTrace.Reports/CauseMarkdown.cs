using System.Collections.Generic;
using System.IO;
using System.Text;
using RstTrace.Core.Resets;
using static RstTrace.Reports.MarkdownText;

namespace RstTrace.Reports;

/// <summary>The catalogue of causes in Markdown (CommonMark): <c>docs/causes.md</c>.</summary>
public static class CauseMarkdown
{
    /// <summary>What writes the file anew, from the folder of the solution.</summary>
    public const string Command =
        "dotnet run -c Release --project src/RstTrace.Cli -- causes --markdown > docs/causes.md";

    /// <summary>Writes all of it: a list of the causes, then a section each.</summary>
    /// <param name="output">Gets the text, its lines ended by a line feed; stays the
    /// caller's.</param>
    public static void Write(TextWriter output)
    {
        var text = new StringBuilder();
        text.Append("# Why connections are reset\n\n");
        text.Append("The causes that RstTrace knows, in the order in which it prefers one to an ");
        text.Append("equal. In braces\nstands what a report fills in with the numbers of a ");
        text.Append("reset.\n\n");
        text.Append("Made from the catalogue in src/RstTrace.Core/Resets/Causes by\n\n");
        text.Append("```sh\n").Append(Command).Append("\n```\n\n");

        foreach (Cause cause in Catalogue.Causes)
            text.Append("- ").Append(Link(cause.Id)).Append(": ").Append(Plain(cause.Title) + '\n');
        foreach (Cause cause in Catalogue.Causes) Add(text, cause);

        output.Write(text);
    }

    static void Add(StringBuilder text, Cause cause)
    {
        text.Append("\n## ").Append(cause.Id).Append("\n\n");
        text.Append("**").Append(Plain(cause.Title)).Append(".** ");
        text.Append(Plain(cause.Meaning)).Append("\n\n");
        text.Append("**On the wire.** ").Append(Plain(cause.Predicate)).Append("\n\n");
        text.Append("**What usually does it**\n\n");
        foreach (string culprit in cause.Culprits)
            text.Append("- ").Append(Plain(culprit)).Append('\n');

        text.Append("\n**What to check and change**\n\n");
        AddFixes(text, cause.Fixes);
        text.Append("\n**What to tell it from, and how**\n\n");
        foreach (LookAlike lookAlike in Catalogue.LookAlikesOf(cause))
        {
            text.Append("- ").Append(Link(lookAlike.Cause)).Append(": ");
            text.Append(Plain(lookAlike.SeparateBy)).Append('\n');
        }

        text.Append("- any other: ").Append(Plain(cause.SeparateBy)).Append('\n');
        text.Append("\n**Source.** ").Append(Plain(cause.Reference)).Append('\n');
    }

    static void AddFixes(StringBuilder text, IReadOnlyList<FixTemplate> fixes)
    {
        foreach (FixTemplate fix in fixes)
        {
            text.Append("1. ");
            if (fix.When is { } when) text.Append("When ").Append(Plain(when)).Append(": ");
            text.Append(Plain(fix.Text)).Append('\n');
            if (fix.Command is { } command)
                text.Append("\n   ```sh\n   ").Append(command).Append("\n   ```\n");
        }
    }

    static string Link(string id) => $"[{id}](#{id})";
}
