using System;
using NUnit.Framework;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Vantages;

/// <summary>How a clock is told from segments that two captures saw.</summary>
public sealed class ClockFitTests
{
    static readonly Timestamp s_start = new(1_700_000_000_000_000_000);

    static Fitted Fit(double offset, double drift, double seconds, double delay = 0.01)
    {
        var fit = new ClockFit();
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++)
        {
            double at = seconds * i / 2_000, jitter = random.NextDouble() * 0.003;
            bool isThere = i % 2 == 0;
            double trip = isThere ? delay + jitter : -(delay + jitter);
            fit.Add(
                s_start + Duration.FromSeconds(at),
                s_start + Duration.FromSeconds(at + trip + offset + (at * drift)), isThere);
        }

        return fit.Fit()!;
    }

    [TestCase(0, 0, 1)]
    [TestCase(3600, 1e-4, 600)]
    [TestCase(-3600, -1e-4, 600)]
    [TestCase(-17.25, 0, 30)]
    public void The_offset_lies_within_its_uncertainty(double offset, double drift, double seconds)
    {
        ClockEstimate clock = Fit(offset, drift, seconds).Estimate;

        Assert.That(
            clock.Offset.Seconds,
            Is.EqualTo(offset).Within(clock.Uncertainty.Seconds + 1e-6));
        Assert.That(clock.Uncertainty.Seconds, Is.EqualTo(0.01).Within(0.002));
        Assert.That(clock.Segments, Is.EqualTo(2_000));
    }

    [TestCase(1e-4)]
    [TestCase(-1e-4)]
    [TestCase(0)]
    public void The_drift_is_told_to_a_few_parts_in_a_million(double drift)
        => Assert.That(
            Fit(1_000, drift, 600).Estimate.Drift, Is.EqualTo(drift).Within(3e-6));

    [Test]
    public void Of_a_second_no_drift_is_told()
        => Assert.That(Fit(5, 1e-4, 1).Estimate.Drift, Is.Null);

    [Test]
    public void What_passed_one_passed_it_before_the_other_saw_it()
    {
        Fitted clock = Fit(3_600, 0, 60);
        var arrival = s_start + Duration.FromSeconds(3_630);

        double passed = (clock.LatestAtOne(arrival) - s_start).Seconds;

        Assert.That(passed, Is.LessThanOrEqualTo(30 - 0.01 + 1e-4));
        Assert.That(passed, Is.GreaterThan(30 - 0.0101));
    }

    [Test]
    public void Nothing_is_told_of_nothing() => Assert.That(new ClockFit().Fit(), Is.Null);

    [Test]
    public void Of_one_direction_the_uncertainty_is_large()
    {
        var fit = new ClockFit();
        for (int i = 0; i < 10; i++)
        {
            Timestamp at = s_start + Duration.FromSeconds(i);
            fit.Add(at, at + Duration.FromSeconds(5.02), isThere: true);
        }

        Assert.That(fit.Fit()!.Estimate.Uncertainty.Seconds, Is.GreaterThanOrEqualTo(0.5));
    }
}
