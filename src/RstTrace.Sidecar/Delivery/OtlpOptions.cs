using System;
using System.Collections.Generic;
using System.IO;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The <c>otlp:</c> of the configuration.</summary>
public sealed record OtlpOptions
{
    /// <summary>Where a collector listens; null for no delivery. <c>/v1/logs</c> and
    /// <c>/v1/metrics</c> are added.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Sent with each request, such as <c>Authorization</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; }
        = new Dictionary<string, string>();

    /// <summary>Attributes of the resource beside <c>service.name</c> and
    /// <c>host.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; }
        = new Dictionary<string, string>();

    /// <summary>Whether events are sent as log records.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>Whether metrics are sent.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>From one snapshot of the metrics to the next.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where and how long it waits. The metrics have a folder beside it, whose name
    /// ends in <c>-metrics</c>.</summary>
    public DeliveryOptions Delivery { get; init; } = new()
    {
        Spool = new SpoolOptions { Folder = Path.Combine(SpoolOptions.UsualFolder, "otlp") },
    };

    /// <summary>What is wrong, after the name of the key; null when nothing is.</summary>
    public string? Validate()
        => Endpoint is null ? null
            : WebPlace.Wrong("otlp.endpoint", Endpoint, "http://localhost:4318")
            ?? (MetricsInterval < TimeSpan.FromSeconds(1)
                ? "otlp.metrics_interval is less than a second" : null)
            ?? (Delivery.Spool.Validate() is { } wrong ? $"otlp.{wrong}" : null);
}

/// <summary>Addresses of servers as people write them.</summary>
static class WebPlace
{
    /// <summary>What is wrong with one; null when nothing is.</summary>
    public static string? Wrong(string key, string place, string usual)
        => Uri.TryCreate(place, UriKind.Absolute, out Uri? url)
            && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? null
            : $"{key} takes an address such as {usual}, not '{place}'";

    /// <summary>A place below one.</summary>
    public static Uri Below(string place, string path)
        => new(place.TrimEnd('/') + path, UriKind.Absolute);
}
