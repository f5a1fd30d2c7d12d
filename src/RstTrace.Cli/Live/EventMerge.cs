using System.Collections.Generic;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Cli.Live;

/// <summary>The events of several workers as those of one, in the order of their times.</summary>
/// <remarks>An event waits until every worker has said that it has none from before. Workers say so
/// many times a second, also while nothing comes.</remarks>
sealed class EventMerge
{
    // Of a worker that stands still, the others do not wait for ever: order gives way to memory.
    const int MostWaiting = 16_384;

    readonly Lock _gate = new();
    readonly IResetSink _sink;
    readonly Timestamp[] _reached;
    readonly PriorityQueue<ResetEvent, (Timestamp Time, int Worker, long Number)> _waiting = new();
    long _number;

    /// <param name="workers">How many there are.</param>
    /// <param name="sink">Gets the events, one at a time, from the workers' threads.</param>
    public EventMerge(int workers, IResetSink sink)
    {
        _sink = sink;
        _reached = new Timestamp[workers];
        for (int i = 0; i < workers; i++)
            _reached[i] = new Timestamp(long.MinValue);
    }

    /// <summary>Where one worker's events go.</summary>
    public IResetSink Of(int worker) => new Entrance(this, worker);

    /// <summary>A worker has told all its resets up to a time.</summary>
    public void Advance(int worker, Timestamp reached)
    {
        lock (_gate)
        {
            if (reached > _reached[worker]) _reached[worker] = reached;
            Release();
        }
    }

    /// <summary>A worker will tell nothing more.</summary>
    public void End(int worker) => Advance(worker, new Timestamp(long.MaxValue));

    void Take(int worker, ResetEvent reset)
    {
        lock (_gate)
        {
            _waiting.Enqueue(reset, (reset.Time, worker, _number++));
            Release();
        }
    }

    void Release()
    {
        Timestamp all = _reached[0];
        foreach (Timestamp one in _reached)
            if (one < all) all = one;

        // One worker's own order is right, whatever its clock did.
        bool isAlone = _reached.Length == 1;
        while (_waiting.TryPeek(out _, out (Timestamp Time, int Worker, long Number) first)
            && (isAlone || first.Time <= all || _waiting.Count > MostWaiting))
        {
            _sink.Take(_waiting.Dequeue());
        }
    }

    sealed class Entrance(EventMerge merge, int worker) : IResetSink
    {
        public void Take(ResetEvent reset) => merge.Take(worker, reset);

        public void Take(Incident incident)
        {
            // Incidents are gathered behind the merge.
        }
    }
}
