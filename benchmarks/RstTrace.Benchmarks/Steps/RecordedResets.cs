using System;
using System.Collections.Generic;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Frames with an exact number of reset events, of every kind that is generated.</summary>
sealed class RecordedResets
{
    // Nothing settles before it is told to. A day after the last frame everything has.
    static readonly Duration s_never = Duration.FromSeconds(24 * 3600);

    static readonly TracerOptions s_options = new() { Settle = s_never };

    readonly RecordedFrames _frames;
    readonly int _count;

    /// <param name="events">How many; a tracer follows some thousand at once.</param>
    public RecordedResets(int events)
    {
        // Few flows, so that some go through a long silence.
        _frames = new RecordedFrames(new TrafficOptions
        {
            Frames = 150L * events,
            Flows = 100,
            ResetShare = 0.5,
        });
        _count = _frames.Count;
        var kept = new KeepingSink();
        Tracer tracer = Followed(kept);
        Settle(tracer);
        if (kept.Events.Count < events)
            throw new InvalidOperationException($"{kept.Events.Count} of {events} resets");

        // They come in the order of their first frames, and frames are numbered from 1.
        _count = (int)kept.Events[events - 1].Frames[0].Number;
        kept.Events.RemoveRange(events, kept.Events.Count - events);
        Events = kept.Events;
    }

    /// <summary>The events themselves.</summary>
    public IReadOnlyList<ResetEvent> Events { get; }

    /// <summary>A tracer that has seen all frames and follows all of the resets.</summary>
    public Tracer Followed(IResetSink sink)
    {
        var tracer = new Tracer(s_options, sink) { GathersIncidents = false };
        for (int index = 0; index < _count && tracer.Counters.Events == 0; index++)
        {
            Frame frame = _frames[index];
            tracer.Take(in frame);
        }

        tracer.Flush();
        return tracer;
    }

    /// <summary>Lets all resets settle.</summary>
    public static void Settle(Tracer tracer) => tracer.Advance(tracer.Counters.End + s_never);

    sealed class KeepingSink : IResetSink
    {
        public List<ResetEvent> Events { get; } = [];

        public void Take(ResetEvent reset) => Events.Add(reset);

        public void Take(Incident incident)
        {
            // None is gathered.
        }
    }
}
