using System;
using System.Runtime.CompilerServices;

namespace RstTrace.Fuzzing;

/// <summary>How often each block of our code ran. <see cref="Instrumenter"/> puts a call of
/// <see cref="Hit"/> at the begin of every block; without it nothing is ever hit.</summary>
public static class Edges
{
    /// <summary>Blocks that there is room for.</summary>
    public const int Most = 1 << 16;

    static readonly byte[] s_hits = new byte[Most];

    /// <summary>How many there are: the rest of the room is not looked at.</summary>
    internal static int Count { get; set; }

    /// <summary>What ran since <see cref="Clear"/>; counts wrap.</summary>
    internal static ReadOnlySpan<byte> Hits => s_hits.AsSpan(0, Count);

    /// <summary>A block begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hit(int block) => s_hits[block]++;

    /// <summary>Starts over.</summary>
    internal static void Clear() => s_hits.AsSpan(0, Count).Clear();
}
