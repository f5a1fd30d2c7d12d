using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Sidecar;

/// <summary>Tells which events are told one by one: so many a second of each cause at each
/// server, by a bucket of tokens. The others are counted.</summary>
/// <remarks>For all threads. Servers for which there is no room share a bucket for each
/// cause.</remarks>
sealed class EventLimiter
{
    const int MostBuckets = 4096;
    const long Forgotten = 600_000; // milliseconds without an event

    readonly Lock _gate = new();
    readonly Dictionary<(string Cause, Service? Server), Bucket> _buckets = [];
    long _suppressed;

    /// <summary>How many a second, and how many at once.</summary>
    public EventsConfig Limit
    {
        get
        {
            lock (_gate) return field;
        }

        set
        {
            lock (_gate) field = value;
        }
    } = new();

    /// <summary>Events that were counted and not told.</summary>
    public long Suppressed => Volatile.Read(ref _suppressed);

    /// <summary>Whether an event is to be told.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="now">The machine's uptime in milliseconds.</param>
    public bool Takes(ResetEvent reset, long now)
    {
        lock (_gate)
        {
            EventsConfig limit = Limit;
            Bucket bucket = Find(reset, now);
            bucket.Tokens = Math.Min(
                limit.Burst, bucket.Tokens + ((now - bucket.Filled) * limit.Rate / 1e3));
            bucket.Filled = now;
            if (bucket.Tokens >= 1)
            {
                bucket.Tokens--;
                return true;
            }

            _suppressed++;
            if (bucket.Left++ == 0) bucket.First = reset.Time;
            bucket.Last = reset.Time;
            return false;
        }
    }

    /// <summary>What was not told since the last call, by cause and server.</summary>
    /// <param name="now">The machine's uptime in milliseconds.</param>
    public List<SuppressedEvents> Drain(long now)
    {
        var drained = new List<SuppressedEvents>();
        lock (_gate)
        {
            foreach (((string cause, Service? server), Bucket bucket) in _buckets)
            {
                if (bucket.Left > 0)
                    drained.Add(new(cause, server, bucket.Left, bucket.First, bucket.Last));
                bucket.Left = 0;
            }

            if (_buckets.Count >= MostBuckets / 2) Forget(now);
        }

        return drained;
    }

    Bucket Find(ResetEvent reset, long now)
    {
        (string Cause, Service? Server) key
            = (reset.Verdict.Cause.Id, Service.Of(reset.Flow));
        if (_buckets.TryGetValue(key, out Bucket? bucket)) return bucket;

        if (_buckets.Count >= MostBuckets)
        {
            key = (key.Cause, null);
            if (_buckets.TryGetValue(key, out bucket)) return bucket;
        }

        return _buckets[key] = new Bucket { Tokens = Limit.Burst, Filled = now };
    }

    void Forget(long now)
    {
        foreach (((string, Service?) key, Bucket bucket) in _buckets)
            if (now - bucket.Filled > Forgotten) _buckets.Remove(key);
    }

    sealed class Bucket
    {
        public double Tokens;
        public long Filled, Left;
        public Timestamp First, Last;
    }
}
