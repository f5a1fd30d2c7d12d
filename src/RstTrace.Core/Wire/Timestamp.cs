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
