using System;

namespace RstTrace.Host.Logs;

/// <summary>Days as numbers.</summary>
static class LogDate
{
    const long Tick = 100;

    // What nanoseconds since 1970 can hold, with room for offsets.
    const int FirstYear = 1970, LastYear = 2200;

    /// <summary>Nanoseconds from 1970-01-01 to the begin of a day.</summary>
    /// <returns>False for a day that there is not.</returns>
    public static bool TryBegin(int year, int month, int day, out long begin)
    {
        begin = 0;
        bool isDay = year is >= FirstYear and <= LastYear && month is >= 1 and <= 12
            && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (isDay) begin = (new DateTime(year, month, day) - DateTime.UnixEpoch).Ticks * Tick;
        return isDay;
    }

    /// <summary>The year of a moment.</summary>
    /// <param name="time">Nanoseconds since 1970-01-01.</param>
    public static int YearOf(long time) => Moment(time).Year;

    /// <summary>A moment as .NET has it, of no kind: 100 ns.</summary>
    public static DateTime Moment(long time)
        => new(DateTime.UnixEpoch.Ticks + (time / Tick), DateTimeKind.Unspecified);
}
