using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Store;

/// <summary>The history: events and incidents in a SQLite file, which others may read
/// meanwhile.</summary>
/// <remarks>One thread writes, a commit every half second at most. What was committed outlives a
/// kill -9; a full disk is waited for.</remarks>
public sealed class EventStore : IOutlet
{
    const int MostInCommit = 1000;

    static readonly TimeSpan
        s_patience = TimeSpan.FromSeconds(1), s_tending = TimeSpan.FromMinutes(1),
        s_lastTries = TimeSpan.FromSeconds(3);

    readonly StoreOptions _options;
    readonly string _host;
    readonly Action<string> _say;
    readonly TimeProvider _clock;
    readonly LineQueue _queue;
    readonly Retention _retention;
    readonly List<byte[]> _pending = [];
    readonly ManualResetEventSlim _ending = new();
    readonly Thread _thread;
    StoreWriter? _writer;
    long _committed, _dropped, _retried, _tended;
    int _waiting;
    bool _mustTend = true;
    string? _ailment;

    /// <param name="options">Where, how long and how large.</param>
    /// <param name="host">Whose resets they are.</param>
    /// <param name="report">Makes the report that writes the lines into a stream.</param>
    /// <param name="say">Takes a line for the log, from the store's thread.</param>
    /// <param name="clock">What time it is.</param>
    /// <exception cref="CaptureException">There is no SQLite, or the file is none that we can
    /// write; a disk that is full is no reason.</exception>
    public EventStore(
        StoreOptions options, string host, Func<Stream, NdjsonReport> report,
        Action<string> say, TimeProvider clock)
    {
        (_options, _host, _say, _clock) = (options, host, say, clock);
        _retention = new Retention(options, clock);
        try
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(options.File));
            if (folder is not null) Directory.CreateDirectory(folder);
            _writer = new StoreWriter(options, host);
        }
        catch (StoreException failure) when (IsPassing(failure.Fault))
        {
            Ail(failure);
        }
        catch (Exception failure)
            when (failure is StoreException or IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(
                $"{options.File}: the history cannot be written: {failure.Message}",
                "a file in a folder that is yours to write, or mv what is there away", failure);
        }

        _queue = new LineQueue(options.QueueLength, report);
        _thread = new Thread(Work) { IsBackground = true, Name = "store" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public string Name => "store";

    /// <inheritdoc/>
    public string? Ailment => Volatile.Read(ref _ailment);

    /// <summary>Events that were deleted since they were too old or too many.</summary>
    public long Expired => _retention.Deleted;

    /// <inheritdoc/>
    public OutletCounts Counts => new(
        _queue.Taken,
        Interlocked.Read(ref _committed),
        _queue.LetGo + Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _retried),
        _queue.Count + Volatile.Read(ref _waiting),
        StoreWriter.OctetsOf(_options.File));

    /// <inheritdoc/>
    public void Take(ResetEvent reset) => _queue.Offer(reset);

    /// <inheritdoc/>
    public void Take(Incident incident) => _queue.Offer(incident);

    /// <summary>Commits what waits, within some seconds.</summary>
    public void Dispose()
    {
        if (_ending.IsSet) return;

        _queue.End();
        _ending.Set();
        _thread.Join();
        _queue.Dispose();
        _ending.Dispose();
    }

    void Work()
    {
        long? ended = null;
        while (true)
        {
            if (_ending.IsSet) ended ??= _clock.GetTimestamp();
            bool isLast = _ending.IsSet && _queue.Count == 0;
            _queue.TakeInto(_pending, MostInCommit, isLast ? TimeSpan.Zero : Linger);
            Volatile.Write(ref _waiting, _pending.Count);
            if (Try(WritePending) && isLast && _pending.Count == 0) break;
            if (_ailment is null) continue;
            if (ended is { } moment && _clock.GetElapsedTime(moment) > s_lastTries) break;

            // A wait is short once the end has come, so that the last tries are several.
            if (_ending.Wait(s_patience)) Thread.Sleep(s_patience / 4);
        }

        Interlocked.Add(ref _dropped, _pending.Count + _queue.Count);
        _writer?.Dispose();
    }

    // A file that is being made smaller is not waited for.
    TimeSpan Linger => _mustTend ? TimeSpan.Zero : _options.CommitInterval;

    void WritePending()
    {
        _writer ??= new StoreWriter(_options, _host);
        if (_pending.Count > 0)
        {
            int written = _writer.Commit(_pending);
            Interlocked.Add(ref _committed, written);
            Interlocked.Add(ref _dropped, _pending.Count - written);
            _pending.Clear();
            Volatile.Write(ref _waiting, 0);
            _mustTend |= StoreWriter.OctetsOf(_options.File) > _options.MaxOctets;
        }

        if (!_mustTend && _clock.GetElapsedTime(_tended) < s_tending) return;

        _mustTend = _retention.Tend(_writer.Database);
        _tended = _clock.GetTimestamp();
    }

    bool Try(Action step)
    {
        try
        {
            step();
            Volatile.Write(ref _ailment, null);
            return true;
        }
        catch (StoreException failure)
        {
            if (_pending.Count > 0) Interlocked.Increment(ref _retried);
            Ail(failure);
            if (failure.Fault is StoreFault.Corrupt or StoreFault.NotADatabase) SetAside();
        }
        catch (CaptureException failure)
        {
            Volatile.Write(ref _ailment, $"{failure.Message}: {failure.Hint}");
        }

        return false;
    }

    // These end by themselves or by somebody's hand, while we wait.
    static bool IsPassing(StoreFault fault)
        => fault is StoreFault.Busy or StoreFault.Disk or StoreFault.Full or StoreFault.Memory;

    void Ail(StoreException failure)
        => Volatile.Write(
            ref _ailment,
            failure.Fault == StoreFault.Full
                ? $"the history waits: no room for {_options.File}: df -h"
            : failure.Fault == StoreFault.Busy
                ? $"the history waits: another program writes {_options.File}: fuser -v on it, "
                    + "and one file for each sidecar"
            : $"the history waits: {_options.File}: {failure.Message}: dmesg, df -h");

    // What was in it may be saved by hand: sqlite3 FILE .recover.
    void SetAside()
    {
        _writer?.Dispose();
        _writer = null;
        string stamp = $"{_clock.GetUtcNow():yyyyMMdd'T'HHmmss}";
        string kept = $"{_options.File}.damaged-{stamp}";
        try
        {
            foreach (string part in (ReadOnlySpan<string>)["-wal", "-shm", ""])
                if (File.Exists(_options.File + part)) File.Move(_options.File + part, kept + part);
            _say($"{_options.File} is damaged: a new one is begun, the old is {kept}");
        }
        catch (IOException failure)
        {
            Volatile.Write(
                ref _ailment, $"{_options.File} is damaged and cannot be moved: {failure.Message}");
        }
    }
}
