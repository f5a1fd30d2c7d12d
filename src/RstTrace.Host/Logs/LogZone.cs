using System;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>The zone of those lines that do not say theirs, and the year of those that have
/// none.</summary>
/// <remarks>It remembers the line before: an hour that comes twice is the second where the clock
/// would else run backwards. One for each log.</remarks>
sealed class LogZone
{
    const long Minute = 60_000_000_000, Quarter = 15 * Minute, Tick = 100;

    readonly TimeZoneInfo _zone;
    readonly Timestamp _near;
    long _quarter = long.MinValue, _offset, _previous = long.MinValue;
    bool _isTwice;

    /// <param name="zone">The zone.</param>
    /// <param name="near">A moment of the capture: a line without a year is of the year that
    /// brings it nearest to this.</param>
    public LogZone(TimeZoneInfo zone, Timestamp near) => (_zone, _near) = (zone, near);

    /// <summary>A zone as it is typed: an offset, such as +05:30, or a name, such as
    /// Europe/Berlin or UTC.</summary>
    /// <returns>Null where there is no such zone.</returns>
    public static TimeZoneInfo? Parse(string text)
    {
        var cursor = new LineCursor(System.Text.Encoding.UTF8.GetBytes(text));
        if (cursor.Zone() is { } minutes && cursor.Rest.IsEmpty) return Fixed(minutes);

        if (text.Length == 0) return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone) ? zone : null;
    }

    /// <summary>An offset as one types it: "+05:30".</summary>
    public static string Name(long offset)
    {
        long minutes = Math.Abs(offset) / Minute;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(offset < 0 ? '-' : '+')}{minutes / 60:00}:{minutes % 60:00}");
    }

    /// <summary>When a line was written, in nanoseconds since 1970 UTC.</summary>
    public long TimeOf(LogTime time)
    {
        long local = time.LacksYear ? InYear(time.Local) : time.Local;
        long offset = time.ZoneMinutes is { } minutes ? minutes * Minute : OffsetAt(local);
        return _previous = local - offset;
    }

    /// <summary>How far the zone is ahead of UTC at a moment of its own clock, in
    /// nanoseconds.</summary>
    long OffsetAt(long local)
    {
        long quarter = local / Quarter;
        if (quarter != _quarter) Look(local, quarter);
        if (!_isTwice) return _offset;

        // The first time the clock is still ahead.
        TimeSpan[] offsets = _zone.GetAmbiguousTimeOffsets(LogDate.Moment(local));
        long first = long.MinValue, last = long.MaxValue;
        foreach (TimeSpan offset in offsets)
        {
            first = Math.Max(first, offset.Ticks * Tick);
            last = Math.Min(last, offset.Ticks * Tick);
        }

        const long Disorder = 5 * Minute;
        return local - first + Disorder < _previous ? last : first;
    }

    // Zones change at whole quarters of an hour.
    void Look(long local, long quarter)
    {
        DateTime moment = LogDate.Moment(local);
        _quarter = quarter;
        _isTwice = _zone.IsAmbiguousTime(moment);
        _offset = _zone.GetUtcOffset(moment).Ticks * Tick;
    }

    // 29 February is of a leap year; where the nearest year has none, the day after it is meant.
    long InYear(long local)
    {
        int middle = LogDate.YearOf(_near.Nanoseconds);
        DateTime day = LogDate.Moment(local);
        long best = local, least = long.MaxValue;
        for (int year = middle - 1; year <= middle + 1; year++)
        {
            if (!LogDate.TryBegin(year, day.Month, day.Day, out long begin)
                && !LogDate.TryBegin(year, 3, 1, out begin))
            {
                continue;
            }

            long moved = begin + (day.TimeOfDay.Ticks * Tick);
            long away = Math.Abs(moved - _near.Nanoseconds);
            if (away < least) (best, least) = (moved, away);
        }

        return best;
    }

    static TimeZoneInfo Fixed(int minutes)
    {
        const int Most = 14 * 60;
        var offset = TimeSpan.FromMinutes(Math.Clamp(minutes, -Most, Most));
        return minutes == 0
            ? TimeZoneInfo.Utc
            : TimeZoneInfo.CreateCustomTimeZone(Name(minutes * Minute), offset, null, null);
    }
}
