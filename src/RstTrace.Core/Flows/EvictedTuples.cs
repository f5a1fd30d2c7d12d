namespace RstTrace.Core.Flows;

/// <summary>Remembers, in 32 kB and with few false alarms, which open connections were evicted from
/// the full table.</summary>
/// <remarks>Its hash has no secret: the same capture must give the same report every time, and a
/// false alarm only makes a verdict less sure.</remarks>
sealed class EvictedTuples
{
    const int BitsLog2 = 18;
    const ulong NoSecret = 0x9E3779B97F4A7C15;

    readonly ulong[] _bits = new ulong[1 << (BitsLog2 - 6)];

    public void Add(in FlowKey key)
    {
        uint hash = key.Hash(NoSecret);
        _bits[Word(hash)] |= 1UL << (int)(hash & 63);
    }

    /// <summary>Whether it was added; now and then also when it was not.</summary>
    public bool MayHold(in FlowKey key)
    {
        uint hash = key.Hash(NoSecret);
        return (_bits[Word(hash)] >> (int)(hash & 63) & 1) != 0;
    }

    static int Word(uint hash) => (int)(hash >> 6) & ((1 << (BitsLog2 - 6)) - 1);
}
