using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.History;

/// <summary>What a history answers, for people: how many and of what, then the latest.</summary>
public static class HistoryText
{
    const int MostGroups = 8, Indent = 3;

    /// <summary>Writes it.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="answer">The answer.</param>
    public static void Write(TextWriter output, TextStyle style, HistoryAnswer answer)
    {
        var page = new Page(style);
        page.Put(answer.File, Ink.Strong).Put(": ").Wrap(Headline(answer)).End();
        if (answer.Oldest is { } oldest && answer.Newest is { } newest)
        {
            page.To(Indent).Put(
                $"it holds {Moment(oldest)} to {Moment(newest)} UTC", Ink.Quiet).End();
        }

        if (answer.Count > 0)
        {
            WriteGroups(page.End(), answer.Groups);
            WriteResets(page.End(), answer);
        }

        output.Write(page);
    }

    /// <summary>Writes rows of any columns, below each other.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="rows">As many values each.</param>
    public static void WriteTable(
        TextWriter output, TextStyle style, string[] names, IReadOnlyList<object?[]> rows)
    {
        var page = new Page(style);
        var texts = new List<string[]>();
        bool[] isNumber = new bool[names.Length];
        foreach (object?[] row in rows)
        {
            texts.Add(Array.ConvertAll(row, Cell));
            for (int i = 0; i < row.Length; i++) isNumber[i] |= row[i] is long or double;
        }

        int[] widths = Widths([names, .. texts]);
        WriteRow(page, names, widths, isNumber, Ink.Quiet);
        foreach (string[] row in texts) WriteRow(page, row, widths, isNumber, Ink.Plain);
        page.Put(Words.Count(rows.Count, "row"), Ink.Quiet).End();
        output.Write(page);
    }

    static string Headline(HistoryAnswer answer)
        => answer is { First: { } first, Last: { } last }
            ? $"{Words.Count(answer.Count, "reset")}, {Moment(first)} to {Moment(last)} UTC"
            : "no reset matches";

    static void WriteGroups(Page page, IReadOnlyList<StoredGroup> groups)
    {
        int shown = groups.Count <= MostGroups ? groups.Count : MostGroups - 1;
        var rows = new List<string[]>();
        for (int i = 0; i < shown; i++)
        {
            StoredGroup group = groups[i];
            rows.Add(
            [
                Words.Number(group.Count) + "x", group.Cause, $"by {group.Sender}",
                Endpoint(group.Server, group.ServerPort), $"surest {Share(group.Surest)}",
            ]);
        }

        int[] widths = Widths(rows);
        for (int i = 0; i < shown; i++)
            WriteRow(page, rows[i], widths, s_countFirst, InkOf(groups[i].Sender));
        if (shown == groups.Count) return;

        long rest = 0;
        for (int i = shown; i < groups.Count; i++) rest += groups[i].Count;
        page.To(Indent).Put(
            $"and {Words.Count(rest, "reset")} in {Words.Count(groups.Count - shown, "group")}",
            Ink.Quiet).End();
    }

    static readonly bool[] s_countFirst = [true, false, false, false, false];

    static void WriteResets(Page page, HistoryAnswer answer)
    {
        bool isAll = answer.Resets.Count == answer.Count;
        page.Put(
            isAll ? "Each, in UTC:" : $"The latest {answer.Resets.Count}, in UTC:", Ink.Strong);
        page.End();
        var rows = new List<string[]>();
        bool isLong = answer is { First: { } first, Last: { } last }
            && TimeText.SpansDays(new Timestamp(first), new Timestamp(last));
        foreach (StoredReset reset in answer.Resets)
        {
            string client = Endpoint(reset.Client, reset.ClientPort);
            string server = Endpoint(reset.Server, reset.ServerPort);
            string name = reset.ServerName.Length > 0 ? $" ({reset.ServerName})" : "";
            rows.Add(
            [
                TimeText.Clock(new Timestamp(reset.Time), isLong), reset.Cause,
                $"by {reset.Sender}", reset.Stage, Share(reset.Confidence),
                $"{client} -> {server}{name}",
            ]);
        }

        int[] widths = Widths(rows);
        bool[] isNumber = new bool[6];
        for (int i = 0; i < rows.Count; i++)
            WriteRow(page, rows[i], widths, isNumber, InkOf(answer.Resets[i].Sender));
    }

    static void WriteRow(Page page, string[] row, int[] widths, bool[] isNumber, Ink ink)
    {
        int column = Indent;
        for (int i = 0; i < row.Length; i++)
        {
            string text = isNumber[i] ? row[i].PadLeft(widths[i]) : row[i];
            page.To(column).Put(text, i == 1 ? ink : ink == Ink.Quiet ? ink : Ink.Plain);
            column += widths[i] + 2;
        }

        page.End();
    }

    static int[] Widths(List<string[]> rows)
    {
        int[] widths = rows.Count == 0 ? [] : new int[rows[0].Length];
        foreach (string[] row in rows)
            for (int i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);

        return widths;
    }

    static Ink InkOf(string sender) => sender == "third-party" ? Ink.Bad : Ink.Strong;

    static string Endpoint(string address, int port)
        => address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";

    static string Share(double confidence)
        => confidence.ToString("0.00", CultureInfo.InvariantCulture);

    static string Moment(long time) => TimeText.Full(new Timestamp(time));

    static string Cell(object? value)
        => value is null ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
