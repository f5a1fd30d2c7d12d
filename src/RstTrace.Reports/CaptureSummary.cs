using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>What is known of one capture when it is over.</summary>
sealed class CaptureSummary(IReadOnlyList<string> files, bool lists)
{
    const int MostDamage = 100;
    List<ResetGroup>? _groups;

    public IReadOnlyList<string> Files { get; } = files;

    public ResetGroups Resets { get; } = new(lists);

    public TraceCounters Counters { get; private set; } = new();

    /// <summary>What could not be read, a line each.</summary>
    public List<string> Damage { get; } = [];

    public bool SpansDays => TimeText.SpansDays(Counters.Begin, Counters.End);

    /// <summary>Worst first; after <see cref="Close"/>.</summary>
    public IReadOnlyList<ResetGroup> Groups => _groups ??= Resets.WorstFirst();

    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        Counters = counters;
        for (int i = 0; i < damage.Count && i < MostDamage; i++) Damage.Add(damage[i]);
        if (damage.Count > MostDamage)
            Damage.Add($"and {Words.Number(damage.Count - MostDamage)} more damaged places");
    }

    /// <summary>The file that holds a reset's first frame.</summary>
    public string FileOf(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        return file < Files.Count ? Files[file] : "-";
    }
}
