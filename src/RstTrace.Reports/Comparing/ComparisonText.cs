using System.Collections.Generic;
using System.IO;

namespace RstTrace.Reports.Comparing;

/// <summary>A comparison for people: what is beyond chance, worst first, then the
/// rest.</summary>
public static class ComparisonText
{
    const int MostBeyond = 20, MostWithin = 8, Indent = 3;

    /// <summary>Writes it.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="comparison">The comparison.</param>
    public static void Write(TextWriter output, TextStyle style, Comparison comparison)
    {
        var page = new Page(style);
        WriteSide(page, "before", comparison.Before);
        WriteSide(page, "after", comparison.After);
        string arrow = Amounts(comparison, comparison.Total);
        page.Put("all", Ink.Quiet).To(8).Wrap(
            $"{ContractWords.Of(comparison.Total.Kind)}: {arrow}{Chance(comparison.Total)}").End();
        if (!comparison.IsPerConnection)
        {
            page.Put("note", Ink.Doubtful).To(8).Wrap(
                "How many connections there were is not known: counts are compared as if there "
                + "were as many. Compare the captures, or add the line of --stats.").End();
        }

        WriteChanges(page, comparison);
        output.Write(page);
    }

    static void WriteSide(Page page, string label, ResetTally side)
    {
        string connections = side.Connections is { } known
            ? Words.Count(known, "connection") : "connections not known";
        page.Put(label, Ink.Quiet).To(8).Put(Words.Capture([side.Name]), Ink.Strong).Put(": ");
        page.Wrap($"{Words.Count(side.Resets, "reset")}, {connections}").End();
    }

    static void WriteChanges(Page page, Comparison comparison)
    {
        int beyond = 0;
        foreach (Change change in comparison.Changes)
            if (!change.IsWithinChance) beyond++;

        page.End();
        string heading = beyond == 0
            ? "Nothing changed by more than chance." : "Changed by more than chance (95 %):";
        page.Put(heading, Ink.Strong).End();
        WriteRows(page, comparison, 0, beyond, MostBeyond);
        if (beyond == comparison.Changes.Count) return;

        page.End().Put("Within chance:", Ink.Strong).End();
        WriteRows(page, comparison, beyond, comparison.Changes.Count, MostWithin);
    }

    static void WriteRows(Page page, Comparison comparison, int from, int end, int most)
    {
        int shown = end - from <= most ? end : from + most - 1;
        int cause = 0, amounts = 0;
        var rows = new List<(Change Change, string Amounts)>();
        for (int i = from; i < shown; i++)
        {
            Change change = comparison.Changes[i];
            rows.Add((change, Amounts(comparison, change)));
            cause = int.Max(cause, change.Key.Cause.Length);
            amounts = int.Max(amounts, rows[^1].Amounts.Length);
        }

        foreach ((Change change, string amount) in rows)
        {
            Ink ink = change.IsWorse ? Ink.Bad : Ink.Plain;
            page.To(Indent).Put(ContractWords.Of(change.Kind), ink);
            page.To(Indent + 8).Put(change.Key.Cause, Ink.Strong).To(Indent + 10 + cause);
            page.Put(amount).To(Indent + 12 + cause + amounts).Put(change.Key.Server).End();
        }

        if (shown < end)
        {
            page.To(Indent).Put(
                $"and {Words.Number(end - shown)} more: see --format ndjson", Ink.Quiet).End();
        }
    }

    static string Chance(Change change)
        => change.IsWithinChance ? ", within chance" : ", by more than chance";

    // "3 -> 40 (2.5 -> 33 per 1,000 connections)".
    static string Amounts(Comparison comparison, Change change)
    {
        string counts = $"{Words.Number(change.Before)} -> {Words.Number(change.After)}";
        double? before = Comparison.PerThousand(change.Before, comparison.Before.Connections);
        double? after = Comparison.PerThousand(change.After, comparison.After.Connections);
        return before is { } first && after is { } second
            ? $"{counts} ({Rate(first)} -> {Rate(second)} per 1,000 connections)"
            : counts;
    }

    static string Rate(double rate)
        => rate == 0 ? "0" : Words.Rate(rate);
}
