using NUnit.Framework;
using RstTrace.Reports.Comparing;

namespace RstTrace.Reports.Tests;

public class RateTestTests
{
    // Worked out with exact fractions: twice the smaller tail of the binomial. The first is the
    // example of R's rateratio.test, "barely non-significant".
    [TestCase(2, 9, 16_660.0 / 34_537, 0.0501064956141089)]
    [TestCase(9, 2, 0.5, 0.0654296875)]
    [TestCase(0, 5, 0.5, 0.0625)]
    [TestCase(0, 6, 0.5, 0.03125)]
    [TestCase(5, 0, 0.5, 0.0625)]
    [TestCase(3, 3, 0.5, 1)]
    [TestCase(1, 0, 0.5, 1)]
    [TestCase(100, 140, 0.5, 0.011664092317677663)]
    [TestCase(1_000, 1_100, 0.4, 3.0914228793357835e-30)]
    [TestCase(7, 40, 0.3, 1.357469063998233e-14)]
    [TestCase(0, 0, 0.5, 1)]
    [TestCase(3, 0, 0.0, 1, TestName = "Nothing was exposed after")]
    public void Is_exact(long before, long after, double share, double chance)
        => Assert.That(
            RateTest.TwoSided(before, after, share), Is.EqualTo(chance).Within(1e-9).Percent);

    [Test]
    public void Large_counts_take_no_time_and_stay_within_0_and_1()
    {
        double same = RateTest.TwoSided(500_000_000, 500_000_100, 0.5);
        double other = RateTest.TwoSided(500_000_000, 501_000_000, 0.5);

        Assert.That(same, Is.InRange(0.9, 1));
        Assert.That(other, Is.InRange(0, 1e-9));
    }
}
