using BenchmarkDotNet.Attributes;
using RstTrace.CaptureGenerator;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks;

/// <summary>Octets to a segment: <see cref="SegmentDecoder"/> alone. Figures are per frame.
/// </summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    const int Frames = 100_000;

    RecordedFrames _frames = null!;

    /// <summary>Share of connections over IPv6.</summary>
    [Params(0.0, 1.0)]
    public double Ipv6Share { get; set; }

    [GlobalSetup]
    public void Record()
    {
        _frames = new RecordedFrames(
            new TrafficOptions { Frames = Frames, Flows = 1_000, Ipv6Share = Ipv6Share });
        Expected.All(Decode(), Frames);
    }

    /// <returns>How many were decoded.</returns>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int Decode()
    {
        int decoded = 0;
        for (int index = 0; index < _frames.Count; index++)
        {
            Frame frame = _frames[index];
            if (SegmentDecoder.Decode(in frame, out _) == DecodeOutcome.Decoded) decoded++;
        }

        return decoded;
    }
}
