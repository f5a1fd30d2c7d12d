using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>What a tracer may be told. The defaults serve an incident.</summary>
public sealed record TracerOptions
{
    /// <summary>Silence from which on a reset came "after idle". The shortest common timeout of a
    /// box on the path is 60 s; half of it is no accident of traffic.</summary>
    public Duration IdleAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a reset is followed before it is judged, by the capture's clock.</summary>
    public Duration Settle { get; init; } = Duration.FromSeconds(1);

    /// <summary>Flows held at most; at about 450 octets each, 131,072 take 60 MB.</summary>
    public int MaxFlows { get; init; } = 131_072;
}
