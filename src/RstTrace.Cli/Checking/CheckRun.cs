using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Host.Checking;
using RstTrace.Host.Errors;
using RstTrace.Host.Snapshots;
using RstTrace.Host.Timeouts;

namespace RstTrace.Cli.Checking;

/// <summary>One run of <c>rsttrace check</c>.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where it is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class CheckRun(
    CheckRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">A file that is named cannot be read.</exception>
    public ExitCode Run()
    {
        using var capture = new CheckCapture();
        CheckQuestion? question = request.Question is { } asked
            ? Prepared(asked) with { Capture = capture.Begin }
            : null;
        string subject = question?.Subject ?? "the error";
        var showing = new FindingRun(request.Format, terminal, errors, interruption);
        return showing.Run(
            subject, Runbook(question, capture),
            question is null ? null : "nothing was found that would reset its connections");
    }

    Runbook Runbook(CheckQuestion? question, CheckCapture capture)
    {
        IStep[] opening = request.Error is { } words ? [new ErrorStep(words)] : [];
        return question is null
            ? new Runbook(opening, [])
            : CheckRunbook.Of(
                question, opening, [new CaptureStep(capture, question.Port)],
                interruption.Token);
    }

    CheckQuestion Prepared(CheckQuestion question)
    {
        var configured = new List<ConfiguredTimeout>();
        if (request.HaproxyPath is { } haproxy) configured.AddRange(HaproxyFile.Load(haproxy));
        if (request.NginxPath is { } nginx) configured.AddRange(NginxFile.Load(nginx));
        var pump = new Pump(terminal, errors, interruption);
        return question with
        {
            Remote = request.RemotePath is { } path ? Snapshot.Load(path) : null,
            Configured = configured,
            Observed = request.CapturePath is { } capture
                ? SilenceReading.Of(capture, question.Port, pump, interruption)
                : [],
        };
    }
}

/// <summary>Shows a runbook as it runs.</summary>
/// <param name="format">How.</param>
/// <param name="terminal">Where it is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class FindingRun(
    FindingFormat format, Terminal terminal, TextWriter errors, Interruption interruption)
{
    const string EraseLine = "\r\e[K";

    readonly bool _showsProgress = terminal is { ShowsErrors: true, MovesCursor: true };
    bool _isProgressShown;

    /// <summary>Runs and shows it.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="runbook">The runbook.</param>
    /// <param name="calm">What to conclude where nothing is wrong; null for no
    /// conclusion.</param>
    public ExitCode Run(string subject, Runbook runbook, string? calm)
    {
        using Stream output = Output.Open(null, []);
        FindingOutput shown = FindingOutput.Of(format, output, terminal.Style(null));
        shown.Open(subject);
        IReadOnlyList<Finding> findings = runbook.Run(
            ShowProgress,
            finding =>
            {
                ClearProgress();
                shown.Take(finding);
            },
            interruption.Token);
        ClearProgress();
        if (interruption.Code is { } interrupted) return interrupted;

        if (calm is not null) shown.Close(Conclusion.Of(subject, findings, calm), findings);
        return Conclusion.Worst(findings) == StepVerdict.Bad
            ? ExitCode.Matched
            : ExitCode.Finished;
    }

    void ShowProgress(IStep step)
    {
        if (!_showsProgress) return;

        Say($"{EraseLine}... {step.Title}?");
        _isProgressShown = true;
    }

    void ClearProgress()
    {
        if (_isProgressShown) Say(EraseLine);
        _isProgressShown = false;
    }

    void Say(string text)
    {
        try
        {
            errors.Write(text);
            errors.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone; the output may not be.
        }
    }
}
