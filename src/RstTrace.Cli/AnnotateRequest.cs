using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace annotate</c> was asked to do.</summary>
sealed record AnnotateRequest
{
    /// <summary>The capture, as typed; never "-".</summary>
    public required string Path { get; init; }

    /// <summary>Where the copy goes; "-" is standard output.</summary>
    public required string OutputPath { get; init; }

    /// <summary>What the engine is told.</summary>
    public required TracerOptions Tracing { get; init; }
}
