using System;
using System.Collections.Generic;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Configuration;

/// <summary>Makes an outlet when the service begins.</summary>
/// <param name="host">What the service offers it.</param>
/// <exception cref="Core.CaptureException">It cannot begin: a folder that is not ours to
/// write.</exception>
public delegate IOutlet OutletMaker(OutletHost host);

/// <summary>What the service offers to its outlets.</summary>
public sealed record OutletHost
{
    /// <summary>Where the capture looks from: for a <see cref="NdjsonReport"/>.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>Where connections are made, so that their own resets are no news.</summary>
    public required OwnTraffic Own { get; init; }

    /// <summary>What services are called, at the moment of asking.</summary>
    public required Func<ServiceNames> Services { get; init; }

    /// <summary>All metrics at the moment of asking, in the order of the page.</summary>
    public required Action<Metrics.IMetricWriter> WriteMetrics { get; init; }

    /// <summary>Standard error.</summary>
    public required ServiceLog Log { get; init; }
}

/// <summary>Which outlets the configuration asks for: a section each.</summary>
static class OutletMakers
{
    /// <summary>Reads the sections: each outlet adds a line.</summary>
    public static IReadOnlyList<OutletMaker> Read(ConfigTree tree)
    {
        var makers = new List<OutletMaker>();
        Delivery.OutletSections.Read(tree, makers);
        return makers;
    }
}
