using System;
using System.Linq;
using BenchmarkDotNet.Running;
using RstTrace.Benchmarks;

// What each step allocates, a line of JSON each; fails past a budget.
if (args is ["allocation"])
{
    bool isWithin = true;
    foreach (AllocationBudget budget in AllocationBudget.All)
    {
        AllocationBudget.Allocation allocation = budget.Measure();
        Console.Out.WriteLine(allocation.ToJson());
        isWithin &= allocation.IsWithin;
    }

    return isWithin ? 0 : 1;
}

// A benchmark that failed is a failure of the run.
return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args)
    .All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
