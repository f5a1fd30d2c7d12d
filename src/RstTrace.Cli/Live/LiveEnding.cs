using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Kernel;
using RstTrace.Host.Logs.Following;
using RstTrace.Reports;

namespace RstTrace.Cli.Live;

/// <summary>What a live capture comes to: the incidents of all workers together, the report, what
/// was lost, the exit code.</summary>
sealed class LiveEnding
{
    readonly LiveFace _face;
    readonly LiveBoard _board;
    readonly Messages _messages;
    readonly TraceCounters _counters = new();
    readonly IncidentTracker _incidents;
    readonly FailOn? _failOn;
    readonly LogFollower? _logs;
    readonly LoggedLive? _logged;
    ExitCode _worst = ExitCode.Finished;

    /// <param name="face">Shows the report.</param>
    /// <param name="board">Knows the counts.</param>
    /// <param name="conditions">Alternatives that make the run fail.</param>
    /// <param name="messages">Standard error.</param>
    /// <param name="sources">What the frames of each worker come from.</param>
    /// <param name="logs">The logs to look into; null for none. Stays the caller's.</param>
    public LiveEnding(
        LiveFace face,
        LiveBoard board,
        IReadOnlyList<FailCondition> conditions,
        Messages messages,
        IReadOnlyList<string> sources,
        LogFollower? logs)
    {
        (_face, _board, _messages, _logs) = (face, board, messages, logs);
        _incidents = new IncidentTracker(_counters);
        Action<ResetEvent> keep = reset => Evidence?.Take(reset);
        Report = new LiveSink(
            board, _incidents, face.Shown, face.Last, face.LastTakesAll,
            logs is null ? keep : static _ => { });
        if (logs is not null) Report = _logged = new LoggedLive(Report, logs, keep);
        if (conditions.Count > 0) Report = _failOn = new FailOn(Report, conditions);
        Report.Open(sources);
    }

    /// <summary>Where the verdicts of all workers go while the capture runs.</summary>
    public IReport Report { get; }

    /// <summary>Keeps all frames; null where none are kept.</summary>
    public FrameSaver? Saver { get; init; }

    /// <summary>Keeps those of connections that were reset; null where none are kept.</summary>
    public EvidenceKeeper? Evidence { get; init; }

    /// <summary>Knows what the kernel said; null where it was not asked.</summary>
    public KernelWitness? Kernel { get; init; }

    /// <summary>Writes it all. The workers have ended.</summary>
    public ExitCode Write(IReadOnlyList<LiveWorker> workers)
    {
        _logged?.End();
        _face.Shown.Finish();
        Evidence?.Dispose();
        try
        {
            if (_face.Shown.Failure is { } failure) throw failure;
            WriteReport(workers);
        }
        catch (IOException failure) when (Output.IsClosedPipe(failure) && _failOn is null)
        {
            return ExitCode.Finished; // The reader had enough, as head does.
        }
        catch (IOException failure)
        {
            Fail(Output.WriteFailure(null, failure));
        }

        foreach (LiveWorker worker in workers) Tell(worker.Failure);
        if (Saver?.Failure is { } notSaved) Fail(notSaved);
        if (Evidence?.Failure is { } notKept) Fail(notKept);
        TellOfLogs();
        Warn();
        _messages.Say(CountText.Lines(_board.Totals));
        return _worst;
    }

    void WriteReport(IReadOnlyList<LiveWorker> workers)
    {
        var damage = new List<string>();
        foreach (LiveWorker worker in workers)
        {
            _counters.Add(worker.Counters);
            if (worker.Failure is CaptureException failure) damage.Add(failure.Message);
        }

        _face.BeginLast();
        foreach (Incident incident in _incidents.Finish((address, port) =>
            FactsOf(workers, address, port)))
        {
            Report.Take(incident);
        }

        Report.Close(_counters, damage);
        Report.Finish();
    }

    // A service's connections are shared out among the workers.
    static ServiceFacts? FactsOf(
        IReadOnlyList<LiveWorker> workers, IpAddress address, ushort port)
    {
        ServiceFacts? sum = null;
        foreach (LiveWorker worker in workers)
        {
            if (worker.FactsOf(address, port) is { } facts)
                sum = sum is null ? facts : sum + facts;
        }

        return sum;
    }

    void Tell(Exception? failure)
    {
        if (failure is CaptureException known)
        {
            Fail(known);
        }
        else if (failure is not null)
        {
            _messages.Defect(failure);
            _worst = ExitCode.Failed;
        }
    }

    void TellOfLogs()
    {
        if (_logs is null) return;

        Tell(_logged?.Failure);
        if (_logs.HasFailed) _worst = ExitCode.Failed;
        foreach (string offset in _logs.Offsets()) _messages.Warning(offset);
    }

    void Warn()
    {
        if (_face.Shown.Unwritten is > 0 and var unwritten)
        {
            _messages.Warning(
                $"{unwritten} verdicts were not written, since standard output was read too "
                + "slowly; the incidents count them");
        }

        if (Kernel is not null) _messages.Warning(KernelHearing.Summary(Kernel.Health()));
        if (Evidence is not null) _messages.Warning(Evidence.Summary());
        if (_failOn?.Matched() is not { } matched) return;
        _messages.Warning(matched);
        _worst = _worst.Or(ExitCode.Matched);
    }

    void Fail(CaptureException failure)
    {
        _messages.Error(failure);
        _worst = ExitCode.Failed;
    }
}
