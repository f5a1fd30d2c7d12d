using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>Counts the resets that a script wants to fail on, on their way to a report.</summary>
/// <param name="report">Gets all of them.</param>
/// <param name="conditions">Alternatives.</param>
sealed class FailOn(IReport report, IReadOnlyList<FailCondition> conditions) : IReport
{
    readonly long[] _matches = new long[conditions.Count];
    readonly string[] _first = new string[conditions.Count];
    IReadOnlyList<string> _files = [];

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
        _files = files;
        report.Open(files);
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        for (int i = 0; i < conditions.Count; i++)
        {
            if (!conditions[i].Holds(reset.Verdict)) continue;
            if (_matches[i]++ == 0) _first[i] = Name(reset.Frames[0]);
        }

        report.Take(reset);
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => report.Take(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
        => report.Close(counters, damage);

    /// <inheritdoc/>
    public void Finish() => report.Finish();

    /// <summary>How many resets matched which condition, and the first of them, in one line; null
    /// when none did.</summary>
    public string? Matched()
    {
        var matched = new List<string>();
        for (int i = 0; i < conditions.Count; i++)
        {
            if (_matches[i] == 0) continue;
            string resets = _matches[i] == 1 ? "1 reset" : $"{_matches[i]} resets";
            matched.Add($"{conditions[i].Text}: {resets}, first {_first[i]}");
        }

        return matched.Count == 0 ? null : "--fail-on " + string.Join("; ", matched);
    }

    string Name(FrameId frame)
        => $"frame {frame.Number} of {CaptureInput.Spoken(_files[frame.File])}";
}
