using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RstTrace.Core.Flows;

/// <summary>The memory of a table's flows: side by side, each from the beginning of a cache
/// line.</summary>
/// <remarks>Allocated once and never moved. A page takes memory only when first used.</remarks>
sealed class FlowStore
{
    readonly CacheLine[] _lines;
    readonly int _skipped;

    /// <param name="capacity">Flows at most; at least 1.</param>
    public FlowStore(int capacity)
    {
        Capacity = capacity;
        int lines = checked(capacity * LinesEach) + 1; // one for where the first flow begins
        _lines = GC.AllocateUninitializedArray<CacheLine>(lines, pinned: true);
        _skipped = CacheLine.OctetsToNext(ref First);
    }

    /// <summary>Flows at most.</summary>
    public int Capacity { get; }

    /// <summary>One of the flows.</summary>
    /// <param name="slot">From 0 to <see cref="Capacity"/> - 1.</param>
    public ref Flow this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)slot >= (uint)Capacity) ThrowOutside();
            nint place = _skipped + ((nint)slot * Unsafe.SizeOf<Flow>());
            ref byte first = ref Unsafe.As<CacheLine, byte>(ref First);
            return ref Unsafe.As<byte, Flow>(ref Unsafe.AddByteOffset(ref first, place));
        }
    }

    /// <summary>Has memory fetch what a segment needs of a flow, and goes on meanwhile.</summary>
    /// <param name="slot">The flow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int slot)
    {
        ref Flow flow = ref this[slot];
        FetchTwoLines(ref flow.Key);
        FetchTwoLines(ref flow.Client);
        FetchTwoLines(ref flow.Server);
    }

    static void FetchTwoLines<T>(ref T place)
        where T : unmanaged
    {
        CacheLine.Fetch(ref place);
        CacheLine.Fetch(ref Unsafe.AddByteOffset(ref place, CacheLine.Octets));
    }

    static int LinesEach => Unsafe.SizeOf<Flow>() / CacheLine.Octets;

    ref CacheLine First => ref MemoryMarshal.GetArrayDataReference(_lines);

    static void ThrowOutside() => throw new ArgumentOutOfRangeException("slot");
}
