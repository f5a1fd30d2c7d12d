using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;

namespace RstTrace.Cli.Live;

/// <summary>Verdicts on their way to a reader who may be slow.</summary>
/// <remarks>Who waits for a reader reads no frames, and the kernel drops them. So the queue has a
/// limit, and what finds no room in it is counted and let go.</remarks>
sealed class VerdictQueue : IDisposable
{
    /// <summary>Some 3 kB each: enough for a reader that pauses, not for one that has
    /// gone.</summary>
    public const int Capacity = 4096;

    readonly BlockingCollection<ResetEvent> _verdicts = new(Capacity);
    long _letGo;

    /// <summary>Verdicts that found no room.</summary>
    public long LetGo => Volatile.Read(ref _letGo);

    /// <summary>Whether none is waiting.</summary>
    public bool IsEmpty => _verdicts.Count == 0;

    /// <summary>Adds one, if there is room. Never waits.</summary>
    public void Offer(ResetEvent reset)
    {
        if (!_verdicts.TryAdd(reset)) Interlocked.Increment(ref _letGo);
    }

    /// <summary>The verdicts in order, as they come, until the end. For one thread.</summary>
    public IEnumerable<ResetEvent> Taken() => _verdicts.GetConsumingEnumerable();

    /// <summary>No other will be offered.</summary>
    public void End() => _verdicts.CompleteAdding();

    /// <inheritdoc/>
    public void Dispose() => _verdicts.Dispose();
}
