using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Host.Logs;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace analyze</c> was asked to do.</summary>
sealed record AnalyzeRequest
{
    /// <summary>Captures and folders, as typed; "-" is standard input.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>How to report.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>Where to report; null is standard output.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Whether every reset is shown, however many there are.</summary>
    public bool All { get; init; }

    /// <summary>Whether to replace what says whose traffic it was.</summary>
    public bool Redact { get; init; }

    /// <summary>Whether all files are one capture.</summary>
    public bool Ring { get; init; }

    /// <summary>Whether to print what was counted.</summary>
    public bool Stats { get; init; }

    /// <summary>Alternatives: a reset for which one holds makes the run fail.</summary>
    public IReadOnlyList<FailCondition> FailOn { get; init; } = [];

    /// <summary>The frames to look at, in the language of pcap-filter(7); null for
    /// all.</summary>
    public string? Filter { get; init; }

    /// <summary>Which logs to look into.</summary>
    public LogRequest Logs { get; init; } = new();

    /// <summary>What the engine is told.</summary>
    public required TracerOptions Tracing { get; init; }
}
