using BenchmarkDotNet.Attributes;
using RstTrace.Benchmarks.Steps;

namespace RstTrace.Benchmarks;

/// <inheritdoc cref="WalkStep"/>
public class WalkBenchmarks : FrameBenchmarks
{
    /// <summary>Whether the file is compressed.</summary>
    [Params(false, true)]
    public bool Gzip { get; set; }

    protected override IStep Make() => new WalkStep(Frames, Gzip);
}

/// <inheritdoc cref="DecodeStep"/>
public class DecodeBenchmarks : FrameBenchmarks
{
    /// <summary>Share of connections over IPv6.</summary>
    [Params(0.0, 1.0)]
    public double Ipv6Share { get; set; }

    protected override IStep Make() => new DecodeStep(Frames, Ipv6Share);
}

/// <inheritdoc cref="TrackStep"/>
public class TrackBenchmarks : FrameBenchmarks
{
    /// <summary>Connections at any one time.</summary>
    [Params(1_000, 50_000, 500_000)]
    public int Flows { get; set; }

    protected override IStep Make() => new TrackStep(Frames, Flows);
}

/// <inheritdoc cref="PipeStep"/>
public class PipeBenchmarks : FrameBenchmarks
{
    /// <summary>Connections at any one time.</summary>
    [Params(1_000, 50_000)]
    public int Flows { get; set; }

    /// <summary>Share of connections that are reset.</summary>
    [Params(0.0, 0.02)]
    public double ResetShare { get; set; }

    protected override IStep Make() => new PipeStep(Frames, Flows, ResetShare);
}
