using System;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Moments as text, in UTC and the invariant culture.</summary>
static class TimeText
{
    const long Day = 24L * 60 * 60 * 1_000_000_000;

    /// <summary>RFC 3339 with nine digits: <c>2026-11-21T01:46:39.374393000Z</c>.</summary>
    public static string Iso(Timestamp time)
        => Text(time, "yyyy-MM-dd'T'HH:mm:ss.fffffff")
            + Nanoseconds(time).ToString("00", CultureInfo.InvariantCulture) + "Z";

    /// <summary>Date and time to the second.</summary>
    public static string Full(Timestamp time) => Text(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>The same as Zeek writes it in the head of a log.</summary>
    public static string Dashed(Timestamp time) => Text(time, "yyyy-MM-dd-HH-mm-ss");

    /// <summary>Time to the millisecond; with the day before it where a capture spans
    /// several.</summary>
    public static string Clock(Timestamp time, bool withDay)
        => Text(time, withDay ? "yyyy-MM-dd HH:mm:ss.fff" : "HH:mm:ss.fff");

    /// <summary>Whether two moments are on different days.</summary>
    public static bool SpansDays(Timestamp begin, Timestamp end)
        => Floor(begin.Nanoseconds, Day) != Floor(end.Nanoseconds, Day);

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
