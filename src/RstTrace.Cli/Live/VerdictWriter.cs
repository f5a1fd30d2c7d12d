using System;
using System.IO;
using System.Threading;
using RstTrace.Core.Resets;

namespace RstTrace.Cli.Live;

/// <summary>Writes verdicts as they come, on a thread of its own.</summary>
sealed class VerdictWriter : ILiveOutput
{
    readonly VerdictQueue _queue = new();
    readonly Action<ResetEvent> _write;
    readonly Action _flush;
    readonly Action<string> _warn;
    readonly Action _broken;
    readonly Thread _thread;
    bool _isBehind;

    /// <param name="write">Writes one.</param>
    /// <param name="flush">Sends what was written.</param>
    /// <param name="warn">Says that the reader is too slow.</param>
    /// <param name="broken">Called when writing failed: see <see cref="Failure"/>.</param>
    public VerdictWriter(
        Action<ResetEvent> write, Action flush, Action<string> warn, Action broken)
    {
        (_write, _flush, _warn, _broken) = (write, flush, warn, broken);
        _thread = new Thread(Work) { IsBackground = true, Name = "writing" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public IOException? Failure { get; private set; }

    /// <inheritdoc/>
    public long Unwritten => _queue.LetGo;

    /// <summary>Whether anything was written. After <see cref="Finish"/>.</summary>
    public bool HasWritten { get; private set; }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        _queue.Offer(reset);
        if (_isBehind || _queue.LetGo == 0) return;

        _isBehind = true;
        _warn("standard output is read too slowly: verdicts are left out; incidents count them");
    }

    /// <inheritdoc/>
    public void PrepareEnd()
    {
        // It holds nothing but a pipe.
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _queue.End();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        _queue.Dispose();
    }

    void Work()
    {
        foreach (ResetEvent reset in _queue.Taken())
        {
            if (Failure is not null) continue; // Nobody reads: they are taken all the same.
            try
            {
                HasWritten = true;
                _write(reset);
                if (_queue.IsEmpty) _flush();
            }
            catch (IOException failure)
            {
                Failure = failure;
                _broken();
            }
        }
    }
}
