using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;
using RstTrace.Reports.Comparing;

namespace RstTrace.Fuzzing.Targets;

/// <summary>Our own lines, read again from a file that may be anybody's.</summary>
sealed class EventLinesTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "lines";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = Array.ConvertAll(
        (string[])["{", "}", "[", "]", "\"", ":", ",", "\n", "null", "1e999", "-1", "\\ud800",
            "\"reset\":{", "\"cause\":", "\"server\":", "\"schema\":\"rsttrace.reset/1\"",
            "\"connections\":9223372036854775807"],
        Encoding.UTF8.GetBytes);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string file in Samples.Captures(".pcap", 3_000))
        {
            using CaptureFile capture = CaptureFile.Open(file);
            using var output = new MemoryStream();
            using var report = new NdjsonReport(output);
            report.Open(["a"]);
            var tracer = new Tracer(new TracerOptions { MaxFlows = 64 }, report);
            while (capture.Read(out Frame frame) == ReadOutcome.Frame) tracer.Take(in frame);
            tracer.Finish();
            yield return output.ToArray();
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        int begun = input.Length / 3;
        var lines = new EventLines();
        var tally = new ResetTally("a");
        using var rest = new MemoryStream(input[begun..].ToArray());
        lines.Read(input[..begun], rest, tally, default);
        if (tally.Resets < 0 || tally.Connections < 0)
            throw new BrokenPromise($"{tally.Resets} resets, {tally.Connections} connections");
    }
}
