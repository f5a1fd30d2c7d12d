using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>The resets of one capture by cause, sender, stage and server, in bounded
/// memory.</summary>
/// <remarks>At most <see cref="MostServers"/> groups with a server of their own. What comes after
/// them is counted under its cause, sender and stage, of which there are few: no reset is
/// lost (invariant 6).</remarks>
sealed class ResetGroups
{
    public const int MostServers = 1_024;
    public const int MostListed = 10_000;

    readonly Dictionary<Key, ResetGroup> _groups = [];
    int _listed;

    /// <param name="lists">Whether to keep a line for every reset.</param>
    public ResetGroups(bool lists) => Lists = lists;

    /// <summary>Whether a line is kept for every reset, up to <see cref="MostListed"/>.</summary>
    public bool Lists { get; }

    /// <summary>Resets taken.</summary>
    public long Count { get; private set; }

    public void Take(ResetEvent reset)
    {
        Count++;
        ResetGroup group = GroupOf(reset);
        group.Take(reset);
        if (Lists && _listed < MostListed)
        {
            group.List(reset);
            _listed++;
        }
    }

    /// <summary>The groups, worst first; where one thing happened at many servers, these as
    /// one.</summary>
    public List<ResetGroup> WorstFirst()
    {
        var folded = new Dictionary<Key, List<ResetGroup>>();
        foreach ((Key key, ResetGroup group) in _groups)
        {
            Key anyServer = key with { Server = default, Port = 0 };
            if (!folded.TryGetValue(anyServer, out List<ResetGroup>? same))
                folded.Add(anyServer, same = []);
            same.Add(group);
        }

        var groups = new List<ResetGroup>();
        foreach (List<ResetGroup> same in folded.Values)
        {
            if (same.Count > MostApart) groups.Add(ResetGroup.Of(same));
            else groups.AddRange(same);
        }

        groups.Sort();
        return groups;
    }

    // Four servers with the same trouble are one trouble.
    const int MostApart = 3;

    ResetGroup GroupOf(ResetEvent reset)
    {
        Endpoint server = reset.Flow.Server;
        Verdict verdict = reset.Verdict;
        var key = new Key(
            verdict.Cause.Id, verdict.Sender, verdict.Stage, server.Address, server.Port);
        if (_groups.TryGetValue(key, out ResetGroup? group)) return group;

        if (_groups.Count >= MostServers)
        {
            key = key with { Server = default, Port = 0 };
            if (_groups.TryGetValue(key, out group)) return group;
        }

        _groups.Add(key, group = new ResetGroup(verdict));
        return group;
    }

    readonly record struct Key(
        string Cause, Party Sender, Stage Stage, IpAddress Server, ushort Port);
}
