using System.Collections.Generic;

namespace RstTrace.Reports.Html;

/// <summary>Of a ladder, what fits beside a verdict: its opening, what is near the reset, and what
/// the evidence names.</summary>
static class LadderExcerpt
{
    const int Before = 5, After = 4, MostNamed = 14;

    /// <summary>The steps to draw, in order; the reset is among them, and so is the first step.
    /// </summary>
    public static List<LadderStep> Of(Ladder ladder)
    {
        long reset = OrdinalOfReset(ladder);
        var steps = new List<LadderStep>();
        int named = 0;
        foreach (LadderStep step in ladder.Steps)
        {
            bool isNear = step.Ordinal >= reset - Before && step.Ordinal <= reset + After;
            bool isOpening = step.Ordinal < LadderCollector.Opening;
            bool isNamed = step.Role != LadderRole.Context && named++ < MostNamed;
            if (isNear || isOpening || isNamed || step.Role == LadderRole.Reset) steps.Add(step);
        }

        return steps;
    }

    static long OrdinalOfReset(Ladder ladder)
    {
        foreach (LadderStep step in ladder.Steps)
            if (step.Role == LadderRole.Reset) return step.Ordinal;

        return 0;
    }
}
