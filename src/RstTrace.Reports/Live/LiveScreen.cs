using System;
using System.Collections.Generic;
using System.IO;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RstTrace.Reports.Live;

/// <summary>A live capture as one screen of text: what flows, what is reset and where, the newest
/// verdicts.</summary>
/// <remarks>Draws whole screens and keeps nothing, so that a screen that was resized, or drawn over
/// by others, is right again at the next.</remarks>
/// <param name="colour">Whether to colour.</param>
/// <param name="unicode">Whether more than ASCII can be shown.</param>
public sealed class LiveScreen(bool colour, bool unicode)
{
    /// <summary>A line that does not go on in the next is cut by the terminal: narrower ones show
    /// that much.</summary>
    public const int Narrowest = 40;

    const int FewestTallies = 3, MostTallies = 12, WidestTally = 60;
    const int Footer = 1;
    const string EndsWith = "^C ends with the report";

    /// <summary>The screen, a string for each line, none wider than asked.</summary>
    /// <param name="snapshot">What to show.</param>
    /// <param name="width">Columns; below <see cref="Narrowest"/> the terminal cuts.</param>
    /// <param name="height">Lines.</param>
    public IReadOnlyList<string> Draw(LiveSnapshot snapshot, int width, int height)
    {
        var lines = new List<string>();
        var pen = new Pen(Math.Max(width, Narrowest), colour, unicode);
        Add(lines, pen, LiveHeader.Of(snapshot, pen, noticesShown: height < 30 ? 1 : 3));
        int needed = Math.Max(snapshot.Causes.Count, snapshot.Servers.Count);
        int rows = Math.Clamp((height - lines.Count) / 4, FewestTallies, MostTallies);
        rows = Math.Clamp(needed, FewestTallies, rows);
        Add(lines, pen, Tallies(snapshot, pen, rows));
        int room = height - Footer - lines.Count;
        Add(lines, pen, LiveVerdicts.Of(snapshot, pen, room));

        int last = Math.Max(0, height - Footer);
        if (lines.Count > last) lines.RemoveRange(last, lines.Count - last);
        while (lines.Count < last) lines.Add("");
        if (height > 0) Add(lines, pen, [pen.Line(FooterOf(snapshot), Pen.Quiet)]);
        return lines;
    }

    static string FooterOf(LiveSnapshot snapshot)
        => snapshot.Unwritten > 0
            ? $"{EndsWith}   {Words.Number(snapshot.Unwritten)} verdicts not written"
            : $"{EndsWith}   rsttrace causes ID tells what one means";

    static List<IRenderable> Tallies(LiveSnapshot snapshot, Pen pen, int rows)
    {
        int each = Math.Min((pen.Width - Pen.Between) / 2, WidestTally);
        Table table = Pen.Table(each, each);
        table.AddRow(
            pen.Cell("resets by cause", each, Pen.Heading),
            pen.Cell("resets by server", each, Pen.Heading));
        List<string> servers = Rows(
            snapshot.Servers, rows, snapshot.HasMoreServers, static server => server.ToString());
        List<string> causes = Rows(snapshot.Causes, rows, false, static cause => cause);
        for (int i = 0; i < rows; i++)
        {
            table.AddRow(
                pen.Cell(i < causes.Count ? causes[i] : "", each),
                pen.Cell(i < servers.Count ? servers[i] : "", each));
        }

        return [table, Pen.Blank()];
    }

    static List<string> Rows<T>(
        IReadOnlyList<(T What, long Count)> counts, int most, bool hasMore, Func<T, string> name)
    {
        var rows = new List<string>();
        bool isCut = counts.Count > most || hasMore;
        int shown = isCut ? Math.Min(counts.Count, most - 1) : counts.Count;
        for (int i = 0; i < shown; i++)
            rows.Add($"{Words.Number(counts[i].Count),9}  {name(counts[i].What)}");

        if (isCut)
        {
            long rest = counts.Count - shown;
            rows.Add($"{"",9}  and {(hasMore ? "at least " : "")}{Words.Number(rest)} more");
        }

        return rows;
    }

    void Add(List<string> lines, Pen pen, IReadOnlyList<IRenderable> parts)
    {
        var text = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = ConsoleOf(text, pen.Width);
        foreach (IRenderable part in parts) console.Write(part);
        string[] drawn = text.ToString().Split('\n');
        lines.AddRange(drawn[..^1]);
    }

    // From what is known, never from what it might find out: it knows nothing of the terminal.
    IAnsiConsole ConsoleOf(TextWriter text, int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        return console;
    }
}
