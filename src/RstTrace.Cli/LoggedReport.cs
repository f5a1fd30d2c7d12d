using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Host.Logs;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>Gives resets the lines of logs that fit them, on their way to a report.</summary>
/// <remarks>Resets are gathered, so that logs are read once for many of them: until there are
/// <see cref="MostGathered"/>, or the capture is over.</remarks>
/// <param name="report">Gets them.</param>
/// <param name="search">Finds the lines.</param>
sealed class LoggedReport(IReport report, LogSearch search) : IReport
{
    /// <summary>Resets gathered at most: about 3 kB each.</summary>
    public const int MostGathered = 8_192;

    readonly List<ResetEvent> _gathered = [];

    // Of those that somebody still holds: the examples of incidents.
    readonly ConditionalWeakTable<ResetEvent, ResetEvent> _attached = [];

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files) => report.Open(files);

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        _gathered.Add(reset);
        if (_gathered.Count == MostGathered) Attach();
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        Attach();
        report.Take(
            _attached.TryGetValue(incident.Example, out ResetEvent? example)
                ? incident with { Example = example }
                : incident);
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        Attach();
        report.Close(counters, damage);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        search.Finish();
        report.Finish();
    }

    void Attach()
    {
        IReadOnlyList<ResetEvent> attached = search.Attach(_gathered);
        for (int i = 0; i < attached.Count; i++)
        {
            if (!ReferenceEquals(attached[i], _gathered[i]))
                _attached.Add(_gathered[i], attached[i]);
            report.Take(attached[i]);
        }

        _gathered.Clear();
    }
}
