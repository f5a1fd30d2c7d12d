using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Cli.Live;

/// <summary>Where the verdicts of all workers go, one at a time: onto the board, to whoever
/// watches, into incidents, and into the report at the end.</summary>
/// <param name="board">Counts them.</param>
/// <param name="incidents">Gathers them.</param>
/// <param name="shown">Shows them; never waits.</param>
/// <param name="last">The report at the end.</param>
/// <param name="lastTakesAll">Whether that report wants each reset before its incidents: not where
/// the resets are written by <paramref name="shown"/>.</param>
/// <param name="keep">Has its frames kept; never waits.</param>
sealed class LiveSink(
    LiveBoard board,
    IncidentTracker incidents,
    ILiveOutput shown,
    IReport last,
    bool lastTakesAll,
    Action<ResetEvent> keep)
    : IReport
{
    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
        // The report at the end was opened by whoever made it.
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        keep(reset);
        board.Add(reset);
        incidents.Take(reset);
        if (lastTakesAll) last.Take(reset);
        shown.Take(reset);
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => last.Take(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
        => last.Close(counters, damage);

    /// <inheritdoc/>
    public void Finish() => last.Finish();
}
