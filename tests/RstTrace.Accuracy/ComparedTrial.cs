using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Accuracy;

/// <summary>What is done to the captures before they are compared: clocks that are wrong, captures
/// that are cut, frames that were dropped.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Change">Does it: client's capture is 0, server's 1.</param>
sealed record ComparedTrial(
    string Name, Func<int, RecordedCapture, RecordedCapture>? Change)
{
    const double Share = 0.01, Drift = 100e-6;

    /// <summary>Whether frames are dropped here and there.</summary>
    public bool Drops => Name.StartsWith("1 %", StringComparison.Ordinal);

    /// <summary>The share of senders that must be right: where a capture is cut, what is left is
    /// what one capture can know.</summary>
    public double LeastRight
        => Change is null || Name.Contains("clock", StringComparison.Ordinal) ? 0.99
            : Drops ? 0.98
            : 0.95;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ComparedTrial> All { get; } =
    [
        new("as captured", null),
        new("client's clock 3,600 s late, 100 ppm fast", Shifted(0, 3600, Drift)),
        new("client's clock 3,600 s early, 100 ppm slow", Shifted(0, -3600, -Drift)),
        new("server's clock 3,600 s late, 100 ppm slow", Shifted(1, 3600, -Drift)),
        new("server's clock 17 s early, 100 ppm fast", Shifted(1, -17, Drift)),
        new("client's capture ends early", Cut(0, fromEnd: true)),
        new("client's capture begins late", Cut(0, fromEnd: false)),
        new("server's capture ends early", Cut(1, fromEnd: true)),
        new("server's capture begins late", Cut(1, fromEnd: false)),
        new("server's capture ends before its last reset", BeforeLastReset(1)),
        new("client's capture ends before its last reset", BeforeLastReset(0)),
        new("1 % dropped at the client", Dropped(0, 1)),
        new("1 % dropped at the server", Dropped(1, 2)),
        new("1 % dropped at both", (file, capture) =>
            Dropped(file, 3)(file, capture)),
    ];

    static Func<int, RecordedCapture, RecordedCapture> Shifted(int which, double by, double drift)
        => (file, capture) =>
        {
            if (file != which || capture.Records.Count == 0) return capture;

            Timestamp start = capture.Records[0].Time;
            return capture.With(
                _ => true,
                time => time + Duration.FromSeconds(by + ((time - start).Seconds * drift)));
        };

    static Func<int, RecordedCapture, RecordedCapture> Cut(int which, bool fromEnd)
        => (file, capture) =>
        {
            if (file != which) return capture;

            int kept = capture.Records.Count * 7 / 10, place = 0;
            int from = fromEnd ? 0 : capture.Records.Count - kept, to = from + kept;
            return capture.With(_ => place++ is var at && at >= from && at < to);
        };

    static Func<int, RecordedCapture, RecordedCapture> BeforeLastReset(int which)
        => (file, capture) =>
        {
            if (file != which) return capture;

            int last = -1, place = 0;
            for (int i = 0; i < capture.Records.Count; i++)
                if (capture.IsReset(i)) last = i;
            return last < 0 ? capture : capture.With(_ => place++ < last);
        };

    static Func<int, RecordedCapture, RecordedCapture> Dropped(int which, int seed)
        => (file, capture) =>
        {
            if (file != which) return capture;

            var random = new Random(HashCode.Of(seed, file, capture));
            return capture.With(_ => random.NextDouble() >= Share);
        };

    // The same in every run, another for each capture.
    static class HashCode
    {
        public static int Of(int seed, int file, RecordedCapture capture)
            => unchecked((int)((seed * 31) + file
                + (capture.Records.Count == 0 ? 0 : capture.Records[0].Time.Nanoseconds)));
    }
}
