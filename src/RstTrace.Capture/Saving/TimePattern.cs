using System;
using System.Globalization;
using System.Text;

namespace RstTrace.Capture.Saving;

/// <summary>A name with the time in it, as strftime(3) of the C locale fills it in.</summary>
/// <remarks>Our own, since the system's differs from one to the next and follows the locale. The
/// modifiers E and O change nothing; what is no conversion stays as it stands.</remarks>
static class TimePattern
{
    static readonly CultureInfo s_words = CultureInfo.InvariantCulture;

    /// <summary>Fills a pattern in.</summary>
    /// <param name="pattern">Such as <c>trace-%Y%m%d-%H%M%S.pcap</c>.</param>
    /// <param name="time">The time of the zone that is meant.</param>
    /// <param name="zone">That zone, for its name.</param>
    public static string Fill(string pattern, DateTimeOffset time, TimeZoneInfo zone)
    {
        var filled = new StringBuilder(pattern.Length + 16);
        for (int i = 0; i < pattern.Length; i++)
        {
            int letter = i + 1;
            if (letter < pattern.Length && pattern[letter] is 'E' or 'O') letter++;
            string? text = pattern[i] == '%' && letter < pattern.Length
                ? Conversion(pattern[letter], time, zone)
                : null;
            filled.Append(text ?? pattern[i].ToString());
            if (text is not null) i = letter;
        }

        return filled.ToString();
    }

    static string? Conversion(char letter, DateTimeOffset time, TimeZoneInfo zone) => letter switch
    {
        'a' => time.ToString("ddd", s_words),
        'A' => time.ToString("dddd", s_words),
        'b' or 'h' => time.ToString("MMM", s_words),
        'B' => time.ToString("MMMM", s_words),
        'c' => Fill("%a %b %e %H:%M:%S %Y", time, zone),
        'D' or 'x' => Fill("%m/%d/%y", time, zone),
        'F' => Fill("%Y-%m-%d", time, zone),
        'r' => Fill("%I:%M:%S %p", time, zone),
        'R' => Fill("%H:%M", time, zone),
        'T' or 'X' => Fill("%H:%M:%S", time, zone),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        's' => time.ToUnixTimeSeconds().ToString(s_words),
        'z' => Offset(time.Offset),
        'Z' => NameOf(zone, time),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => Number(letter, time),
    };

    static string? Number(char letter, DateTimeOffset time) => letter switch
    {
        'C' => Padded(time.Year / 100, 2),
        'd' => Padded(time.Day, 2),
        'e' => Padded(time.Day, 2, ' '),
        'g' => Padded(ISOWeek.GetYear(time.DateTime) % 100, 2),
        'G' => Padded(ISOWeek.GetYear(time.DateTime), 4),
        'H' => Padded(time.Hour, 2),
        'I' => Padded(Hour12(time), 2),
        'j' => Padded(time.DayOfYear, 3),
        'k' => Padded(time.Hour, 2, ' '),
        'l' => Padded(Hour12(time), 2, ' '),
        'm' => Padded(time.Month, 2),
        'M' => Padded(time.Minute, 2),
        'S' => Padded(time.Second, 2),
        'u' => Padded(DayFromMonday(time) + 1, 1),
        'U' => Padded(WeekOfYear(time, (int)time.DayOfWeek), 2),
        'V' => Padded(ISOWeek.GetWeekOfYear(time.DateTime), 2),
        'w' => Padded((int)time.DayOfWeek, 1),
        'W' => Padded(WeekOfYear(time, DayFromMonday(time)), 2),
        'y' => Padded(time.Year % 100, 2),
        'Y' => Padded(time.Year, 4),
        _ => null,
    };

    static string Padded(int number, int width, char with = '0')
        => number.ToString(s_words).PadLeft(width, with);

    static int Hour12(DateTimeOffset time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;

    static int DayFromMonday(DateTimeOffset time) => ((int)time.DayOfWeek + 6) % 7;

    // Days before the first Sunday (or Monday) are in week 0.
    static int WeekOfYear(DateTimeOffset time, int dayOfWeek)
        => (time.DayOfYear - 1 + 7 - dayOfWeek) / 7;

    // The short names, since the program carries no long ones but that of UTC.
    static string NameOf(TimeZoneInfo zone, DateTimeOffset time)
    {
        if (zone.HasSameRules(TimeZoneInfo.Utc)) return "UTC";
        return zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName;
    }

    static string Offset(TimeSpan offset)
        => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", s_words);
}
