using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RstTrace.Core.Flows;

/// <summary>What a processor fetches from memory at a time, on nearly all of them.</summary>
[StructLayout(LayoutKind.Sequential, Size = Octets)]
struct CacheLine
{
    public const int Octets = 64;

    /// <summary>Has memory fetch what lies at a place, where the processor can be asked to; never
    /// waits for it.</summary>
    /// <param name="place">In memory that the garbage collector does not move.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T place)
        where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    /// <summary>Octets from a place to where the next line begins.</summary>
    /// <param name="place">In memory that the garbage collector does not move.</param>
    public static unsafe int OctetsToNext<T>(ref T place)
        where T : unmanaged
        => (int)(-(nint)Unsafe.AsPointer(ref place) & (Octets - 1));
}
