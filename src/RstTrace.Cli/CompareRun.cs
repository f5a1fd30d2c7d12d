using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;
using RstTrace.Reports;
using RstTrace.Reports.Html;
using RstTrace.Reports.Redaction;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace compare</c>: captures of several places in, a report out.
/// </summary>
/// <remarks>Each capture is read three times, and a fourth time where connections may stand in it
/// under other addresses: for its resets, for what it shows of those of all captures, and through
/// its engine.</remarks>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where the report is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed partial class CompareRun(
    CompareRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    const int MostLadders = 3;

    readonly Messages _messages = new(errors);
    readonly Pump _pump = new(terminal, errors, interruption);
    readonly List<ResetEvent> _shown = [];
    ExitCode _worst = ExitCode.Finished;

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">A capture cannot be read, or the output not
    /// opened.</exception>
    public ExitCode Run()
    {
        var foresights = new List<ResetForesight>();
        VantageComparison comparison = Look(foresights);
        if (interruption.Code is { } stopped) return stopped;

        using Stream output = Output.Open(request.OutputPath, request.Paths);
        FailOn? failOn = null;
        try
        {
            failOn = Report(comparison, foresights, output);
        }
        catch (IOException failure) when (
            Output.IsClosedPipe(failure) && request.FailOn.Count == 0)
        {
            return ExitCode.Finished; // The reader had enough, as head does.
        }
        catch (IOException failure)
        {
            throw Output.WriteFailure(request.OutputPath, failure);
        }

        if (failOn?.Matched() is { } matched)
        {
            _messages.Warning(matched);
            _worst = _worst.Or(ExitCode.Matched);
        }

        return interruption.Code ?? _worst;
    }

    FailOn? Report(
        VantageComparison comparison, List<ResetForesight> foresights, Stream output)
    {
        TextWriter text = StandardStream.WriterTo(output);
        IReport report = ReportTo(output, text);
        using var buffers = report as IDisposable;
        var drawn = report as ILadderReport;
        RedactedReport? redacted = request.Redact ? new RedactedReport(report) : null;
        if (redacted is not null) report = redacted;
        FailOn? failOn = null;
        if (request.FailOn.Count > 0) report = failOn = new FailOn(report, request.FailOn);

        Frame(text, style => VantageText.WriteHead(text, style, comparison));
        report.Open(request.Paths);
        Trace(comparison, foresights, report);
        if (drawn is not null && !interruption.IsAsked) Draw(drawn, redacted);
        report.Finish();
        foreach (ResetEvent reset in _shown)
            Frame(text, style => VantageText.WriteLadder(text, style, comparison, reset));
        text.Flush();
        return failOn;
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
            new TextOptions { All = request.All, IsFile = IsFile, AreVantages = true }),
    };

    Predicate<string> IsFile => request.Redact ? static _ => false : CaptureInput.IsFile;

    // Beside the report, for people: as it is, or as a block in a ticket.
    void Frame(TextWriter text, Action<TextStyle> write)
    {
        if (request.Format == ReportFormat.Text)
        {
            write(terminal.Style(request.OutputPath));
        }
        else if (request.Format == ReportFormat.Markdown)
        {
            text.Write("~~~~\n");
            write(TextStyle.Plain);
            text.Write("~~~~\n\n");
        }
    }

    void Trace(
        VantageComparison comparison, List<ResetForesight> foresights, IReport report)
    {
        var counters = new TraceCounters();
        var incidents = new IncidentTracker(counters);
        var merge = new VantageMerge(comparison, reset =>
        {
            report.Take(reset);
            incidents.Take(reset);
            Keep(reset);
        });
        var lockstep = new Lockstep(comparison, merge);
        var inputs = new List<CaptureInput>();
        var tracers = new List<Tracer>();
        try
        {
            for (int file = 0; file < request.Paths.Count; file++)
            {
                inputs.Add(Open(file));
                tracers.Add(new Tracer(
                    request.Tracing, new MergeSink(merge), foresights[file])
                {
                    GathersIncidents = false,
                    Proven = comparison.SenderOf,
                });
                lockstep.Add(inputs[file].Source, tracers[file]);
            }

            lockstep.Run(interruption.Token);
            foreach (Incident incident in incidents.Finish((address, port) =>
                FactsOf(tracers, address, port)))
            {
                report.Take(incident);
            }

            Close(tracers, inputs, report);
        }
        finally
        {
            foreach (CaptureInput input in inputs) input.Dispose();
        }
    }

    void Close(List<Tracer> tracers, List<CaptureInput> inputs, IReport report)
    {
        var damage = new List<string>();
        for (int file = 0; file < inputs.Count; file++)
        {
            damage.AddRange(inputs[file].Damages);
            TraceCounters counted = tracers[file].Counters;
            foreach (string line in Weaknesses.Of(
                counted, request.Tracing.MaxFlows, [request.Paths[file]]))
            {
                _messages.Warning(line);
            }

            if (Weaknesses.NothingWasReadable(counted)) _worst = _worst.Or(ExitCode.Damaged);
        }

        if (damage.Count > 0) _worst = _worst.Or(ExitCode.Damaged);
        if (interruption.IsAsked) damage.Add("interrupted: what follows was not read");
        if (request.Format != ReportFormat.Text)
            foreach (string line in damage) _messages.Warning(line);
        report.Close(VantageCounters.Of(tracers), damage);
    }

    static ServiceFacts? FactsOf(List<Tracer> tracers, IpAddress address, ushort port)
    {
        foreach (Tracer tracer in tracers)
            if (tracer.FactsOf(address, port) is { } facts) return facts;

        return null;
    }

    // Those with a ladder: what a box made first, then what was proven, then the rest.
    void Keep(ResetEvent reset)
    {
        _shown.Add(reset);
        _shown.Sort(static (left, right) => Rank(left).CompareTo(Rank(right)));
        if (_shown.Count > MostLadders) _shown.RemoveAt(MostLadders);
    }

    static (int, int, long) Rank(ResetEvent reset)
        => (reset.Verdict.Sender == Party.ThirdParty ? 0 : 1,
            reset.Verdict.Strength == Strength.TwoVantage ? 0 : 1, reset.Frames[0].Number);

    void Draw(ILadderReport report, RedactedReport? redacted)
    {
        IReadOnlyList<ResetEvent> wanted = report.LaddersWanted(0);
        var originals = new List<ResetEvent>();
        foreach (ResetEvent reset in wanted)
            originals.Add(redacted is null ? reset : redacted.OriginalOf(reset));
        for (int file = 0; file < request.Paths.Count && wanted.Count > 0; file++)
        {
            var ladders = new LadderGathering(originals);
            using CaptureInput input = Open(file);
            _pump.Move(input, ladders.Take);
            IReadOnlyList<Ladder> found = ladders.Finish();
            for (int i = 0; i < found.Count; i++)
                if (originals[i].Frames[0].File == file) report.Take(wanted[i], found[i]);
        }
    }

    /// <summary>Hands the events of an engine to the merge.</summary>
    sealed class MergeSink(VantageMerge merge) : IResetSink
    {
        public void Take(ResetEvent reset) => merge.Take(reset);

        public void Take(Incident incident)
        {
            // Incidents are gathered behind the merge.
        }
    }
}
