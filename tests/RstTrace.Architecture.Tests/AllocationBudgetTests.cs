using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Benchmarks;

namespace RstTrace.Architecture.Tests;

/// <summary>Every step of a frame's way allocates what its budget allows, measured on the very
/// steps that are timed.</summary>
[NonParallelizable]
public sealed class AllocationBudgetTests
{
    static IEnumerable<string> Steps => AllocationBudget.All.Select(budget => budget.Step);

    [TestCaseSource(nameof(Steps))]
    public void A_step_stays_within_its_budget(string step)
    {
        AllocationBudget budget = AllocationBudget.All.Single(one => one.Step == step);
        AllocationBudget.Allocation allocation = budget.Measure();
        Assert.Multiple(() =>
        {
            Assert.That(allocation.Units, Is.Positive, "something came through");
            Assert.That(allocation.IsWithin, Is.True, allocation.ToJson());
        });
    }

    [Test]
    public void A_frame_is_allowed_nothing()
        => Assert.That(
            AllocationBudget.All.Where(budget => budget.Unit == Unit.Frame)
                .Select(budget => budget.Octets),
            Is.Not.Empty.And.All.Zero);
}
