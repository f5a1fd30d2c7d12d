using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace extract</c>: judges the resets of each capture, then copies the
/// connections of those that are meant, and the streams that are.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Whether somebody watches.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class ExtractRun(
    ExtractRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    readonly Messages _messages = new(errors);
    readonly CapturePasses _passes = new(
        "extract", new Pump(terminal, errors, interruption), new Messages(errors));
    readonly ChosenResets _chosen = new(request.Choice);
    long _frames;
    long _flows;

    /// <summary>Does it all, one capture after the other; one that fails does not stop the
    /// rest.</summary>
    /// <exception cref="CaptureException">The file cannot be written.</exception>
    /// <exception cref="UsageException">Frames or streams are named of several
    /// files.</exception>
    public ExitCode Run()
    {
        List<string> paths = Captures();
        if (paths.Count == 0) return _passes.Worst;

        using var copy = new CopyPass(
            NewFile.Open(request.OutputPath, paths, terminal), interruption);
        if (request.Ring) Extract(() => CaptureInput.OpenRing(paths), copy);
        else ExtractEach(paths, copy);

        if (_flows == 0 && !interruption.IsAsked) return Complain(paths);
        if (copy.End(_messages) is { } ending) return ending;

        Say(copy);
        return _passes.Worst;
    }

    void ExtractEach(List<string> paths, CopyPass copy)
    {
        foreach (string path in paths)
        {
            Extract(() => CaptureInput.OpenFile(path, interruption.Token), copy);
            if (interruption.IsAsked) return;
        }
    }

    List<string> Captures()
    {
        List<string> paths = CaptureInput.Expand(request.Paths, _passes.Fail);
        if (request.Choice.IsOfOneFile && paths.Count > 1)
        {
            throw new UsageException(
                $"--frame and --stream count in one file, and {paths.Count} are given",
                "one of the files, or --cause ID");
        }

        return paths;
    }

    void Extract(Func<CaptureInput> open, CopyPass copy)
    {
        try
        {
            using CaptureInput input = open();
            Extract(input, copy);
        }
        catch (CaptureException failure)
        {
            _passes.Fail(failure);
        }
        catch (OperationCanceledException)
        {
            // Interrupted before the capture began.
        }
    }

    void Extract(CaptureInput input, CopyPass copy)
    {
        var picker = new FlowPicker();
        _chosen.Into = picker;
        var streams = new StreamPicker(request.Choice.WholeStreams);
        FrameTaker look = (in Frame frame) => _ = streams.Picks(in frame);
        look = _chosen.Look + look;
        if (request.Choice.NeedsVerdicts)
            _passes.Trace(input, request.Tracing, _chosen, look);
        else
            _passes.Read(input, look);

        _chosen.Streams = streams.Streams;
        _frames += _chosen.TakeFrames();
        int found = picker.Flows + streams.Found;
        _flows += found;
        if (picker.FlowsLeftOut > 0)
        {
            _messages.Warning(
                $"{input.Names[0]}: {CountWords.Of(picker.FlowsLeftOut, "further connection")} not "
                + $"extracted: {FlowPicker.MostFlows} are the most");
        }

        // Counted anew: what was found is picked from its first frame on.
        streams = new StreamPicker(request.Choice.WholeStreams);
        for (int i = 0; i < input.Names.Count && found > 0; i++)
        {
            copy.Add(new CopyRequest
            {
                Path = input.Names[i],
                FileIndex = i,
                Choose = (in Frame frame)
                    => new FrameFate(picker.Picks(in frame) | streams.Picks(in frame)),
                KeepsEntries = false,
                SnapLength = request.SnapLength,
            });
        }
    }

    void Say(CopyPass copy)
    {
        _messages.Warning(
            $"{copy.Name}: {copy.Frames} of {CountWords.Of(_frames, "frame")}, "
            + $"{CountWords.Of(_flows, "connection")}, {CountWords.Of(copy.Octets, "octet")}");
        if (copy.HasSecrets)
        {
            _messages.Warning(
                $"{copy.Name}: holds the secrets of the capture, which decrypt all of it: editcap "
                + "--discard-all-secrets leaves them out");
        }
    }

    ExitCode Complain(List<string> paths)
    {
        string capture = paths.Count == 1 ? paths[0] : CountWords.Of(paths.Count, "capture");
        _messages.Error(
            _chosen.Complaint(capture), NextCommand.Analyze([.. paths.GetRange(0, 1)]));
        return _passes.Worst.Or(ExitCode.NothingMatched);
    }
}
