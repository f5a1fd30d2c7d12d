using System;
using System.Globalization;
using System.Text.Json;

namespace RstTrace.Host.Logs.Formats;

/// <summary>What <c>journalctl -o json</c> writes: an object a line, with
/// <c>__REALTIME_TIMESTAMP</c> in microseconds, <c>MESSAGE</c>, <c>SYSLOG_IDENTIFIER</c> or
/// <c>_COMM</c>, and <c>_PID</c> (systemd.journal-fields(7)).</summary>
/// <remarks>A line that was cut is read as far as it goes.</remarks>
static class JournalJson
{
    const long Microsecond = 1_000, LatestMicroseconds = 7_258_118_400_000_000; // 2200

    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        if (line.IsEmpty || line[0] != '{') return false;
        try
        {
            return TryFields(line, ref head);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // Half of a surrogate pair, written out.
        }
    }

    static bool TryFields(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var json = new Utf8JsonReader(line, isFinalBlock: false, default);
        bool hasTime = false, isNamed = false;
        int used = 0;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1) continue;

            Field field = FieldOf(ref json);
            if (!json.Read()) break;
            if (field == Field.Other)
            {
                if (!json.TrySkip()) break;
                continue;
            }

            int length = Copy(ref json, head.Scratch[used..]);
            ReadOnlySpan<byte> value = head.Scratch.Slice(used, length);
            used += length;
            switch (field)
            {
                case Field.Time:
                    hasTime = TryTime(value, ref head);
                    break;
                case Field.Message:
                    head.Text = value;
                    break;
                case Field.Identifier:
                    head.Process = value;
                    isNamed = true;
                    break;
                case Field.Command:
                    if (!isNamed) head.Process = value;
                    break;
                case Field.Process:
                    var id = new LineCursor(value);
                    if (id.Digits(1, 9, out int process)) head.ProcessId = process;
                    break;
                case Field.Other:
                default:
                    break;
            }
        }

        return hasTime;
    }

    static Field FieldOf(ref Utf8JsonReader json)
        => json.ValueTextEquals("__REALTIME_TIMESTAMP"u8) ? Field.Time
            : json.ValueTextEquals("MESSAGE"u8) ? Field.Message
            : json.ValueTextEquals("SYSLOG_IDENTIFIER"u8) ? Field.Identifier
            : json.ValueTextEquals("_COMM"u8) ? Field.Command
            : json.ValueTextEquals("_PID"u8) ? Field.Process
            : Field.Other;

    // Text that is no UTF-8 comes as an array of octets.
    static int Copy(ref Utf8JsonReader json, Span<byte> room)
    {
        if (json.TokenType == JsonTokenType.String)
            return json.ValueSpan.Length <= room.Length ? json.CopyString(room) : 0;
        if (json.TokenType != JsonTokenType.StartArray) return 0;

        int length = 0;
        while (json.Read() && json.TokenType == JsonTokenType.Number)
            if (json.TryGetByte(out byte octet) && length < room.Length) room[length++] = octet;

        return length;
    }

    static bool TryTime(ReadOnlySpan<byte> value, ref LogHead head)
    {
        bool isTime = long.TryParse(
            value, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds <= LatestMicroseconds;
        if (isTime) head.Time = new LogTime(microseconds * Microsecond, Microsecond, 0);
        return isTime;
    }

    enum Field
    {
        Other,
        Time,
        Message,
        Identifier,
        Command,
        Process,
    }
}
