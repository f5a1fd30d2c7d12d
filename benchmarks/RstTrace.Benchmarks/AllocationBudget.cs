using System;
using System.Collections.Generic;
using System.Text.Json;
using RstTrace.Benchmarks.Steps;

namespace RstTrace.Benchmarks;

/// <summary>What a step may allocate.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Unit">What the octets are counted for.</param>
/// <param name="Octets">Octets for each of these, at most.</param>
/// <param name="Make">The step itself, ready to be prepared.</param>
public sealed record AllocationBudget(string Step, Unit Unit, long Octets, Func<IStep> Make)
{
    const int Frames = 100_000, Events = 2_000, Flows = 1_000, Rounds = 4;

    // Octets that other threads of the process, such as a test runner's, allocate during a run.
    // Something allocated for one frame in a thousand is more.
    const long OfOthers = 2_048;

    /// <summary>Every step's budget: the one place that says so.</summary>
    public static IReadOnlyList<AllocationBudget> All { get; } =
    [
        new("walk", Unit.Frame, 0, () => new WalkStep(Frames, gzip: false)),
        new("walk gzip", Unit.Frame, 0, () => new WalkStep(Frames, gzip: true)),
        new("decode", Unit.Frame, 0, () => new DecodeStep(Frames, ipv6Share: 0.5)),
        new("track", Unit.Frame, 0, () => new TrackStep(Frames, Flows)),
        new("classify", Unit.Event, 8_192, () => new ClassifyStep(Events)),
        new("report NDJSON", Unit.Event, 5_120, () => new NdjsonStep(Events)),
        new("report text", Unit.Event, 2_048, () => new TextStep(Events)),
        new("whole pipe", Unit.Event, 14_336, () => new PipeStep(Frames, Flows, 0.5)),
    ];

    /// <summary>Runs the step and counts what all threads allocated: the least of some rounds,
    /// since the runtime allocates in others.</summary>
    public Allocation Measure()
    {
        using IStep step = Make();
        long least = long.MaxValue, units = 0;
        for (int round = 0; round < Rounds; round++)
        {
            step.Prepare();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Passed passed = step.Run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            units = Unit == Unit.Frame ? passed.Frames : passed.Events;
        }

        return new Allocation(this, units, least);
    }

    /// <summary>What a run allocated.</summary>
    /// <param name="Budget">What it might have.</param>
    /// <param name="Units">Frames or events that came through.</param>
    /// <param name="Octets">Octets in all.</param>
    public sealed record Allocation(AllocationBudget Budget, long Units, long Octets)
    {
        /// <summary>Octets for each unit.</summary>
        public double Each => (double)Octets / Units;

        /// <summary>Whether it is within the budget.</summary>
        public bool IsWithin => Units > 0 && Octets <= (Budget.Octets * Units) + OfOthers;

        /// <summary>One JSON object on a line.</summary>
        public string ToJson() => JsonSerializer.Serialize(new
        {
            step = Budget.Step,
            unit = Budget.Unit == Unit.Frame ? "frame" : "event",
            units = Units,
            octets = Octets,
            each = Math.Round(Each, 1),
            budget = Budget.Octets,
        });
    }
}

/// <summary>What octets are counted for.</summary>
public enum Unit
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>A reset event.</summary>
    Event,
}
