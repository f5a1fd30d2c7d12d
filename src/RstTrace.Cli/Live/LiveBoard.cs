using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>What may be seen of a live capture while it runs.</summary>
/// <remarks>Written by the workers and copied by whoever shows it: both hold the lock for as long
/// as it takes to copy some hundred entries, and nobody draws or writes under it.</remarks>
/// <param name="device">What is captured on.</param>
/// <param name="expression">The user's filter; empty for none.</param>
/// <param name="workers">How many there are.</param>
sealed class LiveBoard(string device, string expression, int workers)
{
    const int MostNewest = 100, MostNotices = 20, MostServers = 4096;

    readonly Lock _gate = new();
    readonly LiveTotals[] _totals = new LiveTotals[workers];
    readonly Dictionary<string, long> _causes = [];
    readonly Dictionary<Service, long> _servers = [];
    readonly LinkedList<ResetEvent> _newest = [];
    readonly Queue<string> _notices = [];
    readonly RateMeter _meter = new();
    readonly long _begin = Stopwatch.GetTimestamp();
    bool _hasMoreServers;
    long _resets;

    /// <summary>Since the capture began.</summary>
    public Duration Elapsed => new(Stopwatch.GetElapsedTime(_begin).Ticks * 100);

    /// <summary>What all workers counted.</summary>
    public LiveTotals Totals
    {
        get
        {
            lock (_gate) return Sum();
        }
    }

    /// <summary>What a worker has counted until now; resets are counted here.</summary>
    public void Set(int worker, LiveTotals totals)
    {
        lock (_gate) _totals[worker] = totals;
    }

    /// <summary>A verdict was reached.</summary>
    public void Add(ResetEvent reset)
    {
        lock (_gate)
        {
            _resets++;
            string cause = reset.Verdict.Cause.Id;
            _causes[cause] = _causes.GetValueOrDefault(cause) + 1;
            CountServer(Service.Of(reset.Flow));
            _newest.AddFirst(reset);
            if (_newest.Count > MostNewest) _newest.RemoveLast();
        }
    }

    /// <summary>The capture has something to say.</summary>
    public void Say(string notice)
    {
        lock (_gate)
        {
            _notices.Enqueue(notice);
            if (_notices.Count > MostNotices) _notices.Dequeue();
        }
    }

    /// <summary>A copy.</summary>
    /// <param name="unwritten">Verdicts that found no reader.</param>
    public LiveSnapshot Snapshot(long unwritten)
    {
        lock (_gate)
        {
            LiveTotals totals = Sum();
            Duration elapsed = Elapsed;
            return new LiveSnapshot
            {
                Interface = device,
                Expression = expression,
                Now = WallClock.Now,
                Elapsed = elapsed,
                Totals = totals,
                Unwritten = unwritten,
                Rates = _meter.Measure(elapsed, totals),
                Causes = Most(_causes),
                Servers = Most(_servers),
                HasMoreServers = _hasMoreServers,
                Newest = [.. _newest],
                Notices = [.. _notices],
            };
        }
    }

    LiveTotals Sum()
    {
        var sum = new LiveTotals { Resets = _resets };
        foreach (LiveTotals totals in _totals) sum += totals;
        return sum;
    }

    void CountServer(Service server)
    {
        bool isKnown = _servers.TryGetValue(server, out long count);
        if (isKnown || _servers.Count < MostServers) _servers[server] = count + 1;
        else _hasMoreServers = true;
    }

    // Equals stay in the order they came in, so that lines do not jump.
    static (T What, long Count)[] Most<T>(Dictionary<T, long> counts)
        where T : notnull
    {
        var all = new (T What, long Count, int Place)[counts.Count];
        int place = 0;
        foreach ((T what, long count) in counts) all[place] = (what, count, place++);

        Array.Sort(all, static (left, right) => left.Count == right.Count
            ? left.Place.CompareTo(right.Place)
            : right.Count.CompareTo(left.Count));
        return Array.ConvertAll(all, static counted => (counted.What, counted.Count));
    }
}
