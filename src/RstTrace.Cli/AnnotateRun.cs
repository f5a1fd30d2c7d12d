using System.IO;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace annotate</c>: judges the resets, then copies the capture with
/// the verdicts in it.</summary>
/// <param name="request">What to do.</param>
/// <param name="terminal">Whether somebody watches.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class AnnotateRun(
    AnnotateRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
{
    readonly Messages _messages = new(errors);
    readonly CapturePasses _passes = new(
        "annotate", new Pump(terminal, errors, interruption), new Messages(errors));

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">The capture cannot be read, or the copy not be
    /// written.</exception>
    public ExitCode Run()
    {
        var comments = new ResetComments();
        using var copy = new CopyPass(
            NewFile.Open(request.OutputPath, [request.Path], terminal), interruption);
        using (CaptureInput input = CaptureInput.OpenFile(request.Path, interruption.Token))
            _passes.Trace(input, request.Tracing, comments);

        copy.Add(new CopyRequest
        {
            Path = request.Path,
            Choose = (in Frame frame) => new FrameFate(IsKept: true, comments.Of(frame.Id)),
        });
        if (copy.End(_messages) is { } ending) return ending;

        Say(copy, comments);
        return _passes.Worst;
    }

    void Say(CopyPass copy, ResetComments comments)
    {
        _messages.Warning(
            $"{copy.Name}: {CountWords.Of(copy.Frames, "frame")}, "
            + $"{CountWords.Of(comments.Frames, "comment")} on "
            + CountWords.Of(comments.Resets, "reset"));
        if (comments.ResetsLeftOut > 0)
        {
            _messages.Warning(
                $"{copy.Name}: {CountWords.Of(comments.ResetsLeftOut, "further reset")} without "
                + "comments, of which there are too many: extract some connections first");
        }
    }
}
