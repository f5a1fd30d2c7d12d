using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Whether a verdict is as often right as it says.</summary>
static class ConfidenceTable
{
    // The words of the report for people, and the confidence from which on each is said.
    static readonly (string Word, double From, double Below)[] s_bands =
    [
        ("certain", 0.95, double.PositiveInfinity),
        ("likely", 0.75, 0.95),
        ("possible", 0.4, 0.75),
        ("a guess", 0, 0.4),
    ];

    /// <summary>A row for each band: confidence is of sender and cause together, so right is what
    /// has both.</summary>
    public static string Of(IEnumerable<Judgement> judgements)
    {
        Judgement[] all = [.. judgements.Where(judgement => judgement.Cause is not null)];
        return Markdown.Table(
            [
                "said", "#confidence from", "#resets", "#mean confidence",
                "#sender and cause right", "#sender left open", "#share right",
            ],
            from band in s_bands
            let found = all.Where(j => Sure(j) >= band.From && Sure(j) < band.Below).ToArray()
            where found.Length > 0
            let right = found.Count(IsRight)
            select (string[])
            [
                band.Word,
                Markdown.Share(band.From),
                Markdown.Count(found.Length),
                Markdown.Share(found.Average(Sure)),
                Markdown.Count(right),
                Markdown.Count(found.Count(judgement => judgement.Sender == Outcome.Abstained)),
                Markdown.Share((double)right / found.Length),
            ]);
    }

    static double Sure(Judgement judgement) => judgement.Verdict.Confidence;

    static bool IsRight(Judgement judgement)
        => judgement is { Sender: Outcome.Right, Cause: Outcome.Right };
}
