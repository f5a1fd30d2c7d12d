using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace explain</c> was asked to do.</summary>
sealed record ExplainRequest
{
    /// <summary>The capture, as typed; never "-".</summary>
    public required string Path { get; init; }

    /// <summary>Number of a RST frame in it, from 1.</summary>
    public required long Frame { get; init; }

    /// <summary>Whether to replace what says whose traffic it was.</summary>
    public bool Redact { get; init; }

    /// <summary>What the engine is told.</summary>
    public required TracerOptions Tracing { get; init; }
}
