using System.Linq;
using BenchmarkDotNet.Running;

// A benchmark that failed is a failure of the run.
return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args)
    .All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
