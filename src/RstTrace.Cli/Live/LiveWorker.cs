using System;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>One thread that reads a device, with an engine of its own.</summary>
sealed class LiveWorker
{
    static readonly Duration s_interval = Duration.FromMilliseconds(100);

    readonly LiveSource _source;
    readonly Tracer _tracer;
    readonly LiveShared _shared;
    readonly Duration _settle, _delay;
    readonly int _index;
    readonly Thread _thread;
    Timestamp _told;
    readonly RecentFrames? _recent;
    long _captured, _dropped;
    int _halvings;

    /// <param name="index">Its place among the workers.</param>
    /// <param name="source">Its frames; stays the caller's.</param>
    /// <param name="tracing">What its engine is told.</param>
    /// <param name="shared">What all workers share.</param>
    public LiveWorker(int index, LiveSource source, TracerOptions tracing, LiveShared shared)
    {
        (_index, _source, _shared, _settle) = (index, source, shared, tracing.Settle);
        _tracer = new Tracer(tracing, shared.Merge.Of(index)) { GathersIncidents = false };
        _recent = shared.Recent?[index];
        _thread = new Thread(Work) { IsBackground = true, Name = $"capture {index}" };

        // When a read finds nothing, the kernel may still gather what came within its timeout.
        _delay = Duration.FromMilliseconds(source.Options.TimeoutMilliseconds);
    }

    /// <summary>Why it ended before it was told to; null when it was. After
    /// <see cref="Join"/>.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What became of its frames. After <see cref="Join"/>.</summary>
    public LiveCounts Counts { get; private set; }

    /// <summary>What its engine counted. After <see cref="Join"/>.</summary>
    public TraceCounters Counters => _tracer.Counters;

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Returns when it has told all its resets.</summary>
    public void Join() => _thread.Join();

    /// <inheritdoc cref="Tracer.FactsOf"/>
    public Core.Incidents.ServiceFacts? FactsOf(IpAddress address, ushort port)
        => _tracer.FactsOf(address, port);

    void Work()
    {
        try
        {
            Read();
            _tracer.Finish();
        }
        catch (Exception failure)
        {
            Failure = failure;
        }

        Tell();
        _shared.Merge.End(_index);
        _shared.WorkerEnded(Failure);
    }

    void Read()
    {
        try
        {
            Pump.Move(_source, Take, Rest, _shared.Limit.Reached);
        }
        catch (CaptureException failure)
        {
            Failure = failure; // What was found is told all the same.
        }

        NoteDrops();
    }

    void Take(in Frame frame)
    {
        if (!_shared.Limit.TryTake()) return;

        _captured++;
        _shared.Saver?.Take(in frame);
        _shared.Evidence?.Take(in frame);
        _recent?.Append(in frame);
        if (_shared.Sampler is not { } sampler || sampler.Takes(in frame)) _tracer.Take(in frame);
        if (frame.Time - _told >= s_interval || frame.Time < _told) Pass(frame.Time);
    }

    void Rest()
    {
        _shared.Saver?.Flush();
        Timestamp now = WallClock.Now + (_delay * -2);
        Pass(now > _told ? now : _told);
    }

    // Drops first: what settles now may have lacked those frames.
    void Pass(Timestamp now)
    {
        _told = now;
        NoteDrops();
        NoteSampling();
        _tracer.Advance(now);
        _shared.Merge.Advance(_index, now + (_settle * -1));
        Tell();
    }

    void NoteDrops()
    {
        Counts = _source.Counts;
        long dropped = Counts.DroppedByKernel - _dropped;
        if (dropped <= 0) return;

        _dropped = Counts.DroppedByKernel;
        _tracer.NoteDrops(dropped, WallClock.Now);
    }

    // Flows that are looked at again lack what they sent meanwhile.
    void NoteSampling()
    {
        int halvings = _shared.Sampler?.Halvings ?? 0;
        if (halvings < _halvings) _tracer.NoteDrops(1, WallClock.Now);
        _halvings = halvings;
    }

    void Tell()
    {
        TraceCounters counters = _tracer.Counters;
        _shared.Board.Set(_index, new LiveTotals(
            _captured, counters.Octets, counters.Flows, Resets: 0, Counts.Received,
            Counts.DroppedByKernel, Counts.DroppedByInterface));
        _shared.Counted?.Invoke(_index, _tracer, _source);
        while (_source.TryTakeNotice(out string notice)) _shared.Notice(notice);
    }
}
