using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Tests;

/// <summary>What resets come to.</summary>
static class Incidents
{
    /// <summary>Their incidents, of services of which nothing is known, worst first.</summary>
    public static List<Incident> Of(List<ResetEvent> resets)
    {
        var tracker = new IncidentTracker(new TraceCounters());
        foreach (ResetEvent reset in resets) tracker.Take(reset);
        return tracker.Finish(static (_, _) => null);
    }
}
