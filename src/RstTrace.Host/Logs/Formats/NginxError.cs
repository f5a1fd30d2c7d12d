using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>nginx's error log: <c>2026/11/21 06:07:08 [error] 812#812: *45 text</c>.</summary>
static class NginxError
{
    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        bool isDate = cursor.Digits(4, 4, out int year) & cursor.Skip((byte)'/');
        if (!isDate) return false;
        isDate = cursor.Digits(2, 2, out int month) & cursor.Skip((byte)'/')
            & cursor.Digits(2, 2, out int day) & cursor.Skip((byte)' ');
        if (!isDate || !LogDate.TryBegin(year, month, day, out long begin)
            || !cursor.TimeOfDay(out long ofDay, out long precision)
            || !cursor.Skip((byte)' '))
        {
            return false;
        }

        head.Time = new LogTime(begin + ofDay, precision);
        head.Text = cursor.Rest;

        // Go's own log has the same time, and nothing of what follows.
        LineCursor level = cursor;
        bool isNginx = level.Skip((byte)'[') && level.Until((byte)']', out _)
            && level.Skip((byte)' ') && level.Digits(1, 9, out _) && level.Skip((byte)'#');
        if (!isNginx) return true;

        var id = new LineCursor(cursor.Rest[(cursor.Rest.IndexOf((byte)']') + 2)..]);
        id.Digits(1, 9, out int process);
        head.Process = "nginx"u8;
        head.ProcessId = process;
        if (id.Until((byte)' ', out _)) head.Text = id.Rest;
        return true;
    }
}
