using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
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
    readonly Pump _pump = new(terminal, errors, interruption);
    ExitCode _worst = ExitCode.Finished;

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">The capture cannot be opened.</exception>
    public ExitCode Run()
    {
        var hunt = new ResetHunt(request.Frame);
        var tracer = new Tracer(request.Tracing, hunt);
        Read((in Frame frame) =>
        {
            hunt.Look(in frame);
            tracer.Take(in frame);
        });
        tracer.Finish();
        if (hunt.Found is { } reset) return Write(reset);

        return interruption.Code ?? Complain(hunt, tracer.Counters.Frames);
    }

    ExitCode Write(ResetEvent reset)
    {
        var ladder = new LadderCollector(reset);
        Read(ladder.Take);
        using Stream output = Output.Open(null, []);
        TextWriter text = StandardStream.WriterTo(output);
        if (request.Redact) reset = new Redactor().Redact(reset);
        string path = request.Redact ? Redactor.File(request.Path) : request.Path;
        ExplainReport.Write(text, terminal.Style(null), reset, ladder.Finish(), path);
        text.Flush();
        return interruption.Code ?? _worst;
    }

    void Read(FrameTaker take)
    {
        using CaptureInput input = CaptureInput.OpenFile(request.Path, interruption.Token);
        if (input.Length is null) throw StreamGiven();

        try
        {
            _pump.Move(input, take);
        }
        catch (CaptureException failure)
        {
            _messages.Error(failure);
            _worst = ExitCode.Failed;
        }

        if (input.Damages.Count > 0) Warn(input.Damages);
    }

    CaptureException StreamGiven()
        => new(
            $"{request.Path} is a stream, and explain reads its capture twice",
            $"save it first: cat {request.Path} > capture.pcap");

    // The second pass meets the same damage: it is said once.
    void Warn(IReadOnlyList<string> damages)
    {
        if (_worst == ExitCode.Finished)
            foreach (string damage in damages) _messages.Warning(damage);

        _worst = _worst.Or(ExitCode.Damaged);
    }

    ExitCode Complain(ResetHunt hunt, long frames)
    {
        string path = request.Path;
        _messages.Error(
            hunt.Otherwise is { } otherwise
                ? $"frame {request.Frame} of {path} is no RST: {otherwise}{Nearest(hunt)}"
                : $"{path} has {frames} frames and no frame {request.Frame}{Nearest(hunt)}",
            hunt switch
            {
                { Before: > 0 } => $"rsttrace explain {path} --frame {hunt.Before}",
                { After: > 0 } => $"rsttrace explain {path} --frame {hunt.After}",
                _ => $"rsttrace analyze {path}",
            });
        return _worst.Or(ExitCode.Usage);
    }

    static string Nearest(ResetHunt hunt) => hunt switch
    {
        { Before: 0, After: 0 } => "; the capture holds no RST",
        { Before: 0 } => $"; the first RST is frame {hunt.After}",
        { After: 0 } => $"; the last RST is frame {hunt.Before}",
        _ => $"; the nearest RSTs are frames {hunt.Before} and {hunt.After}",
    };
}
