using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>The engine behind its decoder: segments in, judged resets out.</summary>
sealed class Engine
{
    readonly SegmentBatch _batch;
    readonly Surroundings _surroundings = new();
    readonly FlowTracker _tracker;
    readonly ResetWatch _watch;
    readonly Duration _idleAfter;
    readonly List<ResetEvent> _events = [];
    readonly List<Sight> _sights = [];
    readonly Action<ResetEvidence>? _read;
    readonly IKernelWitness? _kernel;
    Timestamp _end;

    /// <param name="options">What it is told.</param>
    /// <param name="read">Gets the evidence of each reset, for the length of the call.</param>
    /// <param name="foresight">Which connections will be reset, where that is known.</param>
    public Engine(
        TracerOptions? options = null, Action<ResetEvidence>? read = null,
        ResetForesight? foresight = null)
    {
        _read = read;
        options ??= new TracerOptions();
        (_idleAfter, _kernel) = (options.IdleAfter, options.Kernel);
        _watch = new ResetWatch(options.Settle, Counters, _surroundings, Settled);
        _tracker = new FlowTracker(options, Counters, _surroundings, _watch, foresight);
        _batch = new SegmentBatch(FlowTracker.FetchedAtOnce, _tracker.Secret);
    }

    /// <summary>Counts of the run, but for those of frames.</summary>
    public TraceCounters Counters { get; } = new();

    /// <summary>The events, in the order they settled.</summary>
    public IReadOnlyList<ResetEvent> Events => _events;

    /// <summary>What was known of each event's reset.</summary>
    public IReadOnlyList<Sight> Sights => _sights;

    /// <summary>Takes a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="payload">Its payload, as far as it was captured.</param>
    public void Take(in Segment segment, ReadOnlySpan<byte> payload = default)
    {
        _end = segment.Time;
        _batch.Next = segment;
        _batch.Add(payload);
        if (_batch.IsFull) Flush();
    }

    /// <summary>The capture is over.</summary>
    public void Finish()
    {
        Flush();
        _watch.SettleAll(_end);
    }

    void Flush()
    {
        _tracker.Take(_batch);
        _batch.Clear();
    }

    void Settled(OpenReset reset)
    {
        var evidence = new ResetEvidence(reset, _surroundings, _idleAfter);
        if (_kernel is not null) evidence.Ask(_kernel);
        _read?.Invoke(evidence);
        _events.Add(Judge.Event(evidence));
        _sights.Add(new Sight
        {
            Before = evidence.Flow,
            Sender = evidence.Sender,
            Shape = evidence.Shape,
            Fit = evidence.Fit,
            Trigger = evidence.Trigger,
            Idle = evidence.Idle,
            IsAfterIdle = evidence.IsAfterIdle,
            Accepted = evidence.Accepted,
            Stubborn = evidence.Stubborn,
            IsUnsolicited = evidence.IsUnsolicited,
            Aftermath = evidence.Aftermath,
            Degraded = evidence.Degraded,
        });
    }
}

/// <summary>A reset's evidence, kept.</summary>
sealed record Sight
{
    public required FlowPicture Before { get; init; }

    public required Side Sender { get; init; }

    public required ResetShape Shape { get; init; }

    public required SequenceFit Fit { get; init; }

    public required RecentSegment Trigger { get; init; }

    public required Duration? Idle { get; init; }

    public required bool IsAfterIdle { get; init; }

    public required bool? Accepted { get; init; }

    public required Insistence Stubborn { get; init; }

    public required bool IsUnsolicited { get; init; }

    public required Aftermath Aftermath { get; init; }

    public required Degradations Degraded { get; init; }
}
