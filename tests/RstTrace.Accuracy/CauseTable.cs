using System;
using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Causes as they are against causes as they are called.</summary>
static class CauseTable
{
    /// <summary>A row for each true cause: how often it is found at each vantage, and what it is
    /// called instead.</summary>
    public static string Of(IEnumerable<Judgement> judgements)
        => Markdown.Table(
            [
                "true cause", "#resets at client", "#right", "#abstained", "#wrong",
                "#resets at server", "#right", "#abstained", "#wrong", "other names that were said",
            ],
            from cause in Causes(judgements)
            select (string[])
            [
                Markdown.Code(cause.Key),
                .. Vantages.All.SelectMany(
                    vantage => Counts(cause.Where(j => j.Capture.Vantage == vantage))),
                OtherNames(cause),
            ]);

    /// <summary>A row for each true cause that the wire cannot always tell from others: those that
    /// are accepted too, and for how many resets.</summary>
    public static string SeveralAccepted(IEnumerable<Judgement> judgements)
        => Markdown.Table(
            ["true cause", "#resets", "#where no other is accepted", "accepted too"],
            from cause in Causes(judgements)
            where cause.Any(judgement => judgement.Truth.Causes.Count > 1)
            select (string[])
            [
                Markdown.Code(cause.Key),
                Markdown.Count(cause.Count()),
                Markdown.Count(cause.Count(judgement => judgement.Truth.Causes.Count == 1)),
                Listed(cause.SelectMany(judgement => judgement.Truth.Causes.Skip(1))),
            ]);

    static IEnumerable<IGrouping<string, Judgement>> Causes(IEnumerable<Judgement> judgements)
        => judgements
            .Where(judgement => judgement.Cause is not null)
            .GroupBy(judgement => judgement.Truth.Causes[0])
            .OrderBy(cause => cause.Key, StringComparer.Ordinal);

    static IEnumerable<string> Counts(IEnumerable<Judgement> judgements)
        => ((int[])
        [
            judgements.Count(),
            judgements.Count(judgement => judgement.Cause == Outcome.Right),
            judgements.Count(judgement => judgement.Cause == Outcome.Abstained),
            judgements.Count(judgement => judgement.Cause == Outcome.Wrong),
        ]).Select(Markdown.Count);

    static string OtherNames(IGrouping<string, Judgement> cause)
        => string.Join(
            ", ",
            from judgement in cause
            where judgement.SaidCause != cause.Key
            group judgement by (judgement.SaidCause, judgement.Cause) into name
            orderby name.Key.Cause descending, name.Count() descending, name.Key.SaidCause
            select $"{Markdown.Code(name.Key.SaidCause)} {Vantages.Count(name)}"
                + (name.Key.Cause == Outcome.Right ? " accepted" : ""));

    static string Listed(IEnumerable<string> ids)
        => string.Join(
            ", ",
            from id in ids
            group id by id into same
            orderby same.Count() descending, same.Key
            select $"{Markdown.Code(same.Key)} {same.Count()}");
}
