using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>One host connects to one service at regular intervals, and says nothing: a check that
/// the port answers.</summary>
/// <remarks>One missed beat in ten does not break a series. Innocent: whatever comes irregularly,
/// or says something.</remarks>
static class HealthCheck
{
    const int FewestIntervals = 4;
    const double MostJitter = 0.1; // of the interval
    const int OneMissedIn = 10;

    // What comes faster is a loop, or a load test.
    static readonly Duration s_shortest = Duration.FromMilliseconds(500);

    public static Pattern Pattern { get; } =
        new(IncidentKind.HealthCheck, new Duration(long.MaxValue), Find, Tell);

    static void Find(ResetWindow window)
    {
        foreach ((PatternKey key, List<int> places) in window.FreeBy(Checked))
        {
            var times = new List<Timestamp>();
            foreach (int place in places) times.Add(window[place].Time);

            Beat? beat = BeatOf(times);
            if (beat != null || window.Continues(key, times[0]))
                window.Add(new Claim(key, places) { Beat = beat });
        }
    }

    static PatternKey? Checked(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        bool saidNothing = flow.Client.Octets == 0 && flow.Server.Octets == 0;
        return saidNothing && CauseIds.Checks.Contains(reset.Verdict.Cause.Id)
            ? new PatternKey(flow.Server.Address, flow.Server.Port, flow.Client.Address)
            : null;
    }

    /// <summary>The beat of some moments; null where there is none.</summary>
    /// <param name="times">In order.</param>
    internal static Beat? BeatOf(List<Timestamp> times)
    {
        if (times.Count <= FewestIntervals) return null;

        var sorted = new List<double>();
        for (int i = 1; i < times.Count; i++) sorted.Add((times[i] - times[i - 1]).Nanoseconds);
        double[] intervals = [.. sorted];
        sorted.Sort();
        double median = sorted[sorted.Count / 2];
        if (median < s_shortest.Nanoseconds) return null;

        int missed = 0;
        for (int i = 0; i < intervals.Length; i++)
        {
            if (Math.Round(intervals[i] / median) != 2) continue;
            intervals[i] /= 2;
            missed++;
        }

        (double mean, double deviation) = MeanAndDeviation(intervals);
        bool isRegular = missed <= Math.Max(1, intervals.Length / OneMissedIn)
            && deviation < mean * MostJitter;
        return isRegular
            ? new Beat(new((long)median), new((long)deviation), intervals.Length)
            : null;
    }

    static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        double sum = 0, squares = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / values.Length));
    }

    static Story Tell(OpenIncident check)
    {
        Beat beat = check.Beat!.Value;
        string client = Story.Clients(check), service = Story.Servers(check);
        return new Story(
            "A health check",
            $"{client} connects to {service} every {beat.Interval} (give or take {beat.Jitter}), "
                + "says nothing and resets: a check whether the port answers.",
            $"nothing on {client} checks {service}",
            beat.Intervals >= 10 ? 0.9 : 0.8,
            [
                new("Nothing to do: this is how balancers and monitors check a port. Let them ask "
                    + "something and close, if the service's log complains."),
            ],
            Severity.Harmless);
    }
}
