using System;

namespace RstTrace.Core.Wire;

/// <summary>A moment of the capture's own clock, in nanoseconds since 1970-01-01 UTC.</summary>
/// <remarks>The only clock the engine knows (invariant 7): the machine's is never asked.</remarks>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    /// <summary>How long after <paramref name="right"/> this was; negative when before.</summary>
    public static Duration operator -(Timestamp left, Timestamp right)
        => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>The moment so long after <paramref name="left"/>.</summary>
    public static Timestamp operator +(Timestamp left, Duration right)
        => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>Whether this was before <paramref name="right"/>.</summary>
    public static bool operator <(Timestamp left, Timestamp right)
        => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether this was after <paramref name="right"/>.</summary>
    public static bool operator >(Timestamp left, Timestamp right)
        => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether this was not after <paramref name="right"/>.</summary>
    public static bool operator <=(Timestamp left, Timestamp right)
        => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether this was not before <paramref name="right"/>.</summary>
    public static bool operator >=(Timestamp left, Timestamp right)
        => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);
}

/// <summary>A length of time in nanoseconds; negative where a clock ran backwards.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
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
}
