using System;
using System.Collections.Generic;

namespace RstTrace.Sidecar.Metrics;

/// <summary>Gets metrics, family by family: a page, an exporter.</summary>
/// <remarks>Names and units are Prometheus' own: seconds, bytes, <c>_total</c> for what only grows.
/// Labels are borrowed for the call.</remarks>
public interface IMetricWriter
{
    /// <summary>A family begins; its samples follow.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is, in a sentence.</param>
    /// <param name="kind">What its samples mean.</param>
    void Begin(string name, string help, MetricKind kind);

    /// <summary>One sample of the family that has begun.</summary>
    void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels);

    /// <summary>One histogram of the family that has begun.</summary>
    void Sample(HistogramCounts counts);
}

/// <summary>What samples mean.</summary>
public enum MetricKind
{
    /// <summary>A count that only grows.</summary>
    Counter,

    /// <summary>A value of the moment.</summary>
    Gauge,

    /// <summary>Counts by limits.</summary>
    Histogram,
}

/// <summary>A histogram at one moment.</summary>
/// <param name="Limits">The upper limits, inclusive, ascending; the last is followed by one without
/// limit.</param>
/// <param name="Counts">How many in each, one more than limits; not cumulative.</param>
/// <param name="Sum">Of all values.</param>
public sealed record HistogramCounts(
    IReadOnlyList<double> Limits, IReadOnlyList<long> Counts, double Sum);
