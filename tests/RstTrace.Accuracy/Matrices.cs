using System;
using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>What was true against what was said: a row for each truth, a column for each
/// answer.</summary>
static class Matrices
{
    static readonly string[] s_senders = ["client", "server", "third-party", Judgement.Unknown];

    static readonly string[] s_stages =
        ["handshake", "mid-stream", "after-idle", "closing", "no-connection"];

    /// <summary>Senders, at one vantage.</summary>
    public static string Senders(IEnumerable<Judgement> judgements)
        => Table(
            "really", s_senders, judgements,
            judgement => judgement.Truth.Sender,
            judgement => judgement.SaidSender,
            judgement => judgement.Sender);

    /// <summary>Stages, at one vantage; where two are accepted the row is the first.</summary>
    public static string Stages(IEnumerable<Judgement> judgements)
        => Table(
            "really", s_stages, judgements.Where(judgement => judgement.Stage is not null),
            judgement => judgement.Truth.Stages[0],
            judgement => judgement.SaidStage,
            judgement => judgement.Stage);

    static string Table(
        string corner,
        string[] words,
        IEnumerable<Judgement> judgements,
        Func<Judgement, string> truth,
        Func<Judgement, string> said,
        Func<Judgement, Outcome?> outcome)
    {
        ILookup<string, Judgement> really = judgements.ToLookup(truth);
        return Markdown.Table(
            [corner, .. words.Select(word => $"#said {word}")],
            from row in words
            where really[row].Any()
            select (string[])
            [
                row,
                .. words.Select(word => Cell(really[row].Where(j => said(j) == word), row == word)),
            ]);

        // Off the diagonal, what is accepted is told.
        string Cell(IEnumerable<Judgement> found, bool isDiagonal)
        {
            int all = found.Count(), accepted = found.Count(j => outcome(j) == Outcome.Right);
            return isDiagonal || accepted == 0
                ? Markdown.Count(all)
                : $"{Markdown.Count(all)} ({Markdown.Count(accepted)} accepted)";
        }
    }
}
