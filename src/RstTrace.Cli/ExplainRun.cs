using System.IO;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Reports;
using RstTrace.Reports.Redaction;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace explain</c>: finds the reset, then reads the capture again for
/// the segments around it.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where the report is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class ExplainRun(
    ExplainRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    readonly Messages _messages = new(errors);
    readonly CapturePasses _passes = new(
        "explain", new Pump(terminal, errors, interruption), new Messages(errors));

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">The capture cannot be opened.</exception>
    public ExitCode Run()
    {
        var hunt = new ResetHunt(request.Frame);
        using CaptureInput input = Open();
        var tracer = new Tracer(request.Tracing, hunt, _passes.LookAhead(input));
        _passes.Read(input, (in frame) =>
        {
            hunt.Look(in frame);
            tracer.Take(in frame);
        });
        tracer.Finish();
        if (hunt.Found is { } reset) return Write(reset, tracer.Counters);

        return interruption.Code ?? Complain(hunt);
    }

    ExitCode Write(ResetEvent reset, TraceCounters counters)
    {
        var ladder = new LadderCollector(reset);
        using CaptureInput input = Open();
        _passes.Read(input, ladder.Take);
        using Stream output = Output.Open(null, []);
        TextWriter text = StandardStream.WriterTo(output);
        if (request.Redact) reset = new Redactor().Redact(reset);
        string path = request.Redact ? Redactor.File(request.Path) : request.Path;
        ExplainReport.Write(
            text, terminal.Style(null), reset, ladder.Finish(), path,
            streamsAreWiresharks: counters.FlowsEvicted == 0);
        text.Flush();
        return interruption.Code ?? _passes.Worst;
    }

    CaptureInput Open() => CaptureInput.OpenFile(request.Path, interruption.Token);

    ExitCode Complain(ResetHunt hunt)
    {
        string path = request.Path;
        _messages.Error(
            hunt.Complaint(path),
            hunt.Nearest > 0
                ? $"rsttrace explain {path} --frame {hunt.Nearest}"
                : $"rsttrace analyze {path}");
        return _passes.Worst.Or(ExitCode.Usage);
    }
}
