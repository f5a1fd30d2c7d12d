namespace RstTrace.Fuzzing;

/// <summary>Chance that can be had again: the same numbers for the same seed, on any version of
/// the runtime.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood, 2014).</remarks>
sealed class Dice(ulong seed)
{
    ulong _state = seed;

    /// <summary>From 0 to <paramref name="below"/> - 1; 0 below 1.</summary>
    public int Next(int below) => below <= 1 ? 0 : (int)(Roll() % (ulong)below);

    /// <summary>Any octet.</summary>
    public byte Octet() => (byte)Roll();

    /// <summary>True one time in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    ulong Roll()
    {
        ulong mixed = _state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
