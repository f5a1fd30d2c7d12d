using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Counts events and keeps none.</summary>
sealed class CountingSink : IResetSink
{
    public long Events { get; private set; }

    public void Take(ResetEvent reset) => Events++;

    public void Take(Incident incident)
    {
        // Events are counted.
    }
}
