using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar;

/// <summary>Events on their way from the capture to the disk, and there as lines.</summary>
/// <remarks>Who offers never waits: what finds no room is counted and let go. The lines are made
/// on the thread that takes them.</remarks>
sealed class LineQueue : IDisposable
{
    readonly BlockingCollection<object> _events;
    readonly LineStream _line = new();
    readonly NdjsonReport _report;
    long _taken, _letGo;

    /// <param name="capacity">Events at most.</param>
    /// <param name="report">Makes the report that writes the lines of a capture into a
    /// stream.</param>
    public LineQueue(int capacity, Func<Stream, NdjsonReport> report)
    {
        _events = new BlockingCollection<object>(capacity);
        _report = report(_line);
    }

    /// <summary>Events that were offered.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Those that found no room.</summary>
    public long LetGo => Interlocked.Read(ref _letGo);

    /// <summary>Events that wait.</summary>
    public int Count => _events.Count;

    /// <summary>Whether no other will come.</summary>
    public bool IsEnded => _events.IsAddingCompleted;

    /// <summary>Adds one, if there is room. Never waits.</summary>
    public void Offer(ResetEvent reset) => OfferEither(reset);

    /// <inheritdoc cref="Offer(ResetEvent)"/>
    public void Offer(Incident incident) => OfferEither(incident);

    /// <summary>Takes what comes, for one thread, until there are enough or the time is
    /// over.</summary>
    /// <param name="lines">Gets them, each a line without its end.</param>
    /// <param name="most">Lines to hold at most.</param>
    /// <param name="patience">How long to wait for more.</param>
    public void TakeInto(List<byte[]> lines, int most, TimeSpan patience)
    {
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (lines.Count < most)
        {
            int left = (int)Math.Max(0, end - Environment.TickCount64);
            if (!_events.TryTake(out object? next, left)) break;

            lines.Add(LineOf(next));
        }
    }

    /// <summary>No other will be offered.</summary>
    public void End() => _events.CompleteAdding();

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _report.Dispose();
        _line.Dispose();
    }

    void OfferEither(object either)
    {
        Interlocked.Increment(ref _taken);
        try
        {
            if (_events.TryAdd(either)) return;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        Interlocked.Increment(ref _letGo);
    }

    byte[] LineOf(object either)
    {
        _line.SetLength(0);
        if (either is ResetEvent reset) _report.Take(reset);
        else _report.Take((Incident)either);
        return _line.ToLine();
    }

    sealed class LineStream : MemoryStream
    {
        public byte[] ToLine() => GetBuffer().AsSpan(0, (int)Length).TrimEnd((byte)'\n').ToArray();
    }
}
