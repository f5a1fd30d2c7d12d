using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace RstTrace.Sidecar.Delivery;

/// <summary>What waits for a destination, on disk and within a bound: the oldest go when there is
/// too much, and are counted.</summary>
/// <remarks>One thread appends, one takes and acknowledges. Records are numbered for good; a kill
/// -9 at any moment loses none that was appended.</remarks>
sealed partial class Spool : IDisposable
{
    const long MostSegment = 8 << 20, LeastSegment = 64 << 10;
    const int Share = 8;

    static readonly TimeSpan s_syncInterval = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    readonly SpoolOptions _options;
    readonly List<SpoolSegment> _segments;
    readonly ManualResetEventSlim _more = new();
    readonly long _segmentOctets;
    FileStream? _output;
    SpoolMark _mark;
    long _dropped, _synced;
    bool _isUnsynced;

    // Where the record after the last that was taken lies: -1 where that must be looked for.
    long _place = -1, _placeOf;

    /// <param name="options">Where, and how large.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor is it ours to.</exception>
    public Spool(SpoolOptions options)
    {
        _options = options;
        _segmentOctets = Math.Clamp(options.MaxOctets / Share, LeastSegment, MostSegment);
        Directory.CreateDirectory(options.Folder);
        _mark = SpoolMark.Read(options.Folder);
        _segments = SpoolSegment.Find(options.Folder);
        bool isMarkLost = _mark.Acknowledged == 0 && _segments.Count > 0;
        if (isMarkLost) _mark = _mark with { Acknowledged = _segments[0].First };
        DeleteDelivered();
        if (Count > 0) _more.Set();
    }

    /// <summary>Records that wait.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                long count = 0;
                foreach (SpoolSegment segment in _segments) count += Waiting(segment);
                return count;
            }
        }
    }

    /// <summary>Octets on the disk.</summary>
    public long Octets
    {
        get
        {
            lock (_gate)
            {
                long octets = 0;
                foreach (SpoolSegment segment in _segments) octets += segment.Octets;
                return octets;
            }
        }
    }

    /// <summary>Records that had to make room, or that were damaged on the disk.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Appends records, all or none.</summary>
    /// <exception cref="IOException">None is appended: the disk is full, say.</exception>
    public void Append(IReadOnlyList<(uint Group, byte[] Octets)> records)
    {
        if (records.Count == 0) return;

        byte[] frames = Frames(records);
        lock (_gate)
        {
            MakeRoom(frames.Length);
            FileStream output = Output();
            SpoolSegment segment = _segments[^1];
            try
            {
                output.Write(frames);
                if (_options.Sync == SpoolSync.Always) output.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                GiveUpOutput(segment);
                throw;
            }

            segment.Count += records.Count;
            segment.Octets += frames.Length;
            _isUnsynced = _options.Sync == SpoolSync.EachSecond;
        }

        _more.Set();
    }

    /// <summary>Forces to the disk what was appended, if it is time.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void SyncIfDue()
    {
        if (!_isUnsynced
            || Environment.TickCount64 - _synced < (long)s_syncInterval.TotalMilliseconds)
        {
            return;
        }

        _synced = Environment.TickCount64;
        _isUnsynced = false;
        _output?.Flush(flushToDisk: true); // Not under the lock: a disk may take its time.
    }

    /// <summary>Waits for a record.</summary>
    /// <returns>Whether there is one.</returns>
    public bool WaitForMore(TimeSpan patience) => _more.Wait(patience);

    /// <summary>The records that come next, of one group; the same again until they are
    /// acknowledged, as far as the limits allow.</summary>
    /// <returns>null when none waits.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    public SpoolBatch? Next(BatchLimits limits)
    {
        lock (_gate)
        {
            while (Oldest() is { } segment)
            {
                long first = Math.Max(_mark.Acknowledged, segment.First);
                NoteDropped(first - _mark.Acknowledged);
                bool isRepeat = _mark.Sending > first && first == _mark.Acknowledged
                    && _mark.Sending <= segment.End && _place < 0;
                BatchLimits most = isRepeat
                    ? new((int)(_mark.Sending - first), int.MaxValue) : limits;
                SpoolBatch batch = Read(segment, first, most) with { IsRepeat = isRepeat };
                if (batch.Records.Count == 0)
                {
                    // Damaged since it was counted: what is after it cannot be found.
                    NoteDropped(segment.End - first);
                    _mark = _mark with { Acknowledged = segment.End };
                    continue;
                }

                _mark = _mark with { Acknowledged = first, Sending = batch.End };
                TryWriteMark();
                return batch;
            }

            _more.Reset();
            return null;
        }
    }

    /// <summary>A batch has arrived, or was refused for good.</summary>
    public void Acknowledge(SpoolBatch batch)
    {
        lock (_gate)
        {
            _mark = _mark with { Acknowledged = Math.Max(_mark.Acknowledged, batch.End) };
            DeleteDelivered();
            TryWriteMark();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _output?.Dispose();
            _output = null;
        }

        _more.Dispose();
    }

    long Waiting(SpoolSegment segment)
        => Math.Max(0, segment.End - Math.Max(_mark.Acknowledged, segment.First));

    SpoolSegment? Oldest()
    {
        foreach (SpoolSegment segment in _segments)
            if (Waiting(segment) > 0) return segment;

        return null;
    }

    SpoolBatch Read(SpoolSegment segment, long first, BatchLimits limits)
    {
        var records = new List<byte[]>();
        uint group = 0;
        using FileStream file = segment.OpenToRead();
        Seek(file, segment, first);
        long octets = 0;
        while (first + records.Count < segment.End && records.Count < limits.Records)
        {
            if (!SpoolSegment.TryRead(file, out uint next, out byte[] record)) break;
            if (records.Count > 0 && (next != group || octets + record.Length > limits.Octets))
                break;

            group = next;
            octets += record.Length;
            records.Add(record);
            (_place, _placeOf) = (file.Position, first + records.Count);
        }

        return new SpoolBatch(_mark.Spool, first, group, records);
    }

    void Seek(FileStream file, SpoolSegment segment, long first)
    {
        bool isKnown = _place >= 0 && _placeOf == first && first > segment.First;
        if (isKnown) file.Position = _place;
        for (long number = segment.First; !isKnown && number < first; number++)
            if (!SpoolSegment.TryRead(file, out _, out _)) return;
    }

    void DeleteDelivered()
    {
        while (_segments.Count > 0 && Waiting(_segments[0]) == 0
            && (_segments.Count > 1 || _output is null))
        {
            Remove(0);
        }
    }

    void Remove(int index)
    {
        _segments[index].Delete();
        _segments.RemoveAt(index);
    }

    // Without it a kill would have a batch sent twice, which is better than not at all.
    void TryWriteMark()
    {
        try
        {
            _mark.Write(_options.Folder);
        }
        catch (IOException)
        {
        }
    }

    void NoteDropped(long records)
    {
        if (records > 0) Interlocked.Add(ref _dropped, records);
    }
}
