using System;
using System.IO;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The <c>clickhouse:</c> of the configuration.</summary>
public sealed record ClickHouseOptions
{
    /// <summary>Where its HTTP interface is; null for no delivery.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The database that holds the tables of <c>rsttrace schema clickhouse</c>.</summary>
    public string Database { get; init; } = "default";

    /// <summary>Who we are there.</summary>
    public string User { get; init; } = "default";

    /// <summary>And what proves it.</summary>
    public string Password { get; init; } = "";

    /// <summary>How long a row waits for others: ClickHouse wants few inserts that are
    /// large.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where and how long it waits.</summary>
    public DeliveryOptions Delivery { get; init; } = new()
    {
        Spool = new SpoolOptions { Folder = Path.Combine(SpoolOptions.UsualFolder, "clickhouse") },
        Retry = new RetryOptions { Timeout = TimeSpan.FromSeconds(30) },
    };

    /// <summary>What is wrong, after the name of the key; null when nothing is.</summary>
    public string? Validate()
        => Endpoint is null ? null
            : WebPlace.Wrong("clickhouse.endpoint", Endpoint, "http://localhost:8123")
            ?? (Linger < TimeSpan.Zero || Linger > TimeSpan.FromMinutes(10)
                ? "clickhouse.linger is not between 0 and 10 minutes" : null)
            ?? (Delivery.Spool.Validate() is { } wrong ? $"clickhouse.{wrong}" : null);
}
