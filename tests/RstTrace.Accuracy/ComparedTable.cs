using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>How often senders are right with both captures at hand, a row for each
/// trial.</summary>
static class ComparedTable
{
    /// <summary>The table.</summary>
    public static string Of()
        => Markdown.Table(
            [
                "the captures", "#resets", "#right", "#abstained", "#wrong", "#share right",
                "#accusations, false", "#of these, said to hang on one frame",
            ],
            from trial in ComparedTrial.All
            select Row(trial.Name, ComparedLab.Judged(trial)));

    static string[] Row(string name, ComparedJudgement[] all)
    {
        int right = all.Count(judgement => judgement.Sender == Outcome.Right);
        ComparedJudgement[] accused = [.. all.Where(judgement => judgement.IsFalseAccusation)];
        return
        [
            name,
            Markdown.Count(all.Length),
            Markdown.Count(right),
            Markdown.Count(all.Count(judgement => judgement.Sender == Outcome.Abstained)),
            Markdown.Count(all.Count(judgement => judgement.Sender == Outcome.Wrong)),
            Markdown.Share((double)right / all.Length),
            Markdown.Count(accused.Length),
            Markdown.Count(accused.Count(judgement => judgement.SaysOneDrop)),
        ];
    }
}
