using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>RFC 3164: <c>Nov  5 06:07:08 host sshd[812]: text</c>, with its priority before it or
/// without.</summary>
static class OldSyslog
{
    // Any leap year will do until the year is known.
    const int SomeYear = 1972;

    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        if (cursor.Skip((byte)'<')
            && (!cursor.Digits(1, 3, out _) || !cursor.Skip((byte)'>')))
        {
            return false;
        }

        if (!cursor.Month(out int month) || !cursor.Skip((byte)' ')) return false;

        cursor.SkipSpaces();
        if (!cursor.Digits(1, 2, out int day) || !cursor.Skip((byte)' ')) return false;

        // Some write the year.
        LineCursor ahead = cursor;
        bool hasYear = ahead.Digits(4, 4, out int year) && ahead.Skip((byte)' ');
        if (hasYear) cursor = ahead;
        if (!LogDate.TryBegin(hasYear ? year : SomeYear, month, day, out long begin)
            || !cursor.TimeOfDay(out long time, out long precision))
        {
            return false;
        }

        int? zone = cursor.Zone();
        cursor.Skip((byte)':');
        if (!cursor.Skip((byte)' ')) return false;

        head.Time = new LogTime(begin + time, precision, zone, LacksYear: !hasYear);
        head.Text = cursor.Rest;
        SyslogTag.TryRead(cursor.Rest, ref head);
        return true;
    }
}
