using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>Month, day and year, as Windows writes them in America:
/// <c>11/21/2026 6:07:08 PM text</c>.</summary>
static class AmericanTime
{
    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        bool isDate = cursor.Digits(1, 2, out int month) & cursor.Skip((byte)'/');
        if (!isDate) return false;
        isDate = cursor.Digits(1, 2, out int day) & cursor.Skip((byte)'/')
            & cursor.Digits(4, 4, out int year);
        if (!isDate) return false;

        cursor.Skip((byte)',');
        if (!cursor.Skip((byte)' ') || !LogDate.TryBegin(year, month, day, out long begin)
            || !cursor.TimeOfDay(out long ofDay, out long precision))
        {
            return false;
        }

        head.Time = new LogTime(begin + ofDay, precision, cursor.Zone());
        cursor.SkipSpaces();
        head.Text = cursor.Rest;
        return true;
    }
}
