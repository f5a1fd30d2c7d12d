using System.IO;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Events to incidents to the text for people, written nowhere.</summary>
/// <param name="events">How many.</param>
public sealed class TextStep(int events) : IStep
{
    readonly RecordedResets _resets = new(events);
    readonly TraceCounters _counters = new();
    IncidentTracker _incidents = null!;
    TextReport _report = null!;

    /// <inheritdoc/>
    public void Prepare()
    {
        _incidents = new IncidentTracker(_counters);
        _report = new TextReport(TextWriter.Null, TextStyle.Plain, new TextOptions());
        _report.Open(["capture.pcap"]);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        foreach (ResetEvent reset in _resets.Events)
        {
            _incidents.Take(reset);
            _report.Take(reset);
        }

        foreach (Incident incident in _incidents.Finish((_, _) => null)) _report.Take(incident);
        _report.Close(_counters, []);
        _report.Finish();
        return new Passed(0, _resets.Events.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
