using System;
using System.Threading;

namespace RstTrace.Cli.Live;

/// <summary>How many frames are still to be taken, by all workers together: <c>-c</c>.</summary>
/// <param name="count">How many; null for no limit.</param>
/// <param name="reached">Called once, when the last was taken.</param>
sealed class FrameLimit(long? count, Action reached) : IDisposable
{
    readonly CancellationTokenSource _source = new();
    long _left = count ?? long.MaxValue;

    /// <summary>Cancelled when no other frame is to be taken.</summary>
    public CancellationToken Reached => _source.Token;

    /// <summary>Whether one more is to be taken.</summary>
    public bool TryTake()
    {
        if (count is null) return true;

        long left = Interlocked.Decrement(ref _left);
        if (left == 0)
        {
            _source.Cancel();
            reached();
        }

        return left >= 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
