using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RstTrace.Core;

/// <summary>Tracks one batch of segments while its caller decodes the next.</summary>
/// <remarks>Decoding is arithmetic and tracking waits for memory: side by side they take little
/// more time than the longer of the two. One batch is under way at most, and in the caller's
/// order, so the outcome is that of one thread.</remarks>
/// <param name="track">Tracks a batch; called on this thread alone.</param>
sealed class TrackingThread(Action<SegmentBatch> track) : IDisposable
{
    readonly SemaphoreSlim _given = new(0);
    readonly SemaphoreSlim _done = new(0);
    SegmentBatch? _batch;
    ExceptionDispatchInfo? _failure;
    Thread? _thread;
    bool _isBusy;

    /// <summary>Gives it a batch, which is its own until <see cref="Wait"/> has returned.</summary>
    /// <exception cref="Exception">What tracking the batch before threw.</exception>
    public void Give(SegmentBatch batch)
    {
        Wait();
        if (_thread is null)
        {
            _thread = new Thread(Work) { IsBackground = true, Name = "tracking" };
            _thread.Start();
        }

        _batch = batch;
        _isBusy = true;
        _given.Release();
    }

    /// <summary>Returns when the batch given last is tracked.</summary>
    /// <exception cref="Exception">What tracking it threw.</exception>
    public void Wait()
    {
        if (!_isBusy) return;

        _done.Wait();
        _isBusy = false;
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>Ends the thread, after the batch that is under way.</summary>
    public void Dispose()
    {
        if (_thread is not null)
        {
            if (_isBusy) _done.Wait();
            _batch = null;
            _given.Release();
            _thread.Join();
        }

        _given.Dispose();
        _done.Dispose();
    }

    void Work()
    {
        while (true)
        {
            _given.Wait();
            if (_batch is not { } batch) return;

            Track(batch);
            _done.Release();
        }
    }

    // Whatever the sink throws (a closed pipe, a full disk) belongs to the caller's thread.
    void Track(SegmentBatch batch)
    {
        try
        {
            track(batch);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }
}
