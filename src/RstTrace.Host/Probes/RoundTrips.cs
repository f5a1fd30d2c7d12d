using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Probes;

/// <summary>Some round trips in order of length.</summary>
sealed class RoundTrips
{
    readonly List<Duration> _sorted;

    /// <param name="times">In any order; at least one.</param>
    public RoundTrips(IEnumerable<Duration> times)
    {
        _sorted = [.. times];
        _sorted.Sort();
    }

    /// <summary>The middle one.</summary>
    public Duration Median => _sorted[_sorted.Count / 2];

    /// <summary>"0.3 ms", or "0.3 to 12 ms, 0.4 ms in the middle".</summary>
    public string Words => $"{_sorted[0]}" == $"{_sorted[^1]}"
        ? $"{_sorted[0]}"
        : $"{_sorted[0]} to {_sorted[^1]}, {Median} in the middle";
}
