using System.Collections.Generic;

namespace RstTrace.Core.Vantages;

/// <summary>What was counted in captures that show the same traffic.</summary>
public static class VantageCounters
{
    /// <summary>All frames together; connections as many as the capture with most of them has,
    /// since they are the same.</summary>
    public static TraceCounters Of(IReadOnlyList<Tracer> tracers)
    {
        var all = new TraceCounters();
        long flows = 0;
        foreach (Tracer tracer in tracers)
        {
            all.Add(tracer.Counters);
            flows = long.Max(flows, tracer.Counters.Flows);
        }

        all.Flows = flows;
        return all;
    }
}
