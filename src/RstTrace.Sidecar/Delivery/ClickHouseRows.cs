using System;
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Events as rows of <see cref="ClickHouseSchema"/>, in ClickHouse's format
/// JSONEachRow.</summary>
/// <param name="host">Whose resets they are.</param>
sealed class ClickHouseRows(string host)
{
    const long NanosecondsPerSecond = 1_000_000_000, NanosecondsPerDay = 86_400_000_000_000;

    // Date and DateTime begin in 1970; Date ends in 2149, and DateTime in 2106.
    const long MostDays = 49_709, MostSeconds = uint.MaxValue;

    /// <summary>What one insert may hold: rows of one table and one day, of which ClickHouse makes
    /// one part, and so all or none. 0 of what is no event.</summary>
    public static uint GroupOf(EventColumns? columns)
        => columns is null ? 0 : ((uint)Day(columns.Time) * 2) + (uint)columns.Kind + 1;

    /// <summary>The table of a group.</summary>
    public static string TableOf(uint group)
        => (group - 1) % 2 == (uint)EventKind.Reset
            ? ClickHouseSchema.Resets : ClickHouseSchema.Incidents;

    /// <summary>The day of a group, in days since 1970.</summary>
    public static uint DayOf(uint group) => (group - 1) / 2;

    /// <summary>The rows of a batch.</summary>
    public byte[] Encode(SpoolBatch batch)
    {
        var rows = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(rows, new JsonWriterOptions { SkipValidation = true });
        foreach (byte[] line in batch.Records)
        {
            if (EventColumns.Read(line) is not { } columns) continue;

            json.WriteStartObject();
            WriteMoment(json, columns.Time);
            if (columns.Kind == EventKind.Reset) WriteReset(json, columns);
            else WriteIncident(json, columns);
            json.WriteString("batch"u8, batch.Id);
            json.WriteString("json"u8, line);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            rows.Write("\n"u8);
        }

        return rows.WrittenSpan.ToArray();
    }

    // Seconds since 1970, so that the server's time zone plays no part; as texts, since 18.16
    // takes neither of the two as a number.
    static void WriteMoment(Utf8JsonWriter json, long time)
    {
        long seconds = Math.Clamp(time / NanosecondsPerSecond, 0, MostSeconds);
        DateTime day = DateTime.UnixEpoch.AddDays(Day(time));
        json.WriteString("day"u8, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("time"u8, seconds.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("time_ns"u8, time);
    }

    static long Day(long time) => Math.Clamp(time / NanosecondsPerDay, 0, MostDays);

    void WriteReset(Utf8JsonWriter json, EventColumns columns)
    {
        WriteShared(json, columns);
        json.WriteString("claimed_sender"u8, columns.ClaimedSender);
        json.WriteString("strength"u8, columns.Strength);
        json.WriteNumber("client_port"u8, columns.ClientPort);
        WriteNumber(json, "client_isn"u8, columns.ClientSequence);
        WriteNumber(json, "server_isn"u8, columns.ServerSequence);
        json.WriteString("flow_key"u8, columns.FlowKey);
        json.WriteNumber("stream"u8, columns.Stream);
        json.WriteString("protocol"u8, columns.Protocol);
        json.WriteString("server_name"u8, columns.ServerName);
        WriteNumber(json, "idle_ns"u8, columns.Idle);
    }

    void WriteIncident(Utf8JsonWriter json, EventColumns columns)
    {
        WriteShared(json, columns);
        json.WriteNumber("until_ns"u8, columns.End);
        json.WriteString("kind"u8, columns.IncidentKind);
        json.WriteString("severity"u8, columns.Severity);
        json.WriteString("title"u8, columns.Summary);
        json.WriteNumber("count"u8, columns.Count);
    }

    void WriteShared(Utf8JsonWriter json, EventColumns columns)
    {
        json.WriteString("event_id"u8, columns.Id);
        json.WriteString("host"u8, host);
        json.WriteString("interface"u8, columns.Interface);
        json.WriteString("cause"u8, columns.Cause);
        json.WriteString("sender"u8, columns.Sender);
        json.WriteString("stage"u8, columns.Stage);
        json.WriteNumber("confidence"u8, columns.Confidence);
        json.WriteString("client"u8, columns.Client);
        json.WriteString("server"u8, columns.Server);
        json.WriteNumber("server_port"u8, columns.ServerPort);
    }

    static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
