using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>The catalogue of causes for people: as a list, or one cause in full.</summary>
public static class CauseText
{
    const int LabelWidth = 8;

    /// <summary>Writes the ids in columns, to fit a screen.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    public static void WriteIds(TextWriter output, TextStyle style)
    {
        int width = WidestId() + 2;
        int columns = int.Max(1, style.Width / width);
        int rows = (Catalogue.Causes.Count + columns - 1) / columns;
        var page = new Page(style);
        for (int row = 0; row < rows; row++)
        {
            for (int i = row; i < Catalogue.Causes.Count; i += rows)
                page.To(i / rows * width).Put(Catalogue.Causes[i].Id, Ink.Strong);
            page.End();
        }

        page.End().Put("next  ", Ink.Quiet).Put("rsttrace causes ID", Ink.Command).End();
        page.To(LabelWidth - 2).Put("rsttrace causes | less", Ink.Command);
        page.Put("  with their titles", Ink.Quiet).End();
        output.Write(page);
    }

    /// <summary>Writes a line for each cause: longer than a screen, to be searched.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    public static void WriteList(TextWriter output, TextStyle style)
    {
        int widest = WidestId();
        var page = new Page(style);
        foreach (Cause cause in Catalogue.Causes)
            page.Put(cause.Id, Ink.Strong).To(widest + 2).Wrap(cause.Title).End();

        page.End().Put("next  ", Ink.Quiet).Put("rsttrace causes ID", Ink.Command).End();
        output.Write(page);
    }

    static int WidestId()
    {
        int widest = 0;
        foreach (Cause cause in Catalogue.Causes) widest = int.Max(widest, cause.Id.Length);
        return widest;
    }

    /// <summary>Writes everything about one cause.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="cause">The cause.</param>
    public static void Write(TextWriter output, TextStyle style, Cause cause)
    {
        var page = new Page(style);
        page.Wrap($"{cause.Title} ({cause.Id})", Ink.Strong).End().End();
        Write(page, "means", cause.Meaning);
        Write(page, "wire", cause.Predicate);
        WriteEach(page, "often", cause.Culprits);
        WriteFixes(page, cause.Fixes);
        WriteLookAlikes(page, cause);
        Write(page, "source", cause.Reference);
        output.Write(page);
    }

    // In braces, what a report fills in.
    static void WriteFixes(Page page, IReadOnlyList<FixTemplate> fixes)
    {
        for (int i = 0; i < fixes.Count; i++)
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture) + " ";
            string when = fixes[i].When is { } circumstance ? $"When {circumstance}: " : "";
            page.Put(i == 0 ? "do" : "", Ink.Quiet).To(LabelWidth).Put(number, Ink.Quiet);
            page.Wrap(when + fixes[i].Text).End();

            // A command is never broken, so that it can be copied.
            if (fixes[i].Command is { } command)
            {
                int column = LabelWidth + number.Length;
                page.To(column).Put("$ ", Ink.Quiet).Put(command, Ink.Command).End();
            }
        }
    }

    static void WriteLookAlikes(Page page, Cause cause)
    {
        string label = "not";
        foreach (LookAlike lookAlike in Catalogue.LookAlikesOf(cause))
        {
            page.Put(label, Ink.Quiet).To(LabelWidth).Put(lookAlike.Cause, Ink.Strong);
            page.Put("; to tell: ").Wrap(lookAlike.SeparateBy, LabelWidth + 2).End();
            label = "";
        }

        page.Put(label, Ink.Quiet).To(LabelWidth).Put("any other", Ink.Strong);
        page.Put("; to tell: ").Wrap(cause.SeparateBy, LabelWidth + 2).End();
    }

    static void WriteEach(Page page, string label, IReadOnlyList<string> texts)
    {
        foreach (string text in texts)
        {
            page.Put(label, Ink.Quiet).To(LabelWidth).Put("- ", Ink.Quiet).Wrap(text).End();
            label = "";
        }
    }

    static void Write(Page page, string label, string text)
        => page.Put(label, Ink.Quiet).To(LabelWidth).Wrap(text).End();
}
