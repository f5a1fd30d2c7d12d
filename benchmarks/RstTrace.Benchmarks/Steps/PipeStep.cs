using System.IO;
using RstTrace.Capture;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Benchmarks.Steps;

/// <summary>The whole way on one thread: a file to frames, flows, events, incidents and lines of
/// NDJSON, written nowhere.</summary>
public sealed class PipeStep : IStep
{
    readonly GeneratedFile _file;
    CaptureFile? _capture;
    NdjsonReport? _report;
    Tracer _tracer = null!;

    /// <param name="frames">How many the file holds.</param>
    /// <param name="flows">Connections at any one time.</param>
    /// <param name="resetShare">Share of connections that are reset.</param>
    public PipeStep(int frames, int flows, double resetShare)
        => _file = new GeneratedFile(
            new TrafficOptions { Frames = frames, Flows = flows, ResetShare = resetShare });

    /// <inheritdoc/>
    public void Prepare()
    {
        Close();
        _capture = CaptureFile.Open(_file.Path);
        _report = new NdjsonReport(Stream.Null);
        _report.Open([_file.Path]);
        _tracer = new Tracer(new TracerOptions(), _report);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        while (_capture!.Read(out Frame frame) == ReadOutcome.Frame) _tracer.Take(in frame);
        _tracer.Finish();
        _report!.Close(_tracer.Counters, []);
        _report.Finish();
        return new Passed(_tracer.Counters[DecodeOutcome.Decoded], _tracer.Counters.Events);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _file.Dispose();
    }

    void Close()
    {
        _capture?.Dispose();
        _report?.Dispose();
    }
}
