using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>How the clock of one capture runs against that of another.</summary>
/// <param name="Offset">How much later it shows the same moment, at <paramref name="At"/>.</param>
/// <param name="Drift">How much faster it runs: 0.0001 is 100 ppm; null where too little time
/// passed to tell.</param>
/// <param name="Uncertainty">The offset may be as much more or less: what causality
/// leaves open.</param>
/// <param name="At">Where the offset holds, by the first one's clock.</param>
/// <param name="Segments">Segments that it was told from.</param>
public sealed record ClockEstimate(
    Duration Offset, double? Drift, Duration Uncertainty, Timestamp At, int Segments);

/// <summary>Estimates a clock against another from segments that both captures saw.</summary>
/// <remarks>No segment arrives before it is sent: in one direction the difference of the two clocks
/// is the offset and a delay, in the other the offset without one. The least and the greatest bound
/// it; a line through the middle of these bounds over time is the drift.</remarks>
sealed class ClockFit
{
    const int Bins = 64;
    static readonly Duration s_longEnough = Duration.FromSeconds(5);

    readonly List<(double Time, double Difference)> _there = [], _back = [];
    Timestamp? _base;
    Timestamp _baseOther;

    /// <summary>Segments at most: enough for any line.</summary>
    const int Most = 200_000;

    /// <summary>Takes a segment that both saw.</summary>
    /// <param name="one">When the first saw it, by its clock.</param>
    /// <param name="other">When the second saw it, by its clock.</param>
    /// <param name="isThere">Whether it went from the first capture to the second.</param>
    public void Add(Timestamp one, Timestamp other, bool isThere)
    {
        if (_base is null) (_base, _baseOther) = (one, other);
        List<(double, double)> list = isThere ? _there : _back;
        if (list.Count >= Most) return;

        double time = (one - _base.Value).Seconds;
        list.Add((time, (other - _baseOther).Seconds - time));
    }

    /// <summary>Segments taken.</summary>
    public int Count => _there.Count + _back.Count;

    /// <summary>Works it out; null without a segment.</summary>
    public Fitted? Fit()
    {
        if (_base is not { } start || Count == 0) return null;

        (double first, double last) = Span();
        double? drift = last - first >= s_longEnough.Seconds ? Drift(first, last) : null;
        double slope = drift ?? 0;
        double high = Bound(_there, slope, least: true), low = Bound(_back, slope, least: false);

        // Only one direction: then the delay is unknown. To take it for none is to take the latest
        // moment at which something may have passed.
        bool isOneWay = double.IsNaN(high) || double.IsNaN(low);
        if (double.IsNaN(high)) high = low;
        if (double.IsNaN(low)) low = high;
        double gap = isOneWay ? 2 * UnknownDelay : high - low;
        double stray = drift is null ? (last - first) * UsualDrift : 0;
        return new Fitted(start, _baseOther, slope, low, high)
        {
            LongestTrip = Duration.FromSeconds(Math.Abs(gap)),
            Estimate = new ClockEstimate(
                Offset(start, (low + high) / 2), drift,
                Duration.FromSeconds((Math.Abs(gap) / 2) + stray), start, Count),
        };
    }

    const double UnknownDelay = 0.5, UsualDrift = 1e-4;

    Duration Offset(Timestamp start, double difference)
        => _baseOther - start + Duration.FromSeconds(difference);

    (double First, double Last) Span()
    {
        double first = double.MaxValue, last = double.MinValue;
        foreach (List<(double Time, double)> list in new[] { _there, _back })
        {
            foreach ((double time, _) in list)
            {
                first = Math.Min(first, time);
                last = Math.Max(last, time);
            }
        }

        return (first, last);
    }

    static double Bound(List<(double Time, double Difference)> list, double slope, bool least)
    {
        double bound = double.NaN;
        foreach ((double time, double difference) in list)
        {
            double level = difference - (slope * time);
            if (double.IsNaN(bound) || (least ? level < bound : level > bound)) bound = level;
        }

        return bound;
    }

    // The median of the slopes between any two bins: one odd bin moves it little (Theil, 1950).
    double? Drift(double first, double last)
    {
        var bounds = new (double High, double Low)[Bins];
        var times = new (double High, double Low)[Bins];
        Array.Fill(bounds, (double.NaN, double.NaN));
        double width = (last - first) / Bins;
        foreach ((double time, double difference) in _there)
        {
            int bin = Math.Min(Bins - 1, (int)((time - first) / width));
            if (difference >= bounds[bin].High) continue;
            bounds[bin].High = difference;
            times[bin].High = time;
        }

        foreach ((double time, double difference) in _back)
        {
            int bin = Math.Min(Bins - 1, (int)((time - first) / width));
            if (difference <= bounds[bin].Low) continue;
            bounds[bin].Low = difference;
            times[bin].Low = time;
        }

        var slopes = new List<double>();
        for (int i = 0; i < Bins; i++)
        {
            for (int j = i + (Bins / 4); j < Bins; j++)
            {
                Add(bounds[i].High, times[i].High, bounds[j].High, times[j].High);
                Add(bounds[i].Low, times[i].Low, bounds[j].Low, times[j].Low);
            }
        }

        const int Few = 3;
        if (slopes.Count < Few) return null;

        slopes.Sort();
        return slopes[slopes.Count / 2];

        void Add(double from, double fromTime, double to, double toTime)
        {
            if (!double.IsNaN(from) && !double.IsNaN(to) && toTime > fromTime)
                slopes.Add((to - from) / (toTime - fromTime));
        }
    }
}

/// <summary>A clock against another, to be asked.</summary>
/// <param name="start">Where the first one's clock is counted from.</param>
/// <param name="other">Where the second one's is.</param>
/// <param name="slope">Drift, as far as known.</param>
/// <param name="low">The greatest difference of segments that came back, in seconds.</param>
/// <param name="high">The least of those that went there.</param>
sealed class Fitted(Timestamp start, Timestamp other, double slope, double low, double high)
{
    /// <summary>What is said of it.</summary>
    public required ClockEstimate Estimate { get; init; }

    /// <summary>When the second clock shows what the first one shows at a moment.</summary>
    public Timestamp ToOther(Timestamp one) => At(one, (low + high) / 2);

    /// <summary>The same for the first clock.</summary>
    public Timestamp ToOne(Timestamp moment) => Back(moment, (low + high) / 2);

    /// <summary>When, at the latest, something that the second saw at a moment passed the first on
    /// its way to it, by the first one's clock.</summary>
    public Timestamp LatestAtOne(Timestamp moment) => Back(moment, high);

    /// <summary>When, at the latest, something that the first saw at a moment passed the second on
    /// its way to it, by the second one's clock.</summary>
    public Timestamp LatestAtOther(Timestamp moment) => At(moment, low);

    /// <summary>How long a segment may take between the two, and back.</summary>
    public required Duration LongestTrip { get; init; }

    /// <summary>There and back between the two, at least.</summary>
    public Duration RoundTrip => Duration.FromSeconds(Math.Abs(high - low));

    Timestamp At(Timestamp one, double level)
    {
        double elapsed = (one - start).Seconds;
        return other + Duration.FromSeconds(elapsed + (slope * elapsed) + level);
    }

    Timestamp Back(Timestamp moment, double level)
    {
        double elapsed = ((moment - other).Seconds - level) / (1 + slope);
        return start + Duration.FromSeconds(elapsed);
    }
}
