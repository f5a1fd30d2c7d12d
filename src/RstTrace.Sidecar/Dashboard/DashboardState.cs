using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>What the dashboard shows beside events: once a second, for all who look.</summary>
/// <param name="service">What is shown.</param>
/// <param name="version">The program's.</param>
sealed class DashboardState(SidecarService service, string version)
{
    const int MostRows = 12;
    const long Stale = 900; // milliseconds

    readonly Lock _gate = new();
    byte[] _latest = [];
    long _made;

    /// <summary>The state as JSON, a second old at most.</summary>
    public byte[] Take()
    {
        lock (_gate)
        {
            long now = Environment.TickCount64;
            if (_latest.Length == 0 || now - _made >= Stale)
            {
                _latest = DashboardJson.Of(Write);
                _made = now;
            }

            return _latest;
        }
    }

    void Write(Utf8JsonWriter json)
    {
        json.WriteString("version"u8, version);
        json.WriteString(
            "device"u8, service.Vantage?.Interface ?? service.Config.Capture.Interface);
        json.WriteString("filter"u8, service.Config.Capture.Filter ?? "");
        json.WriteString("obstacle"u8, service.Obstacle ?? "");
        json.WriteNumber("uptime"u8, Math.Round(service.Uptime.TotalSeconds, 1));
        json.WriteNumber("resets"u8, service.Counts.All);
        json.WriteNumber("suppressed"u8, service.Suppressed);
        json.WriteNumber("share"u8, service.Sampler.Share);
        json.WriteNumber("memory"u8, Environment.WorkingSet);
        json.WriteNumber("cpu"u8, Math.Round(service.CpuUsed, 1));
        if (service.Capture?.Sum() is { } counts) WriteCapture(json, counts);
        json.WriteNumber("step"u8, RateTable.StepSeconds);
        foreach ((string name, var rows) in service.Rates.Take(
            (long)service.Uptime.TotalSeconds, MostRows))
        {
            WriteRows(json, name, rows);
        }

        WriteSilences(json, service.Counts.Silences);
        WriteOutlets(json);
    }

    static void WriteCapture(Utf8JsonWriter json, WorkerCounts counts)
    {
        json.WriteNumber("packets"u8, counts.Source.Captured);
        json.WriteNumber("octets"u8, counts.Counters.Octets);
        json.WriteNumber("dropped"u8,
            counts.Source.DroppedByKernel + counts.Source.DroppedByInterface);
        json.WriteNumber("connections"u8, counts.Counters.Flows);
        json.WriteNumber("evicted"u8, counts.Counters.FlowsEvicted);
        json.WriteNumber("accepted"u8, counts.Connections.Accepted);
        json.WriteNumber("refused"u8, counts.Connections.Refused);
    }

    static void WriteRows(
        Utf8JsonWriter json, string name,
        List<(string What, long All, long LastMinute, int[] Steps)> rows)
    {
        json.WriteStartArray(name);
        foreach ((string what, long all, long lastMinute, int[] steps) in rows)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, what);
            json.WriteNumber("all"u8, all);
            json.WriteNumber("minute"u8, lastMinute);
            json.WriteStartArray("steps"u8);
            foreach (int step in steps) json.WriteNumberValue(step);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteSilences(Utf8JsonWriter json, HistogramCounts silences)
    {
        json.WriteStartObject("silences"u8);
        json.WriteStartArray("limits"u8);
        foreach (double limit in silences.Limits) json.WriteNumberValue(limit);
        json.WriteEndArray();
        json.WriteStartArray("counts"u8);
        foreach (long count in silences.Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WriteOutlets(Utf8JsonWriter json)
    {
        json.WriteStartArray("outlets"u8);
        foreach (IOutlet outlet in service.Outlets)
        {
            OutletCounts counts = outlet.Counts;
            json.WriteStartObject();
            json.WriteString("name"u8, outlet.Name);
            json.WriteNumber("delivered"u8, counts.Delivered);
            json.WriteNumber("dropped"u8, counts.Dropped);
            json.WriteNumber("waiting"u8, counts.Spooled);
            json.WriteString("ailment"u8, outlet.Ailment ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
