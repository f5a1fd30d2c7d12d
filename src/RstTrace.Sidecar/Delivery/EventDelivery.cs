using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Delivery;

/// <summary>An outlet that delivers events somewhere else: by a queue, a spool and a
/// courier.</summary>
/// <remarks>The capture offers to the queue and never waits. What cannot be spooled, since the disk
/// is full, waits in the queue as long as there is room.</remarks>
sealed class EventDelivery : IOutlet
{
    const int MostInAppend = 500;

    static readonly TimeSpan
        s_turn = TimeSpan.FromMilliseconds(200), s_patience = TimeSpan.FromSeconds(1);

    readonly LineQueue _queue;
    readonly Spool _spool;
    readonly IDestination _destination;
    readonly Courier _courier;
    readonly List<byte[]> _lines = [];
    readonly ManualResetEventSlim _ending = new();
    readonly Thread _thread;
    long _lost;
    int _waiting;
    string? _ailment;

    /// <param name="name">As the outlet is called.</param>
    /// <param name="destination">Where to; becomes ours.</param>
    /// <param name="options">Where it waits, and how long.</param>
    /// <param name="report">Makes the report that writes the lines into a stream.</param>
    /// <exception cref="CaptureException">The spool's folder is not ours to write.</exception>
    public EventDelivery(
        string name, IDestination destination, DeliveryOptions options,
        Func<Stream, NdjsonReport> report)
    {
        Name = name;
        _destination = destination;
        _spool = Open(options.Spool);
        _queue = new LineQueue(options.QueueLength, report);
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
        _queue.Taken,
        _courier.Delivered,
        _queue.LetGo + _spool.Dropped + _courier.Refused + Interlocked.Read(ref _lost),
        _courier.Retried,
        _queue.Count + Volatile.Read(ref _waiting) + _spool.Count,
        _spool.Octets);

    /// <inheritdoc/>
    public void Take(ResetEvent reset) => _queue.Offer(reset);

    /// <inheritdoc/>
    public void Take(Incident incident) => _queue.Offer(incident);

    /// <summary>Spools what waits and delivers what it can within some seconds; the rest is
    /// delivered when the service runs again.</summary>
    public void Dispose()
    {
        if (_ending.IsSet) return;

        _queue.End();
        _ending.Set();
        _thread.Join();
        _courier.Dispose();
        _spool.Dispose();
        _destination.Dispose();
        _queue.Dispose();
        _ending.Dispose();
    }

    /// <summary>Opens a spool.</summary>
    /// <exception cref="CaptureException">Its folder is not ours to write.</exception>
    internal static Spool Open(SpoolOptions options)
    {
        try
        {
            return new Spool(options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(
                $"{options.Folder}: the spool cannot be used: {failure.Message}",
                "a folder that is yours to write", failure);
        }
    }

    void Work()
    {
        bool isLast;
        do
        {
            isLast = _ending.IsSet && _queue.Count == 0;
            _queue.TakeInto(_lines, MostInAppend, isLast ? TimeSpan.Zero : s_turn);
            Volatile.Write(ref _waiting, _lines.Count);
            if (!TryAppend() && _ending.Wait(s_patience)) break;
        }
        while (!isLast);

        Interlocked.Add(ref _lost, _lines.Count + _queue.Count);
    }

    bool TryAppend()
    {
        try
        {
            var records = new List<(uint Group, byte[] Octets)>(_lines.Count);
            foreach (byte[] line in _lines) records.Add((_destination.GroupOf(line), line));
            _spool.Append(records);
            _lines.Clear();
            Volatile.Write(ref _waiting, 0);
            _spool.SyncIfDue();
            Volatile.Write(ref _ailment, null);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Volatile.Write(
                ref _ailment, $"the spool cannot be written: {failure.Message}: df -h");
            return false;
        }
    }
}

/// <summary>What every delivery is told.</summary>
public sealed record DeliveryOptions
{
    /// <summary>What waits on disk.</summary>
    public required SpoolOptions Spool { get; init; }

    /// <summary>How patient it is.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>Events that may wait for the disk; what comes beyond is dropped and
    /// counted.</summary>
    public int QueueLength { get; init; } = 4096;
}
