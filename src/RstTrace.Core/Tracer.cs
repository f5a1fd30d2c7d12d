using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>The engine: frames in, judged resets out.</summary>
/// <remarks>One pass, one thread. After construction nothing is allocated per frame (invariant
/// 5). Frames are decoded at once and tracked some at a time, so that memory can fetch their flows
/// side by side: <see cref="Flush"/> when no frame is waiting.</remarks>
public sealed class Tracer
{
    readonly SegmentBatch _batch = new();
    readonly FlowTracker _tracker;
    readonly ResetWatch _watch;

    /// <summary>An engine for one capture.</summary>
    /// <param name="options">Limits and thresholds.</param>
    /// <param name="sink">Gets every reset event, in the order of their first frames.</param>
    public Tracer(TracerOptions options, IResetSink sink)
    {
        _watch = new ResetWatch(
            options.Settle,
            Counters,
            reset => sink.Take(Judge.Event(new ResetEvidence(reset, options.IdleAfter))));
        _tracker = new FlowTracker(options, Counters, _watch);
    }

    /// <summary>What it counted so far.</summary>
    public TraceCounters Counters { get; } = new();

    /// <summary>Takes one frame.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out _batch.Next);
        Counters.Count(in frame, outcome);
        if (outcome != DecodeOutcome.Decoded) return;

        _batch.Add(frame.Octets);
        if (_batch.IsFull) Flush();
    }

    /// <summary>No frame is there just now: tracks those that were taken and not yet
    /// tracked.</summary>
    public void Flush()
    {
        _tracker.Take(_batch);
        _batch.Clear();
    }

    /// <summary>The capture is over, or interrupted: settles and reports what is still
    /// open.</summary>
    public void Finish()
    {
        Flush();
        _watch.SettleAll();
    }
}
