using System.Collections.Generic;
using System.Text.Json;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Who sends telemetry, in OTLP's JSON.</summary>
/// <param name="host">The name of this host.</param>
/// <param name="more">Attributes that the configuration adds, or replaces.</param>
sealed class OtlpResource(string host, IReadOnlyDictionary<string, string> more)
{
    static readonly string s_version =
        typeof(OtlpResource).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>How it is written.</summary>
    public static JsonWriterOptions Json { get; } = new() { SkipValidation = true };

    /// <summary>Writes the resource.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("resource"u8);
        json.WriteStartArray("attributes"u8);
        WriteUnlessTold(json, "service.name", "rsttrace");
        WriteUnlessTold(json, "service.version", s_version);
        WriteUnlessTold(json, "host.name", host);
        foreach ((string name, string value) in more) WriteText(json, name, value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the scope.</summary>
    public static void WriteScope(Utf8JsonWriter json)
    {
        json.WriteStartObject("scope"u8);
        json.WriteString("name"u8, "rsttrace"u8);
        json.WriteString("version"u8, s_version);
        json.WriteEndObject();
    }

    /// <summary>Writes one attribute.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, name);
        json.WriteStartObject("value"u8);
        json.WriteString("stringValue"u8, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    void WriteUnlessTold(Utf8JsonWriter json, string name, string value)
    {
        if (!more.ContainsKey(name)) WriteText(json, name, value);
    }
}
