using System;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Moments and lengths of time as text, in UTC and the invariant culture.</summary>
static class TimeText
{
    const long Microsecond = 1_000, Millisecond = 1_000_000, Second = 1_000_000_000;
    const long Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>RFC 3339 with nine digits: <c>2026-11-21T01:46:39.374393000Z</c>.</summary>
    public static string Iso(Timestamp time)
        => Text(time, "yyyy-MM-dd'T'HH:mm:ss.fffffff")
            + Nanoseconds(time).ToString("00", CultureInfo.InvariantCulture) + "Z";

    /// <summary>Date and time to the second.</summary>
    public static string Full(Timestamp time) => Text(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>Time to the millisecond; with the day before it where a capture spans
    /// several.</summary>
    public static string Clock(Timestamp time, bool withDay)
        => Text(time, withDay ? "MM-dd HH:mm:ss.fff" : "HH:mm:ss.fff");

    /// <summary>Whether two moments are on different days.</summary>
    public static bool SpansDays(Timestamp begin, Timestamp end)
        => Floor(begin.Nanoseconds, Day) != Floor(end.Nanoseconds, Day);

    /// <summary>A length of time as one would say it: <c>57 µs</c>, <c>1.2 ms</c>, <c>352 s</c>,
    /// <c>12 min</c>, <c>5 h 3 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Of(Duration duration)
    {
        if (duration.Nanoseconds == long.MinValue) return "-106751 d";
        if (duration < Duration.Zero) return "-" + Of(Duration.Zero - duration);

        // The limits are where rounding would write 1000 of the smaller unit.
        return duration.Nanoseconds switch
        {
            0 => "0 s",
            < Microsecond => $"{duration.Nanoseconds} ns",
            < 999_500 => Rounded(duration, Microsecond, "µs"),
            < 999_500_000 => Rounded(duration, Millisecond, "ms"),
            < 10 * Minute => Rounded(duration, Second, "s"),
            < 2 * Hour => Rounded(duration, Minute, "min"),
            < 2 * Day => Pair(duration, Hour, "h", Minute, "min"),
            _ => Pair(duration, Day, "d", Hour, "h"),
        };
    }

    // Two significant digits below ten, whole units above: "1.2 ms", "57 µs".
    static string Rounded(Duration duration, long unit, string name)
    {
        double value = (double)duration.Nanoseconds / unit;
        string format = value < 9.95 ? "0.#" : "0";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + name;
    }

    static string Pair(Duration duration, long unit, string name, long smaller, string smallerName)
    {
        long rest = duration.Nanoseconds % unit / smaller;
        string whole = $"{duration.Nanoseconds / unit} {name}";
        return rest == 0 ? whole : $"{whole} {rest} {smallerName}";
    }

    static string Text(Timestamp time, string format)
        => DateTime.UnixEpoch.AddTicks(Floor(time.Nanoseconds, TimeSpan.NanosecondsPerTick))
            .ToString(format, CultureInfo.InvariantCulture);

    static long Nanoseconds(Timestamp time)
        => time.Nanoseconds
            - (Floor(time.Nanoseconds, TimeSpan.NanosecondsPerTick) * TimeSpan.NanosecondsPerTick);

    // Before 1970 as after it: towards the past.
    static long Floor(long value, long unit)
        => (value / unit) - (value % unit < 0 ? 1 : 0);
}
