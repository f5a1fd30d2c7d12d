using RstTrace.Core.Kernel;
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

    /// <summary>Flows held at most. A flow takes 192 octets and some 60 in the index and the
    /// queues, and 448 more if its detail is kept: of what will be reset, where that is known
    /// beforehand, else of all. Memory is taken as they come.</summary>
    public int MaxFlows { get; init; } = 100_000;

    /// <summary>Who knows the word of this host's kernel for each reset; null where packets are
    /// all there is.</summary>
    public IKernelWitness? Kernel { get; init; }
}
