using System;
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar;

/// <summary>A count of events that were not told one by one, as a line of JSON.</summary>
public static class SuppressedJson
{
    /// <summary>The line, with its end.</summary>
    public static byte[] Of(SuppressedEvents suppressed)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, "rsttrace.suppressed/1"u8);
            json.WriteString("@timestamp"u8, Text(suppressed.Last));
            json.WriteString("cause"u8, suppressed.Cause);
            if (suppressed.Server is { } server) json.WriteString("server"u8, server.ToString());
            else json.WriteNull("server"u8);
            json.WriteNumber("count"u8, suppressed.Count);
            json.WriteString("first"u8, Text(suppressed.First));
            json.WriteString("last"u8, Text(suppressed.Last));
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    /// <summary>A moment in UTC, to the nanosecond.</summary>
    internal static string Text(Timestamp time)
    {
        string seconds = DateTime.UnixEpoch.AddTicks(time.Nanoseconds / 100)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture, $"{seconds}{time.Nanoseconds % 100:00}Z");
    }
}
