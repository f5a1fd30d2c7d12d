using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar.Delivery;

/// <summary>One snapshot of the metrics as an array of OTLP's metrics, in JSON.</summary>
/// <remarks>Counts are cumulative, so that of snapshots which were lost only the moments are
/// missing.</remarks>
sealed class OtlpMetrics : IMetricWriter, IDisposable
{
    const string Cumulative = "2"; // AGGREGATION_TEMPORALITY_CUMULATIVE

    readonly ArrayBufferWriter<byte> _octets = new(16 * 1024);
    readonly Utf8JsonWriter _json;
    readonly string _start, _now;
    MetricKind _kind;
    bool _isOpen;

    /// <param name="start">Since when counts are counted, in nanoseconds since 1970.</param>
    /// <param name="now">The moment of the snapshot.</param>
    public OtlpMetrics(long start, long now)
    {
        _start = start.ToString(CultureInfo.InvariantCulture);
        _now = now.ToString(CultureInfo.InvariantCulture);
        _json = new Utf8JsonWriter(_octets, OtlpResource.Json);
        _json.WriteStartArray();
    }

    /// <inheritdoc/>
    public void Begin(string name, string help, MetricKind kind)
    {
        End();
        _isOpen = true;
        _kind = kind;
        _json.WriteStartObject();
        _json.WriteString("name"u8, name);
        _json.WriteString("description"u8, help);
        _json.WriteStartObject(
            kind == MetricKind.Counter ? "sum" : kind == MetricKind.Gauge ? "gauge" : "histogram");
        if (kind == MetricKind.Counter) _json.WriteBoolean("isMonotonic"u8, true);
        if (kind != MetricKind.Gauge)
        {
            _json.WritePropertyName("aggregationTemporality"u8);
            _json.WriteRawValue(Cumulative);
        }

        _json.WriteStartArray("dataPoints"u8);
    }

    /// <inheritdoc/>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        BeginPoint();
        _json.WriteNumber("asDouble"u8, double.IsFinite(value) ? value : 0);
        _json.WriteStartArray("attributes"u8);
        foreach ((string name, string text) in labels) OtlpResource.WriteText(_json, name, text);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Sample(HistogramCounts counts)
    {
        BeginPoint();
        long count = 0;
        _json.WriteStartArray("bucketCounts"u8);
        foreach (long some in counts.Counts)
        {
            count += some;
            _json.WriteStringValue(some.ToString(CultureInfo.InvariantCulture));
        }

        _json.WriteEndArray();
        _json.WriteStartArray("explicitBounds"u8);
        foreach (double limit in counts.Limits) _json.WriteNumberValue(limit);
        _json.WriteEndArray();
        _json.WriteString("count"u8, count.ToString(CultureInfo.InvariantCulture));
        _json.WriteNumber("sum"u8, counts.Sum);
        _json.WriteEndObject();
    }

    /// <summary>The snapshot.</summary>
    public byte[] Take()
    {
        End();
        _json.WriteEndArray();
        _json.Flush();
        return _octets.WrittenSpan.ToArray();
    }

    /// <summary>A request of some snapshots (ExportMetricsServiceRequest).</summary>
    public static byte[] Encode(OtlpResource resource, IReadOnlyList<byte[]> snapshots)
    {
        var request = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(request, OtlpResource.Json))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceMetrics"u8);
            json.WriteStartObject();
            resource.Write(json);
            json.WriteStartArray("scopeMetrics"u8);
            foreach (byte[] snapshot in snapshots)
            {
                json.WriteStartObject();
                OtlpResource.WriteScope(json);
                json.WritePropertyName("metrics"u8);
                json.WriteRawValue(snapshot, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return request.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    void BeginPoint()
    {
        _json.WriteStartObject();
        _json.WriteString("timeUnixNano"u8, _now);
        if (_kind != MetricKind.Gauge) _json.WriteString("startTimeUnixNano"u8, _start);
    }

    void End()
    {
        if (!_isOpen) return;

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _isOpen = false;
    }
}
