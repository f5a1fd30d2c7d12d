using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Comparing;

/// <summary>Resets of one side of a comparison, counted by cause and server.</summary>
/// <remarks>Memory is bounded: what comes after <see cref="MostKeys"/> different pairs is counted
/// under <see cref="Other"/>.</remarks>
public sealed class ResetTally : IReport
{
    /// <summary>Pairs of cause and server that are told apart.</summary>
    public const int MostKeys = 20_000;

    /// <summary>What stands for all servers, and causes, for which there was no room.</summary>
    public const string Other = "other";

    /// <summary>Connections that are counted at most.</summary>
    public const long MostConnections = 1L << 60;

    const int MostCauses = 1_000; // Known causes are a few dozen; a file may name any.
    readonly Dictionary<ResetKey, long> _counts = [];
    readonly HashSet<string> _causes = [];

    /// <param name="name">What it is called: a file or folder as typed.</param>
    public ResetTally(string name) => Name = name;

    /// <summary>A file or folder as typed.</summary>
    public string Name { get; }

    /// <summary>Reset events counted.</summary>
    public long Resets { get; private set; }

    /// <summary>Connections among which they were; null where that is not known.</summary>
    public long? Connections { get; private set; }

    /// <summary>How many there are of each.</summary>
    public IReadOnlyDictionary<ResetKey, long> Counts => _counts;

    /// <summary>Counts one.</summary>
    public void Add(string cause, string server)
    {
        Resets++;
        var key = new ResetKey(cause, server);
        if (_counts.Count >= MostKeys && !_counts.ContainsKey(key)) key = Lumped(cause);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Adds connections that were seen, reset or not.</summary>
    /// <param name="connections">0 to <see cref="MostConnections"/>.</param>
    public void AddConnections(long connections)
        => Connections = Math.Min(Connections.GetValueOrDefault() + connections, MostConnections);

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
        => Add(reset.Verdict.Cause.Id, reset.Flow.EndpointText(reset.Flow.Server));

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // Its resets came before it.
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
        => AddConnections(counters.Flows);

    /// <inheritdoc/>
    public void Finish()
    {
    }

    ResetKey Lumped(string cause)
    {
        bool isKnown = _causes.Contains(cause)
            || (_causes.Count < MostCauses && _causes.Add(cause));
        return new ResetKey(isKnown ? cause : Other, Other);
    }
}

/// <summary>What resets are told apart by.</summary>
/// <param name="Cause">Id of the cause.</param>
/// <param name="Server">Address and port, IPv6 in brackets.</param>
public readonly record struct ResetKey(string Cause, string Server);
