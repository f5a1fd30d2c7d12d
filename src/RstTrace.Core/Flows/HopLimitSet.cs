namespace RstTrace.Core.Flows;

/// <summary>The distinct TTLs or hop limits one side has shown, four at most.</summary>
/// <remarks>A set and not the last value: a SYN/ACK and the data after it may differ, since a
/// socket's own TTL (IP_TTL) does not apply to what the kernel answers without it.</remarks>
record struct HopLimitSet
{
    const int Capacity = 4;
    const int BitsEach = 8;

    uint _values;

    /// <summary>How many it holds.</summary>
    public byte Count { get; private set; }

    /// <summary>Whether more than four were shown: then absence proves nothing.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>One of them.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1, in order of appearance.</param>
    public readonly byte this[int index] => (byte)(_values >> (index * BitsEach));

    /// <summary>Adds a value unless it is there.</summary>
    public void Add(byte hopLimit)
    {
        if (Contains(hopLimit)) return;
        if (Count == Capacity)
        {
            Overflowed = true;
            return;
        }

        _values |= (uint)hopLimit << (Count * BitsEach);
        Count++;
    }

    /// <summary>Whether this value was shown.</summary>
    public readonly bool Contains(byte hopLimit)
    {
        for (int index = 0; index < Count; index++)
            if (this[index] == hopLimit) return true;

        return false;
    }
}
