using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>The engine: frames in, judged resets out.</summary>
/// <remarks>One pass. After construction nothing is allocated per frame (invariant 5). Frames are
/// decoded at once and tracked some at a time, so that memory is asked for many flows before any
/// is needed. Not for several threads at once.</remarks>
public sealed class Tracer
{
    readonly FlowTracker _tracker;
    readonly ResetWatch _watch;
    readonly Surroundings _surroundings = new();
    readonly IncidentTracker _incidents;
    readonly IResetSink _sink;
    Timestamp? _latestDrop;
    readonly SegmentBatch _decoded;

    /// <summary>An engine for one capture.</summary>
    /// <param name="options">Limits and thresholds.</param>
    /// <param name="sink">Gets every reset event, in the order of their first frames, and at the
    /// end the incidents.</param>
    /// <param name="foresight">Which connections will be reset, where the same frames were looked
    /// through before; null where they come only once. The events are the same.</param>
    public Tracer(TracerOptions options, IResetSink sink, ResetForesight? foresight = null)
    {
        _sink = sink;
        _incidents = new IncidentTracker(Counters);
        _watch = new ResetWatch(
            options.Settle, Counters, _surroundings, reset => Settled(reset, options));
        _tracker = new FlowTracker(options, Counters, _surroundings, _watch, foresight);
        _decoded = new SegmentBatch(FlowTracker.FetchedAtOnce, _tracker.Secret);
    }

    /// <summary>What it counted so far; complete after <see cref="Flush"/> or
    /// <see cref="Finish"/>.</summary>
    public TraceCounters Counters { get; } = new();

    /// <summary>Whether it gathers its resets into incidents. Where several engines share a
    /// capture, their events are gathered once: see <see cref="IncidentTracker"/>.</summary>
    public bool GathersIncidents { get; init; } = true;

    /// <summary>Asked for each reset who sent it, where more than this capture tells; null where
    /// nobody can be asked.</summary>
    public Func<ResetEvent, ProvenSender?>? Proven { get; init; }

    /// <summary>Takes one frame.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Take(in Frame frame)
    {
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out _decoded.Next);
        Counters.Count(in frame, outcome);
        if (outcome != DecodeOutcome.Decoded) return;

        _decoded.Add(frame.Octets);
        if (_decoded.IsFull) Flush();
    }

    /// <summary>Takes frames.</summary>
    /// <param name="batch">Borrowed for the call.</param>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Take(FrameBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            Frame frame = batch[index];
            Take(in frame);
        }
    }

    /// <summary>There was a frame that a filter did not let through.</summary>
    public void LeaveOut() => Counters.FramesLeftOut++;

    /// <summary>No frame is there just now: tracks those that were taken and not yet
    /// tracked.</summary>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Flush()
    {
        _tracker.Take(_decoded);
        _decoded.Clear();
    }

    /// <summary>Time has passed, with frames or without: tracks what was taken, then settles the
    /// resets that have been followed long enough. What settles is final, so no frame from before
    /// may still be on its way.</summary>
    /// <param name="now">The capture's clock.</param>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Advance(Timestamp now)
    {
        Flush();
        _watch.SettleDue(now);
    }

    /// <summary>Frames were lost before they came here: of which connections, nobody knows. Resets
    /// of those that had begun by then and that have not settled are marked
    /// <see cref="Degradations.Gap"/>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="time">When the last of them was lost, at the latest.</param>
    public void NoteDrops(long count, Timestamp time)
    {
        Flush();
        Counters.FramesDropped += count;
        _latestDrop = time;
    }

    /// <summary>What became of all connections so far. From the thread that takes
    /// frames.</summary>
    public ConnectionCounts Connections => _surroundings.Services.All;

    /// <summary>What is known of the connections of a service; null where nothing.</summary>
    /// <remarks>Not while frames are tracked: after <see cref="Flush"/> or
    /// <see cref="Finish"/>.</remarks>
    public ServiceFacts? FactsOf(IpAddress address, ushort port)
        => _surroundings.Services.Find(address, port) is { } counts
            ? new ServiceFacts(
                counts.Connections, counts.Accepted, counts.Refused, counts.Unanswered)
            : null;

    /// <summary>The capture is over, or interrupted: settles and reports what is still open, then
    /// the incidents.</summary>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Finish()
    {
        Flush();
        _watch.SettleAll(Counters.End);
        Counters.ContextLost = _surroundings.Lost;
        foreach (Incident incident in _incidents.Finish(FactsOf))
            _sink.Take(incident);
    }

    void Report(ResetEvent reset)
    {
        _sink.Take(reset);
        if (GathersIncidents) _incidents.Take(reset);
    }

    void Settled(OpenReset reset, TracerOptions options)
    {
        // To be followed for less than it takes is not to be settled.
        if (options.Settle < TracerOptions.LongEnough) reset.Aftermath.IsSettled = false;
        var evidence = new ResetEvidence(reset, _surroundings, options.IdleAfter);
        evidence.NoteSilence();
        if (options.Kernel is { } kernel) evidence.Ask(kernel);
        bool mayLack = _latestDrop is { } drop && evidence.Flow.Start <= drop;
        Degradations weakness = mayLack ? Degradations.Gap : Degradations.None;
        ResetEvent judged = Judge.Event(evidence, weakness);
        if (Proven?.Invoke(judged) is { } proven)
        {
            var known = new ResetEvidence(reset, _surroundings, options.IdleAfter)
            {
                Proven = proven,
            };
            judged = proven.Overrule(judged, Judge.Event(known, weakness));
        }

        Report(judged);
    }
}
