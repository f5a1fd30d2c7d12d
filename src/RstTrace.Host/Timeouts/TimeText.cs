using System;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Timeouts;

/// <summary>Lengths of time as HAProxy and nginx write them: <c>50s</c>, <c>1h30m</c>.</summary>
static class TimeText
{
    const double MostSeconds = 1e9;

    /// <summary>The time; null where it is none.</summary>
    /// <param name="text">As written.</param>
    /// <param name="bareUnit">Seconds of a number without a unit.</param>
    public static Duration? Parse(ReadOnlySpan<char> text, double bareUnit)
    {
        double seconds = 0;
        if (text.IsEmpty) return null;

        while (!text.IsEmpty)
        {
            int digits = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            if (!long.TryParse(
                text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return null;
            }

            text = text[digits..];
            int letters = 0;
            while (letters < text.Length && char.IsAsciiLetter(text[letters])) letters++;
            if (UnitOf(text[..letters], bareUnit) is not { } unit) return null;
            seconds += number * unit;
            text = text[letters..];
        }

        return seconds is > 0 and < MostSeconds ? Duration.FromSeconds(seconds) : null;
    }

    static double? UnitOf(ReadOnlySpan<char> unit, double bareUnit) => unit switch
    {
        "" => bareUnit,
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 604_800,
        _ => null,
    };
}
