using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using RstTrace.Capture.Saving;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>The newest events as the dashboard gets them, each with the ladder of its
/// connection.</summary>
/// <remarks>Events come from the threads that read frames and go into a bounded queue; a thread of
/// its own finds their segments and writes both as JSON.</remarks>
public sealed class RecentResets : IDisposable
{
    const int MostKept = 200, MostWaiting = 256, MostAtOnce = 32, Rest = 250;

    readonly Lock _gate = new();
    readonly Queue<(ResetEvent Reset, string Service)> _waiting = [];
    readonly LinkedList<RecentReset> _newest = [];
    readonly AutoResetEvent _arrived = new(false);
    readonly IReadOnlyList<RecentFrames> _frames;
    readonly Thread _thread;
    readonly string _epoch;
    long _number, _unshown;
    volatile bool _isOver;

    /// <param name="frames">The latest frames of each worker.</param>
    /// <param name="epoch">Sets the ids of this start apart from those of others.</param>
    public RecentResets(IReadOnlyList<RecentFrames> frames, string epoch)
    {
        (_frames, _epoch) = (frames, epoch);
        _thread = new Thread(Work) { IsBackground = true, Name = "dashboard" };
        _thread.Start();
    }

    /// <summary>Events that came faster than they could be shown.</summary>
    public long Unshown => Volatile.Read(ref _unshown);

    /// <summary>Takes an event. Never waits.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="service">What its service is called.</param>
    public void Take(ResetEvent reset, string service)
    {
        lock (_gate)
        {
            if (_waiting.Count == MostWaiting)
            {
                _waiting.Dequeue(); // The newest are what is looked at.
                _unshown++;
            }

            _waiting.Enqueue((reset, service));
        }

        _arrived.Set();
    }

    /// <summary>The events after one, oldest first.</summary>
    /// <param name="id">Its id, or what somebody says it was; null for the beginning.</param>
    public List<RecentReset> After(string? id)
    {
        long number = 0;
        bool isOurs = id is not null && id.StartsWith(_epoch + "-", StringComparison.Ordinal)
            && long.TryParse(
                id.AsSpan(_epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture,
                out number);
        var after = new List<RecentReset>();
        lock (_gate)
        {
            for (LinkedListNode<RecentReset>? node = _newest.Last;
                node is not null && (!isOurs || node.Value.Number > number);
                node = node.Previous)
            {
                after.Add(node.Value);
            }
        }

        after.Reverse();
        return after;
    }

    /// <summary>An event by its id; null where it is none, or too old.</summary>
    public RecentReset? Find(string id)
    {
        lock (_gate)
        {
            foreach (RecentReset one in _newest)
                if (one.Id == id) return one;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver) return;

        _isOver = true;
        _arrived.Set();
        _thread.Join();
        _arrived.Dispose();
    }

    void Work()
    {
        while (!_isOver)
        {
            _arrived.WaitOne();
            while (TakeWaiting() is { Count: > 0 } taken && !_isOver)
            {
                Show(taken);
                Thread.Sleep(Rest); // What comes meanwhile shares the next walk.
            }
        }
    }

    List<(ResetEvent Reset, string Service)> TakeWaiting()
    {
        var taken = new List<(ResetEvent, string)>();
        lock (_gate)
        {
            while (taken.Count < MostAtOnce && _waiting.TryDequeue(out var one)) taken.Add(one);
        }

        return taken;
    }

    void Show(List<(ResetEvent Reset, string Service)> taken)
    {
        List<ResetEvent> resets = taken.ConvertAll(static one => one.Reset);
        List<LadderCollector> ladders = resets.ConvertAll(static one => new LadderCollector(one));
        foreach (RecentFrames frames in _frames)
        {
            frames.Gather(resets, (in Core.Wire.Segment segment, int index) =>
                ladders[index].Take(in segment));
        }

        for (int i = 0; i < taken.Count; i++)
        {
            long number = ++_number;
            string id = string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{number}");
            var shown = new RecentReset(
                number, id,
                DashboardJson.Brief(id, taken[i].Reset, taken[i].Service),
                DashboardJson.Whole(id, taken[i].Reset, ladders[i].Finish()));
            lock (_gate)
            {
                _newest.AddLast(shown);
                if (_newest.Count > MostKept) _newest.RemoveFirst();
            }
        }
    }
}

/// <summary>An event as the dashboard gets it.</summary>
/// <param name="Number">Its place since the start.</param>
/// <param name="Id">Its id.</param>
/// <param name="Brief">A line, as JSON.</param>
/// <param name="Whole">All that is said of it and its ladder, as JSON.</param>
public sealed record RecentReset(
    long Number, string Id, ReadOnlyMemory<byte> Brief, ReadOnlyMemory<byte> Whole);
