using System;
using System.Globalization;

namespace RstTrace.Cli;

/// <summary>Moments as people type them when they ask what was.</summary>
static class PastMoment
{
    static readonly string[] s_dates =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
    ];

    static readonly string[] s_times = ["hh\\:mm", "hh\\:mm\\:ss"];

    /// <summary>The moment: <c>2h</c> ago, the last time that it was <c>03:12</c>, or a date, all
    /// in UTC; null where it is none of these, or before 1970.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (Ago(text) is { } ago)
            return ago < now - DateTimeOffset.UnixEpoch ? now - ago : DateTimeOffset.UnixEpoch;

        if (TimeSpan.TryParseExact(text, s_times, CultureInfo.InvariantCulture, out TimeSpan time))
        {
            DateTimeOffset today = now - now.TimeOfDay + time;
            return today <= now ? today : today.AddDays(-1);
        }

        const DateTimeStyles Utc =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return (DateTimeOffset.TryParseExact(
                text, s_dates, culture, Utc, out DateTimeOffset moment)
            || (text.Contains('T') && DateTimeOffset.TryParse(text, culture, Utc, out moment)))
            && moment >= DateTimeOffset.UnixEpoch && moment.Year < 2200
            ? moment
            : null;
    }

    static TimeSpan? Ago(string text)
    {
        if (text.Length < 2) return null;

        double seconds = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => 0,
        };
        return seconds > 0
            && double.TryParse(
                text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out double number)
            && number * seconds < 1e10
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }
}
