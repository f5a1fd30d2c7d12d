using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Captures by name.</summary>
static class CaseLists
{
    /// <summary>Those whose labels say that the vantage cannot know who sent a reset.</summary>
    public static string Undecidable(IEnumerable<Judgement> judgements)
        => Markdown.Table(
            [
                "capture", "what was done", "#resets", "really", "also accepted", "said",
                "#mean confidence",
            ],
            from judgement in judgements
            where judgement.Truth.IsUndecidable
            group judgement by (
                judgement.Capture,
                judgement.Truth.Sender,
                Accepted: Others(judgement.Truth),
                judgement.SaidSender) into same
            select (string[])
            [
                same.Key.Capture.Where,
                same.Key.Capture.What ?? "",
                Markdown.Count(same.Count()),
                same.Key.Sender,
                same.Key.Accepted,
                same.Key.SaidSender,
                Markdown.Share(same.Average(judgement => judgement.Verdict.Confidence)),
            ]);

    /// <summary>Those where an answer is not accepted, abstentions too.</summary>
    public static string NotRight(IEnumerable<Judgement> judgements)
        => Markdown.Table(
            ["labels in", "capture", "#resets", "sender", "stage", "cause", "#mean confidence"],
            from judgement in judgements
            where !judgement.IsAllRight
            group judgement by (
                judgement.Capture,
                Sender: Fault(judgement.Sender, judgement.SaidSender, judgement.Truth.Senders),
                Stage: Fault(judgement.Stage, judgement.SaidStage, judgement.Truth.Stages),
                Cause: Fault(judgement.Cause, judgement.SaidCause, judgement.Truth.Causes)) into same
            select (string[])
            [
                Markdown.Code(same.Key.Capture.Set),
                same.Key.Capture.Where,
                Markdown.Count(same.Count()),
                same.Key.Sender,
                same.Key.Stage,
                same.Key.Cause,
                Markdown.Share(same.Average(judgement => judgement.Verdict.Confidence)),
            ]);

    static string Others(Truth truth)
        => string.Join(", ", truth.Senders.Where(sender => sender != truth.Sender));

    /// <returns>Nothing where the answer is right.</returns>
    static string Fault(Outcome? outcome, string said, IReadOnlyList<string> accepted)
        => outcome is null or Outcome.Right ? "" : $"{said}, really {string.Join(" or ", accepted)}";
}
