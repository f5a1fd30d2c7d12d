using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>ctime(3), in brackets or not: <c>dmesg -T</c>, and Apache's error log:
/// <c>[Sat Nov 21 06:07:08.123456 2026] [core:error] [pid 812] text</c>.</summary>
static class CtimeLine
{
    const int WeekdayLength = 4;

    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        bool isBracketed = cursor.Skip((byte)'[');
        if (cursor.Rest.Length < WeekdayLength || cursor.Rest[WeekdayLength - 1] != ' ')
            return false;

        cursor = new LineCursor(cursor.Rest[WeekdayLength..]);
        if (!cursor.Month(out int month) || !cursor.Skip((byte)' ')) return false;
        cursor.SkipSpaces();
        bool isTime = cursor.Digits(1, 2, out int day) & cursor.Skip((byte)' ');
        if (!isTime || !cursor.TimeOfDay(out long ofDay, out long precision)) return false;
        isTime = cursor.Skip((byte)' ') & cursor.Digits(4, 4, out int year);
        if (!isTime || !LogDate.TryBegin(year, month, day, out long begin)) return false;
        if (isBracketed && !cursor.Skip((byte)']')) return false;

        head.Time = new LogTime(begin + ofDay, precision);
        cursor.SkipSpaces();
        head.Text = cursor.Rest;
        if (cursor.Rest.StartsWith("["u8)) Apache(cursor, ref head);
        else if (isBracketed) head.Process = "kernel"u8;
        return true;
    }

    // "[core:error] [pid 812:tid 140]"
    static void Apache(LineCursor cursor, ref LogHead head)
    {
        head.Process = "apache2"u8;
        bool hasProcess = cursor.Until((byte)']', out _) && cursor.Skip(" [pid "u8)
            && cursor.Digits(1, 9, out _);
        if (!hasProcess) return;

        int place = head.Text.IndexOf(" [pid "u8) + " [pid "u8.Length;
        new LineCursor(head.Text[place..]).Digits(1, 9, out int process);
        head.ProcessId = process;
    }
}
