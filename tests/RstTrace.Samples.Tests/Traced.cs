using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Samples.Tests;

/// <summary>The resets of a capture, by the engine in this process.</summary>
static class Traced
{
    static readonly TracerOptions s_options = new() { MaxFlows = 10_000 };

    public static JsonObject[] Of(Sample sample) => OfFile(sample.First);

    /// <summary>Of the octets of a capture file.</summary>
    public static JsonObject[] Of(byte[] capture)
    {
        using var file = new TemporaryFile(capture);
        return OfFile(file.Path);
    }

    public static JsonObject[] OfFile(string path)
    {
        using CaptureFile file = CaptureFile.Open(path);
        return Of(file, [path]);
    }

    public static JsonObject[] OfRing(params string[] paths)
    {
        using RingSource ring = RingSource.Open(paths);
        return Of(ring, ring.Names);
    }

    static JsonObject[] Of(IFrameSource source, IReadOnlyList<string> names)
    {
        using var output = new MemoryStream();
        using var report = new NdjsonReport(output);
        var tracer = new Tracer(s_options, report);
        report.Open(names);
        while (source.Read(out Frame frame) == ReadOutcome.Frame) tracer.Take(in frame);
        tracer.Finish();
        return Json.Resets(Encoding.UTF8.GetString(output.ToArray()));
    }
}
