using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>What is known of one capture when it is over.</summary>
sealed class CaptureSummary(IReadOnlyList<string> files)
{
    const int MostDamage = 100;

    public IReadOnlyList<string> Files { get; } = files;

    /// <summary>Whether its files show the same traffic at several places, and are no
    /// ring.</summary>
    public bool AreVantages { get; init; }

    /// <summary>Resets reported.</summary>
    public long Resets { get; set; }

    public TraceCounters Counters { get; private set; } = new();

    /// <summary>What could not be read, a line each.</summary>
    public List<string> Damage { get; } = [];

    public bool SpansDays => TimeText.SpansDays(Counters.Begin, Counters.End);

    /// <summary>Worst first.</summary>
    public List<Incident> Incidents { get; } = [];

    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        Counters = counters;
        for (int i = 0; i < damage.Count && i < MostDamage; i++) Damage.Add(damage[i]);
        if (damage.Count > MostDamage)
            Damage.Add($"and {Words.Number(damage.Count - MostDamage)} more damaged places");
    }

    /// <summary>Whether a file can be opened again by its name.</summary>
    public required Predicate<string> IsFile { get; init; }

    /// <summary>What shows a reset in Wireshark; null where its capture is gone.</summary>
    public string? Wireshark(ResetEvent reset)
        => FileOf(reset) is var file && IsFile(file)
            ? NextCommand.Wireshark(
                file, reset, Counters is { FramesLeftOut: 0, FlowsEvicted: 0 })
            : null;

    /// <summary>The file that holds a reset's first frame.</summary>
    public string FileOf(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        return file < Files.Count ? Files[file] : "-";
    }
}
