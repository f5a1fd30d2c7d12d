using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Reports;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The outlets that deliver somewhere else.</summary>
public static class Deliveries
{
    /// <summary>Events as log records to a collector.</summary>
    /// <param name="options">Where to; the endpoint is not null.</param>
    /// <param name="host">The name of this host.</param>
    /// <param name="report">Makes the report that writes the lines into a stream.</param>
    /// <param name="connect">Opens connections; null for the usual.</param>
    /// <exception cref="CaptureException">The spool's folder is not ours to write.</exception>
    public static IOutlet OtlpLogs(
        OtlpOptions options, string host, Func<Stream, NdjsonReport> report,
        Connect? connect = null)
    {
        var logs = new OtlpLogs(new OtlpResource(host, options.Resource));
        return new EventDelivery(
            "otlp",
            new OtlpDestination(
                WebPlace.Below(options.Endpoint!, "/v1/logs"), logs.Encode,
                new HttpSender(options.Headers, options.Delivery.Retry.Timeout, connect)),
            options.Delivery, report);
    }

    /// <summary>Metrics to a collector.</summary>
    /// <param name="options">Where to; the endpoint is not null.</param>
    /// <param name="host">The name of this host.</param>
    /// <param name="write">Writes all metrics, from any thread.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="connect">Opens connections; null for the usual.</param>
    /// <exception cref="CaptureException">The spool's folder is not ours to write.</exception>
    public static IOutlet OtlpMetrics(
        OtlpOptions options, string host, Action<IMetricWriter> write, TimeProvider clock,
        Connect? connect = null)
    {
        var resource = new OtlpResource(host, options.Resource);
        SpoolOptions spool = options.Delivery.Spool;
        return new MetricDelivery(
            "otlp-metrics",
            new OtlpDestination(
                WebPlace.Below(options.Endpoint!, "/v1/metrics"),
                batch => Delivery.OtlpMetrics.Encode(resource, batch.Records),
                new HttpSender(options.Headers, options.Delivery.Retry.Timeout, connect)),
            options.Delivery with { Spool = spool with { Folder = spool.Folder + "-metrics" } },
            options.MetricsInterval, write, clock);
    }

    /// <summary>Events as rows to a ClickHouse.</summary>
    /// <inheritdoc cref="OtlpLogs"/>
    public static IOutlet ClickHouse(
        ClickHouseOptions options, string host, Func<Stream, NdjsonReport> report,
        Connect? connect = null)
    {
        var headers = new Dictionary<string, string>
        {
            ["X-ClickHouse-User"] = options.User,
            ["X-ClickHouse-Key"] = options.Password,
        };
        return new EventDelivery(
            "clickhouse",
            new ClickHouseDestination(
                options, new ClickHouseRows(host),
                new HttpSender(headers, options.Delivery.Retry.Timeout, connect)),
            options.Delivery, report);
    }
}
