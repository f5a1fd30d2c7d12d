using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>What a tracer may be told. The defaults serve an incident.</summary>
public sealed record TracerOptions
{
    /// <summary>Silence from which on a reset came "after idle". The shortest common timeout of a
    /// box on the path is 60 s; half of it is no accident of traffic.</summary>
    public Duration IdleAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a reset is followed before it is judged, by the capture's clock. What is
    /// followed for less than <see cref="LongEnough"/> is marked unsettled.</summary>
    public Duration Settle { get; init; } = LongEnough;

    /// <summary>What it takes to see whether either side goes on: round trips and the first
    /// retransmission.</summary>
    public static Duration LongEnough { get; } = Duration.FromSeconds(1);

    /// <summary>Flows held at most. A flow takes 576 octets, and about 90 in the index and the
    /// queues: 100,000 take 67 MB, of which only what has been used counts.</summary>
    public int MaxFlows { get; init; } = 100_000;
}
