// The shapes of readers and reports that this program is built against, until they are here.
#pragma warning disable CA1822, IDE0060
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture
{
    sealed class CaptureFile : IFrameSource
    {
        public static CaptureFile Open(string path, int fileIndex = 0, CancellationToken cancel = default)
            => throw new CaptureException($"{path}: no reader for captures yet", "wait for it");
        public string Name => "";
        public long? Length => null;
        public long Position => 0;
        public string? Damage => null;
        public ReadOutcome Read(out Frame frame) { frame = default; return ReadOutcome.End; }
        public void Dispose() { }
    }

    sealed class RingSource : IFrameSource
    {
        public static RingSource Open(IReadOnlyList<string> paths)
            => throw new CaptureException("no reader for captures yet", "wait for it");
        public IReadOnlyList<string> Names => [];
        public IReadOnlyList<string> Damage => [];
        public long Length => 0;
        public long Position => 0;
        public ReadOutcome Read(out Frame frame) { frame = default; return ReadOutcome.End; }
        public void Dispose() { }
    }

    static class CaptureFolder
    {
        public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths) => paths;
    }
}

namespace RstTrace.Reports
{
    sealed record TextStyle
    {
        public static TextStyle Plain { get; } = new();
        public bool Colour { get; init; }
        public bool Unicode { get; init; }
        public int Width { get; init; }
    }

    sealed record TextOptions
    {
        public bool All { get; init; }
    }

    sealed class TextReport(TextWriter output, TextStyle style, TextOptions options) : IReport
    {
        public void Open(IReadOnlyList<string> files) => output.WriteLine($"{style} {options}");
        public void Take(ResetEvent reset) => output.WriteLine(reset);
        public void Close(TraceCounters counters, IReadOnlyList<string> damage) { }
        public void Finish() => output.Flush();
    }

    sealed class NdjsonReport(Stream output) : IReport
    {
        public void Open(IReadOnlyList<string> files) { }
        public void Take(ResetEvent reset) { }
        public void Close(TraceCounters counters, IReadOnlyList<string> damage) { }
        public void Finish() => output.Flush();
    }

    sealed record Ladder;

    sealed class LadderCollector(ResetEvent reset)
    {
        public void Take(in Frame frame) => _ = reset;
        public Ladder Finish() => new();
    }

    static class ExplainReport
    {
        public static void Write(
            TextWriter output, TextStyle style, ResetEvent reset, Ladder ladder, string file)
            => output.WriteLine($"{style} {reset} {ladder} {file}");
    }

    sealed class StatsLine
    {
        public void Add(TraceCounters counters) { }
        public string ToJson(Duration elapsed) => "{}";
    }
}
