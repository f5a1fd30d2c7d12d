using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Accuracy;

namespace RstTrace.Samples.Tests;

/// <summary>The labelled scenarios with both captures at hand: as they are, with clocks that are
/// wrong, cut, and with frames dropped.</summary>
sealed class ComparedTests
{
    public static IEnumerable<TestCaseData> Trials
        => ComparedTrial.All.Select(
            trial => new TestCaseData(trial).SetArgDisplayNames(trial.Name));

    [TestCaseSource(nameof(Trials))]
    public void No_box_is_falsely_accused(ComparedTrial trial)
    {
        ComparedJudgement[] all = ComparedLab.Judged(trial);

        // One dropped frame of a capture without other gaps cannot be told from an injection: the
        // verdict must say so, and be less sure.
        Assert.That(
            from judgement in all
            where judgement.IsFalseAccusation
            where !(judgement.SaysOneDrop && trial.Drops
                && judgement.Reset.Verdict.SenderConfidence <= 0.9)
            select $"{judgement.Capture.Where} {judgement.Truth.Frame}",
            Is.Empty);
        double right = all.Average(judgement => judgement.Sender == Outcome.Right ? 1.0 : 0);
        Assert.That(right, Is.GreaterThanOrEqualTo(trial.LeastRight));
    }
}
