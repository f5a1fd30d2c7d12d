using System.IO;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Events to lines of NDJSON, written nowhere.</summary>
/// <param name="events">How many.</param>
public sealed class NdjsonStep(int events) : IStep
{
    readonly RecordedResets _resets = new(events);
    NdjsonReport? _report;

    /// <inheritdoc/>
    public void Prepare()
    {
        _report?.Dispose();
        _report = new NdjsonReport(Stream.Null);
        _report.Open(["capture.pcap"]);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        foreach (ResetEvent reset in _resets.Events) _report!.Take(reset);
        _report!.Finish();
        return new Passed(0, _resets.Events.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _report?.Dispose();
}
