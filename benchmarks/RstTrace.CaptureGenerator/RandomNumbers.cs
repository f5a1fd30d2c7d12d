using System;
using System.Numerics;

namespace RstTrace.CaptureGenerator;

/// <summary>SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014): the same numbers for the same seed, on every machine and runtime.</summary>
/// <remarks>Whole numbers only: logarithms and powers may differ in their last bit between
/// machines.</remarks>
/// <param name="seed">Any number.</param>
public sealed class RandomNumbers(ulong seed)
{
    ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong mixed = unchecked(_state += 0x9E37_79B9_7F4A_7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB);
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to one less than <paramref name="limit"/>, each as often.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (uint)limit) >> 32);

    /// <summary>From the lowest to the highest, both included, each as often.</summary>
    public int Between(int lowest, int highest) => lowest + Below(highest - lowest + 1);

    /// <summary>True in such a share of calls, 0 to 1.</summary>
    public bool Happens(double share) => (Next() >> 11) < share * (1UL << 53);

    /// <summary>A length as traffic has them, many small and few large: at least x about once in x
    /// calls (Zipf's law), from 1 to less than 2^<paramref name="octaves"/>.</summary>
    public int Length(int octaves)
    {
        int octave = Math.Min(BitOperations.TrailingZeroCount(Next()), octaves - 1);
        return (1 << octave) + Below(1 << octave);
    }
}
