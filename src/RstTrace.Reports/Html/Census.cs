using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Html;

/// <summary>All resets of a run, counted by what is said of them.</summary>
sealed class Census
{
    /// <summary>Servers told apart; resets at others are counted in
    /// <see cref="Total"/> alone.</summary>
    public const int MostServers = 4_096;

    readonly Dictionary<string, long> _causes = [];
    readonly Dictionary<string, long> _senders = [];
    readonly Dictionary<string, long> _stages = [];
    readonly Dictionary<Service, long> _servers = [];

    /// <summary>Resets in all.</summary>
    public long Total { get; private set; }

    /// <summary>When.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>After how long a silence.</summary>
    public SilenceBins Silences { get; } = new();

    /// <summary>Counts one.</summary>
    public void Add(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        Total++;
        Timeline.Add(reset.Time, Severity.Of(verdict));
        if (reset.Idle is { } silence) Silences.Add(silence);
        Count(_causes, verdict.Cause.Id);
        Count(_senders, Words.Of(verdict.Sender));
        Count(_stages, Words.Of(verdict.Stage));
        var server = Service.Of(reset.Flow);
        if (_servers.Count < MostServers || _servers.ContainsKey(server)) Count(_servers, server);
    }

    /// <summary>By cause, most frequent first.</summary>
    public List<(string Name, long Count)> Causes => Sorted(_causes);

    /// <summary>By who really sent them.</summary>
    public List<(string Name, long Count)> Senders => Sorted(_senders);

    /// <summary>By when in their connections' lives.</summary>
    public List<(string Name, long Count)> Stages => Sorted(_stages);

    /// <summary>By server.</summary>
    public List<(string Name, long Count)> Servers => Sorted(_servers);

    static void Count<T>(Dictionary<T, long> counts, T key) where T : notnull
        => counts[key] = counts.GetValueOrDefault(key) + 1;

    static List<(string Name, long Count)> Sorted<T>(Dictionary<T, long> counts)
        where T : notnull
    {
        var sorted = new List<(string Name, long Count)>(counts.Count);
        foreach ((T key, long count) in counts) sorted.Add((key.ToString() ?? "", count));
        sorted.Sort(static (left, right) =>
            left.Count != right.Count
                ? right.Count.CompareTo(left.Count)
                : string.CompareOrdinal(left.Name, right.Name));
        return sorted;
    }
}
