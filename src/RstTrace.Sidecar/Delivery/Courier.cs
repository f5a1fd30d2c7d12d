using System;
using System.IO;
using System.Threading;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Takes batches from a spool to a destination, one at a time and in order, on a thread of
/// its own, until each has arrived.</summary>
/// <remarks>A batch that may have arrived is sent again as it was, under the same id. What is
/// refused is halved until the record is found that is wrong, and that one is dropped: at once
/// where the destination has taken others, else after some tries, since then it may be the
/// destination that is wrong.</remarks>
sealed class Courier : IDisposable
{
    const int MostRefusals = 8;

    static readonly TimeSpan
        s_firstWait = TimeSpan.FromMilliseconds(500), s_idle = TimeSpan.FromSeconds(1);

    readonly Spool _spool;
    readonly IDestination _destination;
    readonly Backoff _backoff;
    readonly TimeSpan _farewell;
    readonly ManualResetEventSlim _ending = new();
    readonly CancellationTokenSource _hurry = new();
    readonly Thread _thread;
    long _delivered, _refused, _retried;
    int _refusals, _most;
    bool _hasDelivered;
    string? _ailment;

    /// <param name="name">What its thread is called.</param>
    /// <param name="spool">Where batches come from; the caller's.</param>
    /// <param name="destination">Where they go; the caller's.</param>
    /// <param name="retry">How long to wait between tries at most, and at the end for the
    /// last.</param>
    public Courier(string name, Spool spool, IDestination destination, RetryOptions retry)
    {
        (_spool, _destination, _farewell) = (spool, destination, retry.Farewell);
        _backoff = new Backoff(s_firstWait, retry.MaxWait, Random.Shared.NextDouble);
        _most = destination.Limits.Records;
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Records that arrived.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Records that were dropped since the destination refused them.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Tries after the first.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>What keeps it from delivering; null while nothing does.</summary>
    public string? Ailment => Volatile.Read(ref _ailment);

    /// <summary>Delivers what waits, as far as that goes well and soon; the rest stays.</summary>
    public void Dispose()
    {
        _ending.Set();
        _hurry.CancelAfter(_farewell);
        _thread.Join();
        _ending.Dispose();
        _hurry.Dispose();
    }

    void Work()
    {
        SpoolBatch? batch = null;
        while (true)
        {
            try
            {
                batch ??= Next();
                if (batch is null)
                {
                    if (_ending.IsSet) return;
                    continue;
                }

                batch = Settle(batch, _destination.Send(batch, _hurry.Token));
                if (batch is not null && _ending.IsSet) return; // It is not well: another day.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException failure)
            {
                Ail($"the spool cannot be read: {failure.Message}: dmesg");
                if (_ending.Wait(_backoff.Next())) return;
            }
        }
    }

    SpoolBatch? Next()
    {
        if (!_spool.WaitForMore(_ending.IsSet ? TimeSpan.Zero : s_idle)) return null;
        if (_spool.Count < _most) _ = _ending.Wait(_destination.Linger);
        return _spool.Next(_destination.Limits with { Records = _most });
    }

    /// <returns>The batch, where it is to be sent again.</returns>
    SpoolBatch? Settle(SpoolBatch batch, SendAnswer answer)
    {
        bool isRefused = answer.Outcome is SendOutcome.Refused or SendOutcome.TooLarge;
        if (answer.Outcome == SendOutcome.Delivered)
        {
            Interlocked.Add(ref _delivered, batch.Records.Count);
            Arrive(batch);
            return null;
        }

        if (isRefused && batch.Records.Count > 1)
        {
            _most = batch.Records.Count / 2;
            return null; // The first half is what comes next.
        }

        Ail(answer.Reason);
        if (isRefused && (_hasDelivered || ++_refusals == MostRefusals))
        {
            Interlocked.Increment(ref _refused);
            Drop(batch);
            return null;
        }

        Interlocked.Increment(ref _retried);
        _ = _ending.Wait(_backoff.Next(answer.After));
        return batch with { IsRepeat = batch.IsRepeat || answer.Outcome == SendOutcome.Later };
    }

    void Arrive(SpoolBatch batch)
    {
        _hasDelivered = true;
        Volatile.Write(ref _ailment, null);
        _most = Math.Min(_most * 2, _destination.Limits.Records);
        Drop(batch);
    }

    void Drop(SpoolBatch batch)
    {
        _refusals = 0;
        _backoff.Reset();
        _spool.Acknowledge(batch);
    }

    void Ail(string reason) => Volatile.Write(ref _ailment, reason);
}

/// <summary>How patient a delivery is.</summary>
public sealed record RetryOptions
{
    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait between two tries at most.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the end of the service waits for the last delivery.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(3);
}
