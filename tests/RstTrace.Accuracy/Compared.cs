using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Accuracy;

/// <summary>What RstTrace makes of several captures together.</summary>
sealed class Compared : IResetSink
{
    readonly List<ResetEvent> _events = [];
    VantageMerge? _merge;

    Compared(VantageComparison comparison) => Comparison = comparison;

    /// <summary>What was found on the way.</summary>
    public VantageComparison Comparison { get; }

    /// <summary>Its events.</summary>
    public IReadOnlyList<ResetEvent> Events => _events;

    /// <summary>The event that a frame is in; null where it is in none.</summary>
    public ResetEvent? EventOf(FrameId frame)
        => _events.Find(reset => FramesOf(reset).Contains(frame));

    /// <summary>Its frames in all captures.</summary>
    public static IEnumerable<FrameId> FramesOf(ResetEvent reset)
        => reset.Frames.Concat(reset.Elsewhere.SelectMany(other => other.Frames));

    /// <summary>Holds captures together.</summary>
    public static Compared Of(
        IReadOnlyList<RecordedCapture> captures, IReadOnlyList<string> names, double idleAfter,
        EndpointMap? map = null)
    {
        var tuples = new ResetTuples(map ?? EndpointMap.Empty);
        foreach (RecordedCapture capture in captures) ReadAll(capture, tuples.Take);
        VantageScan[] scans = [.. captures.Select((_, file) => new VantageScan(file, tuples))];
        for (int file = 0; file < scans.Length; file++) ReadAll(captures[file], scans[file].Take);
        var comparison = new VantageComparison(scans, names);
        foreach (VantageScan scan in comparison.Sought()) ReadAll(captures[scan.File], scan.Take);
        comparison.Conclude();

        var compared = new Compared(comparison);
        compared._merge = new VantageMerge(comparison, compared._events.Add);
        var lockstep = new Lockstep(comparison, compared._merge);
        var options = new TracerOptions
        {
            IdleAfter = Duration.FromSeconds(idleAfter),
            MaxFlows = 4_096, // The captures are small; a table for more would only cost time.
        };
        foreach (RecordedCapture capture in captures)
        {
            lockstep.Add(capture.Open(), new Tracer(options, compared)
            {
                GathersIncidents = false,
                Proven = comparison.SenderOf,
            });
        }

        lockstep.Run(CancellationToken.None);
        return compared;
    }

    static void ReadAll(RecordedCapture capture, Action<FrameBatch> take)
    {
        using IFrameBatchSource source = capture.Open();
        var batch = new FrameBatch();
        while (source.Read(batch) == ReadOutcome.Frame) take(batch);
    }

    void IResetSink.Take(ResetEvent reset) => _merge!.Take(reset);

    void IResetSink.Take(Incident incident)
    {
    }
}
