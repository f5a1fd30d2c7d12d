using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>A time of ISO 8601 or RFC 3339 at the beginning, with T or a space in it, perhaps in
/// brackets: rsyslog's own files, dmesg, containers, MySQL, most programs.</summary>
static class IsoTime
{
    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        bool isBracketed = cursor.Skip((byte)'[');
        if (!TryTake(ref cursor, out head.Time)) return false;
        if (isBracketed && !cursor.Skip((byte)']')) return false;
        if (!cursor.Rest.IsEmpty && char.IsAsciiLetterOrDigit((char)cursor.Rest[0])) return false;

        cursor.SkipSpaces();
        head.Text = cursor.Rest;
        SyslogTag.TryRead(cursor.Rest, ref head);
        return true;
    }

    /// <summary>Takes the time off a line.</summary>
    public static bool TryTake(ref LineCursor cursor, out LogTime time)
    {
        time = default;
        bool isDate = cursor.Digits(4, 4, out int year) & cursor.Skip((byte)'-');
        if (!isDate) return false;
        isDate = cursor.Digits(2, 2, out int month) & cursor.Skip((byte)'-')
            & cursor.Digits(2, 2, out int day);
        if (!isDate || (!cursor.Skip((byte)'T') && !cursor.Skip((byte)' '))) return false;
        if (!LogDate.TryBegin(year, month, day, out long begin)
            || !cursor.TimeOfDay(out long ofDay, out long precision))
        {
            return false;
        }

        time = new LogTime(begin + ofDay, precision, cursor.Zone());
        return true;
    }
}
