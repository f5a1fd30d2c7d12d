using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Traces several captures at once, each with an engine of its own, so that what they saw
/// at one moment is judged together.</summary>
/// <param name="comparison">What the captures say together.</param>
/// <param name="merge">Gets their events: the sinks of the engines hand them on.</param>
public sealed class Lockstep(VantageComparison comparison, VantageMerge merge)
{
    readonly List<Lane> _lanes = [];

    /// <summary>Adds a capture.</summary>
    /// <param name="source">Its frames, from the beginning; stays the caller's.</param>
    /// <param name="tracer">Its engine.</param>
    public void Add(IFrameBatchSource source, Tracer tracer)
        => _lanes.Add(new Lane(_lanes.Count, source, tracer));

    /// <summary>Reads them all.</summary>
    /// <param name="stop">Ends it early: what was found until then is reported.</param>
    /// <returns>How each ended, in the order they were added; <see cref="ReadOutcome.Waiting"/>
    /// where it was stopped.</returns>
    /// <exception cref="CaptureException">The machine failed under one.</exception>
    public List<ReadOutcome> Run(CancellationToken stop)
    {
        var batch = new FrameBatch();
        while (!stop.IsCancellationRequested && Behind() is { } lane)
        {
            Read(lane, batch);
            if (Behind() is { Now: { } now }) merge.Advance(now);
        }

        foreach (Lane lane in _lanes) lane.Tracer.Finish();
        merge.Finish();
        return _lanes.ConvertAll(static lane => lane.Ended ?? ReadOutcome.Waiting);
    }

    /// <summary>The one that is furthest behind; null when all have ended.</summary>
    Lane? Behind()
    {
        Lane? behind = null;
        foreach (Lane lane in _lanes)
        {
            if (lane.Ended is not null) continue;
            if (lane.Now is not { } now) return lane;
            if (behind is null || now < behind.Now!.Value) behind = lane;
        }

        return behind;
    }

    void Read(Lane lane, FrameBatch batch)
    {
        ReadOutcome outcome = lane.Source.Read(batch);
        if (outcome >= ReadOutcome.End)
        {
            lane.Ended = outcome;
            return;
        }

        if (outcome == ReadOutcome.Waiting) return;

        lane.Tracer.Take(batch);
        Frame last = batch[batch.Count - 1];
        Timestamp now = comparison.ByFirstClock(lane.File, last.Time);
        if (lane.Now is not { } before || now > before) lane.Now = now;
    }

    /// <summary>One capture on its way.</summary>
    sealed class Lane(int file, IFrameBatchSource source, Tracer tracer)
    {
        public int File { get; } = file;

        public IFrameBatchSource Source { get; } = source;

        public Tracer Tracer { get; } = tracer;

        /// <summary>How far it has come, by the clock of the first; null before its first
        /// frame.</summary>
        public Timestamp? Now { get; set; }

        /// <summary>How it ended; null while it goes on.</summary>
        public ReadOutcome? Ended { get; set; }
    }
}
