using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Reports;
using RstTrace.Reports.Comparing;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace diff</c>: two sides in, what changed out.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where it is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early: half of a comparison says nothing.</param>
sealed class DiffRun(
    DiffRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    readonly Messages _messages = new(errors);
    ExitCode _worst = ExitCode.Finished;

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">A side cannot be read, or the output not
    /// written.</exception>
    public ExitCode Run()
    {
        ResetTally before = Read(request.Before), after = Read(request.After);
        if (interruption.Code is { } interrupted) return interrupted;
        if (_worst == ExitCode.Failed) return _worst;

        var comparison = new Comparison(before, after);
        try
        {
            Write(comparison);
        }
        catch (IOException failure) when (!IsGate && Output.IsClosedPipe(failure))
        {
            return ExitCode.Finished; // The reader had enough, as head does.
        }
        catch (IOException failure)
        {
            throw Output.WriteFailure(request.OutputPath, failure);
        }

        if (Matched(comparison) is not { } matched) return _worst;

        _messages.Warning(matched);
        return _worst.Or(ExitCode.Matched);
    }

    // A gate must not open since nobody read to the end.
    bool IsGate => request.FailsOnNew || request.FailsOnGrown;

    ResetTally Read(string path)
    {
        var tally = new ResetTally(path);
        if (path != CaptureFile.StandardInputName && !Directory.Exists(path)
            && ReadLines(path, tally))
        {
            return tally;
        }

        // In a format whose reader sees no warnings, so that they are said here.
        var captures = new AnalyzeRun(
            new AnalyzeRequest
            {
                Paths = [path],
                Format = ReportFormat.Ndjson,
                Tracing = request.Tracing,
            },
            terminal, errors, interruption);
        foreach (string capture in CaptureFolder.Expand([path]))
        {
            if (interruption.IsAsked) break;

            captures.Trace(() => CaptureInput.OpenFile(capture, interruption.Token), tally);
            GC.Collect(); // As AnalyzeRun does between captures.
        }

        _worst = _worst.Or(captures.Worst);
        return tally;
    }

    /// <returns>Whether they were lines of JSON; else nothing was read.</returns>
    bool ReadLines(string path, ResetTally tally)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read);
            int first = file.ReadByte();
            if (first != '{' && !file.CanSeek) throw NoLines(path);
            if (first != '{') return false;

            var lines = new EventLines();
            lines.Read("{"u8, file, tally, interruption.Token);
            if (lines.Bad > 0) Warn(path, lines);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(
                $"{path}: {Output.Reason(failure)}", "ls -l, and the name", failure);
        }
    }

    static CaptureException NoLines(string path)
        => new(
            $"{path} is a stream and holds no NDJSON",
            $"save the capture first: cat {path} > capture.pcap");

    void Warn(string path, EventLines lines)
    {
        string resets = lines.Bad == 1 ? "1 line" : $"{lines.Bad} lines";
        string more = lines.Bad > lines.Named.Count ? "; ..." : "";
        _messages.Warning(
            $"{path}: {resets} passed over: {string.Join("; ", lines.Named)}{more}");
        _worst = _worst.Or(ExitCode.Damaged);
    }

    void Write(Comparison comparison)
    {
        using Stream output = Output.Open(request.OutputPath, [request.Before, request.After]);
        if (request.IsNdjson)
        {
            ComparisonLines.Write(output, comparison);
            return;
        }

        TextWriter text = StandardStream.WriterTo(output);
        ComparisonText.Write(text, terminal.Style(request.OutputPath), comparison);
        text.Flush();
    }

    string? Matched(Comparison comparison)
    {
        var matched = new List<Change>();
        foreach (Change change in comparison.Changes)
        {
            bool counts = change.Kind == ChangeKind.New
                ? request.FailsOnNew : request.FailsOnGrown;
            if (change.IsWorse && counts) matched.Add(change);
        }

        if (matched.Count == 0) return null;

        Change first = matched[0];
        string all = matched.Count == 1 ? "1 change" : $"{matched.Count} changes";
        return $"--fail-on: {all}, first {ContractWords.Of(first.Kind)}: {first.Key.Cause} at "
            + first.Key.Server;
    }
}
