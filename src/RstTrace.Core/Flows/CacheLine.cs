using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RstTrace.Core.Flows;

/// <summary>What a processor fetches from memory at a time, on nearly all of them.</summary>
static unsafe class CacheLine
{
    public const int Octets = 64;

    /// <summary>Has memory fetch what lies at a place, where the processor can be asked to; never
    /// waits for it.</summary>
    /// <remarks>By pointer: before the address of a field is taken by reference, the compiler looks
    /// whether there is an object, and that look waits.</remarks>
    /// <param name="place">In memory that the garbage collector does not move.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(place);
    }

    /// <summary>Octets from a place to where the next line begins.</summary>
    /// <param name="place">In memory that the garbage collector does not move.</param>
    public static int OctetsToNext(byte* place) => (int)(-(nint)place & (Octets - 1));
}
