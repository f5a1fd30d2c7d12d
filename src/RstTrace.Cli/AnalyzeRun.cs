using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs;
using RstTrace.Reports;
using RstTrace.Reports.Html;
using RstTrace.Reports.Redaction;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace analyze</c>: captures in, a report out.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where the report is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class AnalyzeRun(
    AnalyzeRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    const string Interrupted = ": interrupted: what follows was not read";

    readonly Messages _messages = new(errors);
    readonly Pump _pump = new(terminal, errors, interruption);
    readonly StatsLine _stats = new();
    readonly long _begin = Stopwatch.GetTimestamp();
    BpfFilter? _filter;
    LadderPass? _ladders;
    FailOn? _failOn;
    ExitCode _worst = ExitCode.Finished;
    bool _hasReport;

    /// <summary>Does it all, one capture after the other; one that fails does not stop the
    /// rest.</summary>
    /// <exception cref="CaptureException">The output cannot be opened.</exception>
    public ExitCode Run()
    {
        List<string> paths = CaptureInput.Expand(request.Paths, Fail);
        if (paths.Count == 0) return _worst;

        using BpfFilter? filter = request.Filter is { } expression
            ? BpfFilter.Compile(expression)
            : null;
        _filter = filter;
        using Stream output = Output.Open(request.OutputPath, paths);
        try
        {
            ReportAll(paths, output);
        }
        catch (IOException failure) when (Output.IsClosedPipe(failure) && _failOn is null)
        {
            return ExitCode.Finished; // The reader had enough, as head does.
        }
        catch (IOException failure)
        {
            Fail(Output.WriteFailure(request.OutputPath, failure));
        }

        if (request.Stats) _messages.Say(_stats.ToJson(Elapsed));
        if (_failOn?.Matched() is { } matched)
        {
            _messages.Warning(matched);
            _worst = _worst.Or(ExitCode.Matched);
        }

        return interruption.Code ?? _worst;
    }

    void ReportAll(List<string> paths, Stream output)
    {
        TextWriter text = StandardStream.WriterTo(output);
        IReport report = ReportTo(output, text);
        using var buffers = report as IDisposable;
        RedactedReport? redacted = request.Redact ? new RedactedReport(report) : null;
        if (report is ILadderReport drawn)
        {
            Func<ResetEvent, ResetEvent> originalOf =
                redacted is null ? static reset => reset : redacted.OriginalOf;
            _ladders = new LadderPass(drawn, originalOf, _filter);
        }

        if (redacted is not null) report = redacted;
        if (request.Logs.IsAsked)
        {
            report = new LoggedReport(
                report,
                new LogSearch(request.Logs, Fail, _messages.Warning, interruption.Token));
        }

        if (request.FailOn.Count > 0) report = _failOn = new FailOn(report, request.FailOn);

        if (request.Ring) Trace(() => CaptureInput.OpenRing(paths), report);
        else TraceEach(paths, report, text);

        DrawLadders();
        if (_hasReport) report.Finish();
        text.Flush();
    }

    IReport ReportTo(Stream output, TextWriter text) => request.Format switch
    {
        ReportFormat.Ndjson => new NdjsonReport(output),
        ReportFormat.Markdown => new MarkdownReport(text, IsFile),
        ReportFormat.Html => new HtmlReport(text, IsFile, request.All),
        ReportFormat.Csv => new CsvReport(output),
        ReportFormat.Zeek => new ZeekReport(text),
        ReportFormat.Text or _ => new TextReport(
            text,
            terminal.Style(request.OutputPath),
            new TextOptions { All = request.All, IsFile = IsFile }),
    };

    // A redacted name lacks its folder: nobody can tell what it would open.
    Predicate<string> IsFile => request.Redact ? static _ => false : CaptureInput.IsFile;

    void DrawLadders()
    {
        try
        {
            _ladders?.Run(_pump, () => interruption.IsAsked);
        }
        catch (OperationCanceledException)
        {
            // Interrupted: the report goes without.
        }
    }

    void TraceEach(List<string> paths, IReport report, TextWriter text)
    {
        foreach (string path in paths)
        {
            Trace(() => CaptureInput.OpenFile(path, interruption.Token), report);
            text.Flush();
            if (interruption.IsAsked) return;

            // An engine's tables are large: the next takes the memory of the last. Left to
            // itself, a folder of captures takes three times as much and no less time.
            GC.Collect();
        }
    }

    /// <summary>The worst that happened so far.</summary>
    internal ExitCode Worst => _worst;

    /// <summary>Traces one capture.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="report">Gets its resets.</param>
    internal void Trace(Func<CaptureInput> open, IReport report)
    {
        try
        {
            using CaptureInput input = open();
            ResetForesight? foresight = _pump.LookAhead(input);
            _ladders?.Add(input, open);
            Trace(input, foresight, report);
        }
        catch (CaptureException failure)
        {
            Fail(failure);
        }
        catch (OperationCanceledException)
        {
            // Interrupted before the capture began: there is nothing to report of it.
        }
    }

    void Trace(CaptureInput input, ResetForesight? foresight, IReport report)
    {
        var tracer = new Tracer(request.Tracing, report, foresight);
        _hasReport = true;
        report.Open(input.Names);

        // What was found is reported, whatever happens on the way.
        IReadOnlyList<string> damage = Trace(input, tracer);
        report.Close(tracer.Counters, damage);

        _stats.Add(tracer.Counters);
        if (!ReportIsSeenHere) Warn(tracer.Counters, damage, input.Names);
        if (Weaknesses.NothingWasReadable(tracer.Counters)) _worst = _worst.Or(ExitCode.Damaged);
    }

    Duration Elapsed => new(Stopwatch.GetElapsedTime(_begin).Ticks * 100);

    // The report for people says it too: not twice on one screen.
    bool ReportIsSeenHere
        => request is { Format: ReportFormat.Text, OutputPath: null }
            && terminal is { ShowsOutput: true, ShowsErrors: true };

    void Warn(TraceCounters counters, IReadOnlyList<string> damage, IReadOnlyList<string> names)
    {
        foreach (string line in damage) _messages.Warning(line);
        foreach (string line in Weaknesses.Of(counters, request.Tracing.MaxFlows, names))
            _messages.Warning(line);
    }

    /// <returns>What was not read, a line each.</returns>
    IReadOnlyList<string> Trace(CaptureInput input, Tracer tracer)
    {
        IReadOnlyList<string> damage = [];
        try
        {
            damage = Read(input, tracer);
            tracer.Finish();
        }
        catch (Exception defect) when (defect is not IOException)
        {
            _messages.Defect(defect);
            _worst = ExitCode.Failed;
        }

        return damage;
    }

    IReadOnlyList<string> Read(CaptureInput input, Tracer tracer)
    {
        try
        {
            if (_pump.Move(input, TakerOf(tracer), tracer.Flush) == ReadOutcome.Waiting)
                return [CaptureInput.Spoken(input.Names[0]) + Interrupted];
        }
        catch (CaptureException failure)
        {
            Fail(failure);
        }

        IReadOnlyList<string> damage = input.Damages;
        if (damage.Count > 0) _worst = _worst.Or(ExitCode.Damaged);
        return damage;
    }

    Action<FrameBatch> TakerOf(Tracer tracer)
        => _filter is { } filter ? batch => TakeFiltered(tracer, filter, batch) : tracer.Take;

    static void TakeFiltered(Tracer tracer, BpfFilter filter, FrameBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            Frame frame = batch[index];
            if (filter.Matches(in frame)) tracer.Take(in frame);
            else tracer.LeaveOut();
        }
    }

    void Fail(CaptureException failure)
    {
        _messages.Error(failure);
        _worst = ExitCode.Failed;
    }
}
