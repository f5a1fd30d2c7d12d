using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks;

/// <summary>The whole pipe from a frame to its verdict: <see cref="Tracer.Take(in Frame)"/>. Figures are
/// per frame.</summary>
/// <remarks>A tracer is new for each measurement, as the same frames would be old news to one that
/// has seen them; it is made outside of what is measured. Without resets nothing may be allocated;
/// with them, only for each reset.</remarks>
[MemoryDiagnoser]
[SuppressMessage(
    "Design", "CA1001", Justification = "The tracer of each iteration is disposed at its end.")]
public class TracerBenchmarks
{
    const int Frames = 1_000_000;

    readonly CountingSink _sink = new();
    RecordedFrames _frames = null!;
    Tracer _tracer = null!;

    /// <summary>Connections at any one time.</summary>
    [Params(1_000, 50_000)]
    public int Flows { get; set; }

    /// <summary>Share of connections that are reset.</summary>
    [Params(0.0, 0.02)]
    public double ResetShare { get; set; }

    [GlobalSetup]
    public void Record()
        => _frames = new RecordedFrames(
            new TrafficOptions { Frames = Frames, Flows = Flows, ResetShare = ResetShare });

    [IterationSetup]
    public void BeginTrace() => _tracer = new Tracer(new TracerOptions(), _sink);

    [IterationCleanup]
    public void EndTrace() => Expected.All(_tracer.Counters[DecodeOutcome.Decoded], Frames);

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Take()
    {
        for (int index = 0; index < _frames.Count; index++)
        {
            Frame frame = _frames[index];
            _tracer.Take(in frame);
        }

        _tracer.Flush();
    }

    sealed class CountingSink : IResetSink
    {
        public long Events { get; private set; }

        public void Take(ResetEvent reset) => Events++;

        public void Take(Incident incident) { }
    }
}
