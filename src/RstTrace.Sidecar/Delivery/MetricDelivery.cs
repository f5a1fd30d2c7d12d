using System;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Delivers a snapshot of the metrics now and then, by a spool and a courier.</summary>
/// <remarks>It counts snapshots where others count events, of which it takes none.</remarks>
sealed class MetricDelivery : IOutlet
{
    const long NanosecondsPerTick = 100;

    readonly Spool _spool;
    readonly IDestination _destination;
    readonly Courier _courier;
    readonly Action<IMetricWriter> _write;
    readonly TimeSpan _interval;
    readonly TimeProvider _clock;
    readonly long _start;
    readonly ManualResetEventSlim _ending = new();
    readonly Thread _thread;
    long _taken, _lost;
    string? _ailment;

    /// <param name="name">As the outlet is called.</param>
    /// <param name="destination">Where to; becomes ours.</param>
    /// <param name="options">Where it waits, and how long.</param>
    /// <param name="interval">From one snapshot to the next.</param>
    /// <param name="write">Writes all metrics, from any thread.</param>
    /// <param name="clock">What time it is.</param>
    /// <exception cref="CaptureException">The spool's folder is not ours to write.</exception>
    public MetricDelivery(
        string name, IDestination destination, DeliveryOptions options, TimeSpan interval,
        Action<IMetricWriter> write, TimeProvider clock)
    {
        (Name, _destination, _interval, _write, _clock) =
            (name, destination, interval, write, clock);
        _start = Now();
        _spool = EventDelivery.Open(options.Spool);
        _courier = new Courier(name, _spool, destination, options.Retry);
        _thread = new Thread(Work) { IsBackground = true, Name = name + " spool" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Ailment => Volatile.Read(ref _ailment) ?? _courier.Ailment;

    /// <inheritdoc/>
    public OutletCounts Counts => new(
        Interlocked.Read(ref _taken),
        _courier.Delivered,
        _spool.Dropped + _courier.Refused + Interlocked.Read(ref _lost),
        _courier.Retried,
        _spool.Count,
        _spool.Octets);

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        // The metrics count it.
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // The metrics count it.
    }

    /// <summary>Delivers what it can within some seconds.</summary>
    public void Dispose()
    {
        if (_ending.IsSet) return;

        _ending.Set();
        _thread.Join();
        _courier.Dispose();
        _spool.Dispose();
        _destination.Dispose();
        _ending.Dispose();
    }

    void Work()
    {
        while (!_ending.Wait(_interval))
        {
            Interlocked.Increment(ref _taken);
            try
            {
                using var snapshot = new OtlpMetrics(_start, Now());
                _write(snapshot);
                _spool.Append([(0, snapshot.Take())]);
                _spool.SyncIfDue();
                Volatile.Write(ref _ailment, null);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref _lost);
                Volatile.Write(
                    ref _ailment, $"the spool cannot be written: {failure.Message}: df -h");
            }
        }
    }

    long Now() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
}
