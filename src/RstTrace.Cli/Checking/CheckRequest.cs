using RstTrace.Host.Checking;

namespace RstTrace.Cli.Checking;

/// <summary>What <c>rsttrace check</c> was asked to do.</summary>
sealed record CheckRequest
{
    /// <summary>The service; null where only an error's words are asked about.</summary>
    public CheckQuestion? Question { get; init; }

    /// <summary>An error's words, as pasted; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>A capture whose silences are looked at; null for none.</summary>
    public string? CapturePath { get; init; }

    /// <summary>A snapshot of the server; null for none.</summary>
    public string? RemotePath { get; init; }

    /// <summary>A configuration of HAProxy; null for none.</summary>
    public string? HaproxyPath { get; init; }

    /// <summary>One of nginx; null for none.</summary>
    public string? NginxPath { get; init; }

    /// <summary>How it is shown.</summary>
    public required FindingFormat Format { get; init; }
}

/// <summary>How findings are shown.</summary>
enum FindingFormat
{
    /// <summary>For a terminal.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>For a ticket.</summary>
    Markdown,
}
