using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>The common and the combined access log, and HAProxy's where no syslog stands before
/// it: <c>192.0.2.7 - - [21/Nov/2026:06:07:08 +0000] "GET / HTTP/1.1" 200 5</c>.</summary>
static class AccessLog
{
    // Before the time stand an address and perhaps names.
    const int LatestTime = 512;

    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        int bracket = line[..Math.Min(line.Length, LatestTime)].IndexOf((byte)'[');
        if (bracket < 2) return false;

        var cursor = new LineCursor(line[(bracket + 1)..]);
        if (!TryTake(ref cursor, out head.Time) || !cursor.Skip((byte)']')) return false;

        head.Text = line;
        if (Haproxy.TotalTime(line[bracket..]) is not { } total) return true;

        // HAProxy writes when the connection was accepted; the line is of its end.
        head.Time = head.Time with { Local = head.Time.Local + total };
        head.Process = "haproxy"u8;
        return true;
    }

    /// <summary>Takes the time within the brackets.</summary>
    public static bool TryTake(ref LineCursor cursor, out LogTime time)
    {
        time = default;
        bool isDate = cursor.Digits(2, 2, out int day) & cursor.Skip((byte)'/');
        if (!isDate || !cursor.Month(out int month)) return false;
        isDate = cursor.Skip((byte)'/') & cursor.Digits(4, 4, out int year)
            & cursor.Skip((byte)':');
        if (!isDate || !LogDate.TryBegin(year, month, day, out long begin)
            || !cursor.TimeOfDay(out long ofDay, out long precision))
        {
            return false;
        }

        time = new LogTime(begin + ofDay, precision, cursor.Zone());
        return true;
    }
}
