using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace diff</c> was asked to do.</summary>
sealed record DiffRequest
{
    /// <summary>A capture, a folder of captures, or our NDJSON, as typed.</summary>
    public required string Before { get; init; }

    /// <summary>The same of a later time.</summary>
    public required string After { get; init; }

    /// <summary>Whether a program reads the result.</summary>
    public bool IsNdjson { get; init; }

    /// <summary>Where to write it; null is standard output.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Whether new resets make the run fail, beyond chance.</summary>
    public bool FailsOnNew { get; init; }

    /// <summary>Whether grown ones do.</summary>
    public bool FailsOnGrown { get; init; }

    /// <summary>What the engine is told.</summary>
    public required TracerOptions Tracing { get; init; }
}
