using System;
using System.Buffers;
using System.Text.Json;
using RstTrace.Core.Resets;
using RstTrace.Reports;
using RstTrace.Reports.Live;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>What the dashboard is told of a reset, as JSON.</summary>
/// <remarks>Names and texts off the wire are strings in it, escaped as the writer does for HTML
/// too; the page puts them down as text alone.</remarks>
static class DashboardJson
{
    /// <summary>Writes one object.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var octets = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return octets.WrittenSpan.ToArray();
    }

    /// <summary>What a line shows.</summary>
    public static byte[] Brief(string id, ResetEvent reset, string service)
        => Of(json => WriteBrief(json, id, reset, service));

    /// <summary>All that is said of it, and the ladder.</summary>
    public static byte[] Whole(string id, ResetEvent reset, Ladder ladder)
        => Of(json =>
        {
            json.WriteString("id"u8, id);
            json.WriteString("client"u8, reset.Flow.EndpointText(reset.Flow.Client));
            json.WriteString("server"u8, reset.Flow.EndpointText(reset.Flow.Server));
            ResetJson.Write(json, reset, ladder);
        });

    static void WriteBrief(Utf8JsonWriter json, string id, ResetEvent reset, string service)
    {
        Verdict verdict = reset.Verdict;
        json.WriteString("id"u8, id);
        json.WriteString("time"u8, SuppressedJson.Text(reset.Time));
        json.WriteString("sender"u8, ContractWords.Of(verdict.Sender));
        json.WriteString("stage"u8, ContractWords.Of(verdict.Stage));
        json.WriteString("cause"u8, verdict.Cause.Id);
        json.WriteString("title"u8, verdict.Cause.Title);
        json.WriteString("summary"u8, verdict.Summary);
        json.WriteNumber("confidence"u8, Math.Round(verdict.Confidence, 2));
        json.WriteString("client"u8, reset.Flow.EndpointText(reset.Flow.Client));
        json.WriteString("server"u8, reset.Flow.EndpointText(reset.Flow.Server));
        json.WriteString("service"u8, service);
        json.WriteBoolean("weak"u8, reset.Degraded != Core.Flows.Degradations.None);
    }
}
