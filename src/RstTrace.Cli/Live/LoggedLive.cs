using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs.Following;
using RstTrace.Reports;

namespace RstTrace.Cli.Live;

/// <summary>Keeps the verdicts of a live capture back for the two seconds in which lines of logs
/// may come that fit them, on a thread of its own that also reads these logs.</summary>
sealed class LoggedLive : IReport
{
    // More resets at once go on with the lines that are there.
    const int MostWaiting = 4_096;
    const int IntervalMilliseconds = 200;

    readonly Lock _gate = new();
    readonly Queue<ResetEvent> _waiting = [];
    readonly IReport _report;
    readonly LogFollower _logs;
    readonly Action<ResetEvent> _keep;
    readonly Thread _thread;
    volatile bool _isOver;

    /// <param name="report">Gets them, from the thread until <see cref="End"/>.</param>
    /// <param name="logs">The logs; stays the caller's.</param>
    /// <param name="keep">Has a reset's frames kept, at once; never waits.</param>
    public LoggedLive(IReport report, LogFollower logs, Action<ResetEvent> keep)
    {
        (_report, _logs, _keep) = (report, logs, keep);
        _thread = new Thread(Work) { IsBackground = true, Name = "logs" };
        _thread.Start();
    }

    /// <summary>Why it stopped; null while all is well. After <see cref="End"/>.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files) => _report.Open(files);

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        _keep(reset);
        lock (_gate) _waiting.Enqueue(reset);
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => _report.Take(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
        => _report.Close(counters, damage);

    /// <inheritdoc/>
    public void Finish() => _report.Finish();

    /// <summary>No more resets come: passes on those that wait, with the lines that are
    /// there.</summary>
    public void End()
    {
        _isOver = true;
        _thread.Join();
    }

    void Work()
    {
        try
        {
            while (!_isOver)
            {
                Pass(WallClock.Now);
                Thread.Sleep(IntervalMilliseconds);
            }

            Pass(new Timestamp(long.MaxValue));
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }

    void Pass(Timestamp until)
    {
        _logs.Poll(WallClock.Now);
        foreach (ResetEvent reset in _logs.Attach(Due(until))) _report.Take(reset);
    }

    List<ResetEvent> Due(Timestamp until)
    {
        var due = new List<ResetEvent>();
        lock (_gate)
        {
            while (_waiting.TryPeek(out ResetEvent? reset)
                && (until > reset.Time + LogFollower.Patience
                    || _waiting.Count > MostWaiting))
            {
                due.Add(_waiting.Dequeue());
            }
        }

        return due;
    }
}
