using System;
using System.Collections.Generic;

namespace RstTrace.Reports.Comparing;

/// <summary>What became of the resets from one time to another.</summary>
public sealed class Comparison
{
    /// <param name="before">The resets of the first time.</param>
    /// <param name="after">Those of the second.</param>
    public Comparison(ResetTally before, ResetTally after)
    {
        Before = before;
        After = after;
        Total = Of(new ResetKey("", ""), before.Resets, after.Resets);
        var changes = new List<Change>();
        foreach ((ResetKey key, long count) in before.Counts)
            changes.Add(Of(key, count, after.Counts.GetValueOrDefault(key)));
        foreach ((ResetKey key, long count) in after.Counts)
            if (!before.Counts.ContainsKey(key)) changes.Add(Of(key, 0, count));

        changes.Sort(Change.WorstFirst);
        Changes = changes;
    }

    /// <summary>The first time.</summary>
    public ResetTally Before { get; }

    /// <summary>The second time.</summary>
    public ResetTally After { get; }

    /// <summary>All resets together.</summary>
    public Change Total { get; }

    /// <summary>By cause and server: what is beyond chance first, then the worst.</summary>
    public IReadOnlyList<Change> Changes { get; }

    /// <summary>Whether rates are compared; else counts, as if of as many connections.</summary>
    public bool IsPerConnection => Before.Connections != null && After.Connections != null;

    /// <summary>Resets per 1,000 connections; null where these are not known, or none.</summary>
    public static double? PerThousand(long resets, long? connections)
        => connections is > 0 and var known ? resets * 1000.0 / known : null;

    Change Of(ResetKey key, long before, long after)
    {
        double share = 0.5;
        if (IsPerConnection && Before.Connections + After.Connections > 0)
        {
            share = (double)After.Connections!.Value
                / (After.Connections.Value + Before.Connections!.Value);
        }

        double expected = (before + after) * share;
        ChangeKind kind = (before, after) switch
        {
            (0, 0) => ChangeKind.Same,
            (0, _) => ChangeKind.New,
            (_, 0) => ChangeKind.Gone,
            _ => after > expected ? ChangeKind.Grown
                : after < expected ? ChangeKind.Shrunk : ChangeKind.Same,
        };
        double chance = RateTest.TwoSided(before, after, share);
        return new Change(key, kind, before, after, chance);
    }
}

/// <summary>What became of the resets of one cause at one server.</summary>
/// <param name="Key">The cause and the server; both empty for all resets.</param>
/// <param name="Kind">In a word.</param>
/// <param name="Before">How many there were.</param>
/// <param name="After">How many there are.</param>
/// <param name="Chance">How likely so much of a change is if nothing changed: 0 to 1.</param>
public sealed record Change(
    ResetKey Key, ChangeKind Kind, long Before, long After, double Chance)
{
    /// <summary>Whether so much may come by chance.</summary>
    public bool IsWithinChance => Chance >= RateTest.Level;

    /// <summary>Whether there are more, and by more than chance.</summary>
    public bool IsWorse => !IsWithinChance && Kind is ChangeKind.New or ChangeKind.Grown;

    long Most => Math.Max(Before, After);

    /// <summary>What is beyond chance, then what is worse, then the largest.</summary>
    internal static int WorstFirst(Change left, Change right)
    {
        int order = left.IsWithinChance.CompareTo(right.IsWithinChance);
        if (order == 0) order = left.Kind.CompareTo(right.Kind);
        if (order == 0) order = right.Most.CompareTo(left.Most);
        if (order == 0) order = string.CompareOrdinal(left.Key.Cause, right.Key.Cause);
        return order != 0 ? order : string.CompareOrdinal(left.Key.Server, right.Key.Server);
    }
}

/// <summary>What became of resets, worst first.</summary>
public enum ChangeKind
{
    /// <summary>There were none.</summary>
    New,

    /// <summary>There are more for as many connections.</summary>
    Grown,

    /// <summary>There are fewer for as many connections.</summary>
    Shrunk,

    /// <summary>There are none any more.</summary>
    Gone,

    /// <summary>There are as many.</summary>
    Same,
}
