using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Keeps the latest frames in memory and saves those of connections that were reset, a
/// pcapng file for each: <c>--save-evidence</c>.</summary>
/// <remarks>Three threads may use it: one appends frames, one takes resets, and its own finds and
/// writes. The first two never wait for the third: it goes through the ring beside the writer, and
/// resets that come faster than it can save are counted as dropped. Fragments, and ICMP about a
/// connection, are no part of its evidence.</remarks>
public sealed class EvidenceRing : IDisposable
{
    /// <summary>Resets that may wait to be saved.</summary>
    const int MostWaiting = 256;

    /// <summary>A walk through the ring takes a while of a processor; between two it rests for so
    /// long, and what comes meanwhile shares the next.</summary>
    static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(200);

    readonly EvidenceRequest _request;
    readonly FrameRing _ring;
    readonly EvidenceFolder _folder;
    readonly Thread _thread;
    readonly ManualResetEventSlim _ending = new();
    readonly AutoResetEvent _arrived = new(initialState: false);
    readonly Lock _gate = new();
    List<EvidenceCase> _waiting = [];
    EvidenceCounts _counts;
    CaptureException? _failure;

    /// <summary>Opens the folder and gets the memory.</summary>
    /// <exception cref="CaptureException">The folder cannot be made, or is not ours to
    /// write.</exception>
    public EvidenceRing(EvidenceRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RingOctets, EvidenceRequest.LeastRing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            request.RingOctets, EvidenceRequest.MostRing);
        _request = request;
        _folder = EvidenceFolder.Open(request);
        _ring = new FrameRing(request.RingOctets & ~7);
        _thread = new Thread(SaveAll) { Name = "evidence", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What became of the resets so far; complete after <see cref="Dispose"/>.</summary>
    public EvidenceCounts Counts
    {
        get
        {
            lock (_gate) return _counts;
        }
    }

    /// <summary>Why nothing more is saved, with what to do; null while all is well. Set once, and
    /// then it stays.</summary>
    public CaptureException? Failure => Volatile.Read(ref _failure);

    /// <summary>Keeps a frame, and forgets the oldest. Allocates nothing, never waits.</summary>
    /// <param name="frame">Borrowed for the call. Appended before the tracer takes it, so that it
    /// is here when its reset is.</param>
    /// <param name="from">Index of its interface in the request.</param>
    public void Append(in Frame frame, int from) => _ring.Append(in frame, from);

    /// <summary>Has the frames of a settled reset's connection saved soon.</summary>
    public void Take(ResetEvent reset)
    {
        lock (_gate)
        {
            if (_waiting.Count == MostWaiting || Failure is not null)
            {
                _counts = _counts with { Dropped = _counts.Dropped + 1 };
                return;
            }

            _waiting.Add(new EvidenceCase(reset, _request.After));
        }

        _arrived.Set();
    }

    /// <summary>Saves what still waits, and ends. After the last <see cref="Take"/>.</summary>
    public void Dispose()
    {
        if (_ending.IsSet) return;

        _ending.Set();
        _arrived.Set();
        _thread.Join();
        _arrived.Dispose();
    }

    void SaveAll()
    {
        while (true)
        {
            _arrived.WaitOne();
            bool isLast = _ending.IsSet; // asked first: what came before is then among the cases
            Save(TakeWaiting());
            if (isLast) return;

            _ending.Wait(s_rest);
        }
    }

    List<EvidenceCase> TakeWaiting()
    {
        lock (_gate)
        {
            List<EvidenceCase> taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    void Save(List<EvidenceCase> cases)
    {
        if (cases.Count == 0) return;

        var scan = new EvidenceScan(_ring, cases);
        foreach (EvidenceCase one in cases)
        {
            EvidenceCounts outcome = Failure is null ? Save(scan, one) : new() { Dropped = 1 };
            Count(outcome);
        }
    }

    EvidenceCounts Save(EvidenceScan scan, EvidenceCase one)
    {
        if (one.Records.Count == 0) return new() { Overwritten = 1 };

        try
        {
            if (!_folder.MakeRoom(EvidenceFile.MostOctets(one))) return new() { TooLarge = 1 };

            FileStream file = _folder.Create(EvidenceName.Of(one.Reset));
            CaptureException? failure
                = EvidenceFile.Write(file, _request, scan, one, out long length);
            if (failure is null)
            {
                _folder.Add(file.Name, length);
                bool isIncomplete = EvidenceFile.IsIncomplete(scan, one);
                return new() { Saved = 1, Incomplete = isIncomplete ? 1 : 0 };
            }

            Volatile.Write(ref _failure, failure);
            File.Delete(file.Name);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            string name = Path.Combine(_request.Folder, EvidenceName.Of(one.Reset));
            Volatile.Write(ref _failure, Failure ?? SystemFailure.Writing(name, failure));
        }

        return new() { Dropped = 1 };
    }

    void Count(EvidenceCounts one)
    {
        lock (_gate)
        {
            _counts = new EvidenceCounts(
                _counts.Saved + one.Saved,
                _counts.Incomplete + one.Incomplete,
                _counts.Overwritten + one.Overwritten,
                _counts.Dropped + one.Dropped,
                _counts.TooLarge + one.TooLarge,
                _folder.Removed);
        }
    }
}
