using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Vantages;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace compare</c> was asked to do.</summary>
sealed record CompareRequest
{
    /// <summary>The captures, as typed: two or more.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>How to report.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>Where to report; null is standard output.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Whether every reset is shown, however many there are.</summary>
    public bool All { get; init; }

    /// <summary>Whether to replace what says whose traffic it was.</summary>
    public bool Redact { get; init; }

    /// <summary>Alternatives: a reset for which one holds makes the run fail.</summary>
    public IReadOnlyList<FailCondition> FailOn { get; init; } = [];

    /// <summary>What ends are called in other captures, where that cannot be told.</summary>
    public required EndpointMap Map { get; init; }

    /// <summary>What the engines are told.</summary>
    public required TracerOptions Tracing { get; init; }
}
