using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>Which connections of a capture will be reset, known before it is traced: so that only
/// their details are kept.</summary>
/// <remarks>One bit for each hash of a four-tuple, 128 kB: now and then one too many is taken for
/// such a connection, which costs a little time; none is missed. Tags and tunnels are left out,
/// since the directions of a connection may differ in them.</remarks>
sealed class ResetForesight
{
    const int BitsLog2 = 20;

    readonly ulong[] _bits = new ulong[1 << (BitsLog2 - 6)];
    readonly ulong _secret = Keyed.NewSecret();

    /// <summary>Takes in a reset.</summary>
    public void Note(in Segment reset)
    {
        FlowKey.Of(in reset, out FlowKey key);
        uint place = Place(in key);
        _bits[place >> 6] |= 1UL << (int)(place & 63);
    }

    /// <summary>Whether a connection on these addresses and ports is reset, whatever it travels
    /// in.</summary>
    public bool Foresees(in FlowKey key)
    {
        uint place = Place(in key);
        return (_bits[place >> 6] >> (int)(place & 63) & 1) != 0;
    }

    uint Place(in FlowKey key) => key.WithoutEncapsulation().Hash(_secret) >> (32 - BitsLog2);
}
