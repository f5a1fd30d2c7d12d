using System.Collections.Generic;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace extract</c> was asked to do.</summary>
sealed record ExtractRequest
{
    /// <summary>Captures and folders, as typed; none is "-".</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Where the connections go; "-" is standard output.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Which connections.</summary>
    public required ResetChoice Choice { get; init; }

    /// <summary>Whether all files are one capture.</summary>
    public bool Ring { get; init; }

    /// <summary>Octets to keep of each frame; 0 for all.</summary>
    public int SnapLength { get; init; }

    /// <summary>What the engine is told.</summary>
    public required TracerOptions Tracing { get; init; }
}
