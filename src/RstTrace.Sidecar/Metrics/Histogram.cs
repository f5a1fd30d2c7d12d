using System;

namespace RstTrace.Sidecar.Metrics;

/// <summary>Counts of values by limits. Not for several threads at once.</summary>
/// <param name="limits">The upper limits, inclusive, ascending.</param>
sealed class Histogram(double[] limits)
{
    readonly long[] _counts = new long[limits.Length + 1];
    double _sum;

    /// <summary>Counts a value.</summary>
    public void Add(double value)
    {
        int place = Array.BinarySearch(limits, value);
        _counts[place >= 0 ? place : ~place]++;
        _sum += value;
    }

    /// <summary>A copy.</summary>
    public HistogramCounts Take() => new(limits, (long[])_counts.Clone(), _sum);
}
