using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RstTrace.Core.Resets;

namespace RstTrace.Accuracy;

/// <summary>A labelled capture, traced and held against its labels.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Trace">What RstTrace makes of it.</param>
/// <param name="Judgements">One for each label; none where the capture has no reset.</param>
sealed record JudgedCapture(
    LabelledCapture Capture, Trace Trace, IReadOnlyList<Judgement> Judgements);

/// <summary>The labelled captures of the project.</summary>
static class Lab
{
    /// <summary>The sets, by the folder of their labels.</summary>
    public static IReadOnlyList<string> Sets { get; } = ["tests/lab", "tests/lab/first"];

    /// <summary>The folder of <c>RstTrace.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every capture of every set, judged.</summary>
    /// <exception cref="InvalidDataException">A capture is damaged, or a label is of a frame that
    /// is no RST.</exception>
    public static IReadOnlyList<JudgedCapture> Judge()
        => [.. Sets.SelectMany(set => Labels.Read(Root, set)).Select(Judge)];

    static JudgedCapture Judge(LabelledCapture capture)
    {
        Trace trace = Trace.Of(capture);
        return new JudgedCapture(
            capture,
            trace,
            [
                .. from truth in capture.Truths
                   let reset = EventOf(truth, capture, trace)
                   where reset is not null
                   select new Judgement(capture, truth, reset.Verdict),
            ]);
    }

    /// <returns>Null where the label is of the first event and there is none: a reset need not
    /// reach both ends.</returns>
    static ResetEvent? EventOf(Truth truth, LabelledCapture capture, Trace trace)
    {
        if (truth.Frame is not { } frame) return trace.Events is [var first, ..] ? first : null;

        return trace.EventOf(frame)
            ?? throw new InvalidDataException(
                $"{capture.Set}: {capture.Where}: frame {frame} is labelled but in no event");
    }

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "RstTrace.sln"))) return folder;
        }

        throw new InvalidDataException($"no RstTrace.sln in {AppContext.BaseDirectory} or above");
    }
}
