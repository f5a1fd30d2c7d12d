using System;
using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>How many answers are right, abstained and wrong, for each set and vantage.</summary>
static class Headline
{
    /// <summary>Who.</summary>
    public static string Senders(IReadOnlyList<JudgedCapture> captures)
        => Table(captures, judgement => judgement.Sender, judgement => judgement.SaidSender);

    /// <summary>When.</summary>
    public static string Stages(IReadOnlyList<JudgedCapture> captures)
        => Table(captures, judgement => judgement.Stage, judgement => judgement.SaidStage);

    /// <summary>Why.</summary>
    public static string Causes(IReadOnlyList<JudgedCapture> captures)
        => Table(captures, judgement => judgement.Cause, judgement => judgement.SaidCause);

    /// <summary>Why, held against the labels as they were before anyone saw a verdict.</summary>
    public static string CausesBeforeWidening(IReadOnlyList<JudgedCapture> captures)
    {
        Widened widened = Widened.Read(Lab.Root);
        return Table(
            [.. captures.Where(capture => Widened.IsAbout(capture.Capture.Set))],
            widened.Cause, judgement => judgement.SaidCause);
    }

    static string Table(
        IReadOnlyList<JudgedCapture> captures,
        Func<Judgement, Outcome?> outcome,
        Func<Judgement, string> said)
        => Markdown.Table(
            [
                "labels in", "taken at", "#captures", "#resets", "#right", "#rightly abstained",
                "#abstained", "#wrong", "#share right", "#the same, averaged over captures",
            ],
            from part in Parts(captures)
            let row = Row(part, outcome, said)
            where row is not null
            select row);

    static IEnumerable<Part> Parts(IReadOnlyList<JudgedCapture> captures)
    {
        string[] sets = [.. captures.Select(capture => capture.Capture.Set).Distinct()];
        foreach (string set in sets)
        {
            foreach (string vantage in Vantages.All)
            {
                yield return new Part(
                    Markdown.Code(set), vantage,
                    [.. captures.Where(c => c.Capture.Set == set && c.Capture.Vantage == vantage)]);
            }
        }

        yield return new Part("all", "both", captures);
    }

    /// <returns>Null where nothing is labelled.</returns>
    static string[]? Row(
        Part part, Func<Judgement, Outcome?> outcome, Func<Judgement, string> said)
    {
        Judgement[][] labelled =
        [
            .. part.Captures
                .Select(capture => capture.Judgements.Where(j => outcome(j) is not null).ToArray())
                .Where(judgements => judgements.Length > 0),
        ];
        if (labelled.Length == 0) return null;

        Judgement[] all = [.. labelled.SelectMany(judgements => judgements)];
        ILookup<Outcome?, Judgement> found = all.ToLookup(outcome);
        int abstaining = found[Outcome.Right].Count(j => said(j) == Judgement.Unknown);
        return
        [
            part.Set,
            part.Vantage,
            Markdown.Count(labelled.Length),
            Markdown.Count(all.Length),
            Markdown.Count(found[Outcome.Right].Count() - abstaining),
            Markdown.Count(abstaining),
            Markdown.Count(found[Outcome.Abstained].Count()),
            Markdown.Count(found[Outcome.Wrong].Count()),
            Markdown.Share(ShareRight(all)),
            Markdown.Share(labelled.Average(ShareRight)),
        ];

        double ShareRight(Judgement[] judgements)
            => judgements.Average(judgement => outcome(judgement) == Outcome.Right ? 1.0 : 0);
    }

    /// <summary>The captures of a row.</summary>
    sealed record Part(string Set, string Vantage, IReadOnlyList<JudgedCapture> Captures);
}
