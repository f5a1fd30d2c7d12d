using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RstTrace.Core.Flows;

/// <summary>An array outside of the garbage collector's memory: it begins with a cache line, never
/// moves, and takes memory a page at a time as it is used.</summary>
/// <remarks>So a table may be as long as it is allowed to grow, and costs what it holds. Freed when
/// nobody refers to it any more, or by <see cref="Free"/> before. Of one thread.</remarks>
sealed unsafe class ReservedArray<T>
    where T : unmanaged
{
    byte* _block;
    readonly T* _items;

    /// <summary>An array of default values.</summary>
    /// <param name="length">Items; at least 1.</param>
    public ReservedArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Length = length;
        nuint octets = checked(((nuint)length * (nuint)sizeof(T)) + CacheLine.Octets);
        _block = (byte*)NativeMemory.AllocZeroed(octets); // large blocks are zero as they come
        _items = (T*)(_block + CacheLine.OctetsToNext(_block));
    }

    ~ReservedArray() => Free();

    /// <summary>Items.</summary>
    public int Length { get; private set; }

    /// <summary>One of the items; borrowed while the array lives.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) ThrowOutside();
            return ref _items[(nint)(uint)index];
        }
    }

    /// <summary>Has memory fetch a line of an item, and goes on meanwhile.</summary>
    /// <param name="index">The item.</param>
    /// <param name="line">Which of its cache lines, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int index, int line = 0)
    {
        if ((uint)index >= (uint)Length) ThrowOutside();
        CacheLine.Fetch((byte*)(_items + (nint)(uint)index) + (line * CacheLine.Octets));
    }

    /// <summary>The first of them; borrowed as one is.</summary>
    public Span<T> First(int count)
    {
        if ((uint)count > (uint)Length) ThrowOutside();
        return new Span<T>(_items, count);
    }

    /// <summary>Gives the memory back; from then on it has no items.</summary>
    public void Free()
    {
        Length = 0;
        NativeMemory.Free(_block);
        _block = null;
    }

    static void ThrowOutside() => throw new ArgumentOutOfRangeException("index");
}
