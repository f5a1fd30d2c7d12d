namespace RstTrace.Core.Flows;

/// <summary>Remembers, in 32 kB and with few false alarms, which four-tuples were evicted from the
/// full table.</summary>
sealed class EvictedTuples
{
    const int BitsLog2 = 18;

    readonly ulong[] _bits = new ulong[1 << (BitsLog2 - 6)];

    /// <param name="hash">Hash of the four-tuple.</param>
    public void Add(uint hash) => _bits[Word(hash)] |= 1UL << (int)(hash & 63);

    /// <summary>Whether it was added; now and then also when it was not.</summary>
    public bool MayHold(uint hash) => (_bits[Word(hash)] >> (int)(hash & 63) & 1) != 0;

    static int Word(uint hash) => (int)(hash >> 6) & ((1 << (BitsLog2 - 6)) - 1);
}
