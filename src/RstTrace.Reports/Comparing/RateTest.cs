using System;

namespace RstTrace.Reports.Comparing;

/// <summary>Whether two counts may well come from the same rate: the exact conditional test of
/// Przyborowski and Wilenski (Biometrika 31, 1940, 313-323).</summary>
/// <remarks>Of counts that are Poisson with the same rate, the second is binomial given their sum,
/// with the second's share of the exposure. Resets that come in bursts are not Poisson: there the
/// test finds too much rather than too little.</remarks>
public static class RateTest
{
    /// <summary>Below this, a change is more than chance: at 95 %.</summary>
    public const double Level = 0.05;

    /// <summary>How likely a difference at least as large is at the same rate, both ways: twice the
    /// smaller tail, 1 at most.</summary>
    /// <param name="before">The first count.</param>
    /// <param name="after">The second.</param>
    /// <param name="share">The second's share of all that was exposed: 0 to 1.</param>
    public static double TwoSided(long before, long after, double share)
    {
        double expected = (before + after) * share;
        if (after == expected) return 1;
        if (share is <= 0 or >= 1) return 0; // It happened where it could not.

        // The smaller tail is the one away from what is expected; its terms only shrink.
        double tail = after < expected
            ? Tail(after, before, share / (1 - share))
            : Tail(before, after, (1 - share) / share);
        double first = LogTerm(before, after, share);
        return Math.Min(1, 2 * Math.Exp(first) * tail);
    }

    // The sum of the terms from one on as multiples of the first, as "few" goes down to 0.
    static double Tail(long few, long many, double odds)
    {
        double sum = 1, term = 1;
        while (few > 0 && term > sum * 1e-16)
        {
            term *= few-- / (++many * odds);
            sum += term;
        }

        return sum;
    }

    static double LogTerm(long before, long after, double share)
        => LogFactorial(before + after) - LogFactorial(before) - LogFactorial(after)
            + (after * Math.Log(share)) + (before * Math.Log(1 - share));

    // Stirling's series (Abramowitz and Stegun 6.1.41), good to 1e-15 from 16 on.
    static double LogFactorial(long number)
    {
        double log = 0;
        double x = number + 1;
        for (; x < 16; x++) log -= Math.Log(x);
        double square = x * x;
        return log + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI))
            + ((1 - ((1 / 30.0 - ((1 / 105.0 - (1 / (140.0 * square))) / square)) / square))
                / (12 * x));
    }
}
