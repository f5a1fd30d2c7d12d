using System;
using System.Globalization;

namespace RstTrace.Core.Wire;

/// <summary>A length of time in nanoseconds; negative where a clock ran backwards.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    const long Microsecond = 1_000, Millisecond = 1_000_000, Second = 1_000_000_000;
    const long Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>The duration in seconds, for rules that are written in seconds.</summary>
    public double Seconds => Nanoseconds / 1e9;

    /// <summary>So many whole milliseconds.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(milliseconds * 1_000_000);

    /// <summary>So many seconds, to the nanosecond.</summary>
    public static Duration FromSeconds(double seconds) => new((long)(seconds * 1e9));

    /// <summary>Both, one after the other.</summary>
    public static Duration operator +(Duration left, Duration right)
        => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>What is left of <paramref name="left"/> after <paramref name="right"/>.</summary>
    public static Duration operator -(Duration left, Duration right)
        => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>So many times as long.</summary>
    public static Duration operator *(Duration left, double times)
        => new((long)(left.Nanoseconds * times));

    /// <summary>Whether this is shorter.</summary>
    public static bool operator <(Duration left, Duration right)
        => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether this is longer.</summary>
    public static bool operator >(Duration left, Duration right)
        => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether this is not longer.</summary>
    public static bool operator <=(Duration left, Duration right)
        => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether this is not shorter.</summary>
    public static bool operator >=(Duration left, Duration right)
        => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>A length of time as one would say it: <c>57 µs</c>, <c>1.2 ms</c>, <c>352 s</c>,
    /// <c>12 min</c>, <c>5 h 3 min</c>, <c>2 d 4 h</c>.</summary>
    public override string ToString()
    {
        if (Nanoseconds == long.MinValue) return "-106751 d";
        if (this < Zero) return $"-{Zero - this}";

        // The limits are where rounding would write 1000 of the smaller unit.
        return Nanoseconds switch
        {
            0 => "0 s",
            < Microsecond => $"{Nanoseconds} ns",
            < 999_500 => Rounded(Microsecond, "µs"),
            < 999_500_000 => Rounded(Millisecond, "ms"),
            < 10 * Minute => Rounded(Second, "s"),
            < 2 * Hour => Rounded(Minute, "min"),
            < 2 * Day => Pair(Hour, "h", Minute, "min"),
            _ => Pair(Day, "d", Hour, "h"),
        };
    }

    // Two significant digits below ten, whole units above: "1.2 ms", "57 µs".
    string Rounded(long unit, string name)
    {
        double value = (double)Nanoseconds / unit;
        string format = value < 9.95 ? "0.#" : "0";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + name;
    }

    string Pair(long unit, string name, long smaller, string smallerName)
    {
        long rest = Nanoseconds % unit / smaller;
        string whole = $"{Nanoseconds / unit} {name}";
        return rest == 0 ? whole : $"{whole} {rest} {smallerName}";
    }
}
