namespace RstTrace.Core.Wire;

/// <summary>An octet's place in a TCP stream, modulo 2^32 (RFC 9293 §3.4).</summary>
/// <remarks>Order holds only between numbers less than 2^31 apart and is not transitive: compare
/// two, never sort many. Nothing else in the house compares raw sequence numbers.</remarks>
public readonly record struct SequenceNumber(uint Value)
{
    /// <summary>Octets forward from right to left; negative when left is behind.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right)
        => unchecked((int)(left.Value - right.Value));

    /// <summary>The place so many octets further on.</summary>
    public static SequenceNumber operator +(SequenceNumber left, uint octets)
        => new(unchecked(left.Value + octets));

    /// <summary>Whether this lies ahead of <paramref name="other"/>.</summary>
    public bool IsAfter(SequenceNumber other) => this - other > 0;

    /// <summary>Whether this lies behind <paramref name="other"/>.</summary>
    public bool IsBefore(SequenceNumber other) => this - other < 0;

    /// <summary>Whether this is in [start, start + octets): never, if octets is 0.</summary>
    public bool IsWithin(SequenceNumber start, uint octets)
        => unchecked(Value - start.Value) < octets;
}
