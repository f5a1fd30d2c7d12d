using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace RstTrace.Core.Wire;

/// <summary>What hashes under a secret are made of, so that nobody on the wire can choose keys that
/// collide.</summary>
static class Keyed
{
    /// <summary>Another secret each time.</summary>
    public static ulong NewSecret()
        => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>A full product folded in half: every bit of both operands reaches every bit of the
    /// result. Where one is 0 the other is hidden, so the secret belongs in both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong left, ulong right)
    {
        // Two instructions where the processor has them apart: as one, the compiler takes half of
        // the product through memory.
        if (Bmi2.X64.IsSupported) return Bmi2.X64.MultiplyNoFlags(left, right) ^ (left * right);
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
