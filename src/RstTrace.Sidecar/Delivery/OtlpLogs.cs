using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Events as log records of OTLP: the sentence is the body, the columns and the whole line
/// are attributes.</summary>
/// <param name="resource">Who says it.</param>
sealed class OtlpLogs(OtlpResource resource)
{
    // SeverityNumber: INFO, WARN.
    const int Information = 9, Warning = 13;

    /// <summary>A request of a batch (ExportLogsServiceRequest).</summary>
    public byte[] Encode(SpoolBatch batch)
    {
        var request = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(request, OtlpResource.Json))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceLogs"u8);
            json.WriteStartObject();
            resource.Write(json);
            json.WriteStartArray("scopeLogs"u8);
            json.WriteStartObject();
            OtlpResource.WriteScope(json);
            json.WriteStartArray("logRecords"u8);
            foreach (byte[] line in batch.Records)
                if (EventColumns.Read(line) is { } columns) Write(json, columns, line);

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return request.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, EventColumns columns, byte[] line)
    {
        bool isReset = columns.Kind == EventKind.Reset;
        json.WriteStartObject();
        json.WriteString("timeUnixNano"u8, Text(columns.Time));
        json.WriteString("observedTimeUnixNano"u8, Text(columns.End));
        json.WriteNumber("severityNumber"u8, IsGrave(columns) ? Warning : Information);
        json.WriteString("severityText"u8, IsGrave(columns) ? "WARN"u8 : "INFO"u8);
        json.WriteString("eventName"u8, isReset ? "rsttrace.reset"u8 : "rsttrace.incident"u8);
        json.WriteStartObject("body"u8);
        json.WriteString("stringValue"u8, columns.Summary);
        json.WriteEndObject();
        json.WriteStartArray("attributes"u8);
        foreach ((string name, string value) in Texts(columns, isReset))
            if (value.Length > 0) OtlpResource.WriteText(json, name, value);
        WritePort(json, "client.port", columns.ClientPort);
        WritePort(json, "server.port", columns.ServerPort);
        json.WriteStartObject();
        json.WriteString("key"u8, "rsttrace.confidence"u8);
        json.WriteStartObject("value"u8);
        json.WriteNumber("doubleValue"u8, columns.Confidence);
        json.WriteEndObject();
        json.WriteEndObject();
        OtlpResource.WriteText(json, "rsttrace.event", Encoding.UTF8.GetString(line));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A third party is somebody's fault, and the worst incidents are somebody's trouble.
    static bool IsGrave(EventColumns columns)
        => columns.Sender == "third-party" || columns.Severity is "third-party" or "in-use";

    static IEnumerable<(string Name, string Value)> Texts(EventColumns columns, bool isReset)
    {
        yield return ("event.name", isReset ? "rsttrace.reset" : "rsttrace.incident");
        yield return ("rsttrace.id", columns.Id);
        yield return ("rsttrace.cause", columns.Cause);
        yield return ("rsttrace.sender", columns.Sender);
        yield return ("rsttrace.stage", columns.Stage);
        yield return ("rsttrace.strength", columns.Strength);
        yield return ("rsttrace.severity", columns.Severity);
        yield return ("client.address", columns.Client);
        yield return ("server.address", columns.Server);
        yield return ("network.transport", "tcp");
        yield return ("network.protocol.name", columns.Protocol);
        yield return ("network.community_id", columns.FlowKey);
        yield return ("network.interface.name", columns.Interface);
        yield return ("tls.client.server_name", columns.ServerName);
    }

    static void WritePort(Utf8JsonWriter json, string name, long port)
    {
        if (port == 0) return;

        json.WriteStartObject();
        json.WriteString("key"u8, name);
        json.WriteStartObject("value"u8);
        json.WriteString("intValue"u8, Text(port)); // Numbers of 64 bits are text in OTLP's JSON.
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
