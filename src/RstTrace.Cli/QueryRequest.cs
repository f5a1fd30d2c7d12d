using System;
using RstTrace.Sidecar.Store;

namespace RstTrace.Cli;

/// <summary>What <c>rsttrace query</c> was asked to do.</summary>
sealed record QueryRequest
{
    /// <summary>The history's file.</summary>
    public required string Store { get; init; }

    /// <summary>Which resets.</summary>
    public required StoreQuestion Question { get; init; }

    /// <summary>A question in SQL, in place of that; null without.</summary>
    public string? Sql { get; init; }

    /// <summary>How to write the answer.</summary>
    public QueryFormat Format { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; }
}

/// <summary>How an answer is written.</summary>
enum QueryFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>A line for each: the event as it was, or a row of SQL.</summary>
    Ndjson,

    /// <summary>A row for each.</summary>
    Csv,
}
