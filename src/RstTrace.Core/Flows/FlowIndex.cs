using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Flows;

/// <summary>From a hash to slots of flows: open addressing with linear probing.</summary>
/// <remarks>Allocated once. Entries are removed by shifting back, so that no tombstones
/// gather.</remarks>
sealed class FlowIndex
{
    const int Empty = -1;

    readonly Entry[] _entries;

    /// <param name="capacity">Flows at most, each with one or two entries.</param>
    public FlowIndex(int capacity)
    {
        _entries = GC.AllocateArray<Entry>(
            (int)BitOperations.RoundUpToPowerOf2((uint)((capacity * 5L / 2) + 1)), pinned: true);
        Array.Fill(_entries, new Entry(0, Empty));
    }

    /// <summary>The slot of the flow that matches a key, or -1.</summary>
    public int Find<TMatch>(uint hash, FlowStore flows, in FlowKey key)
        where TMatch : IFlowMatch
    {
        for (uint at = hash & Mask; _entries[at].Slot != Empty; at = Next(at))
        {
            Entry entry = _entries[at];
            if (entry.Hash == hash && TMatch.Matches(in flows[entry.Slot], in key))
                return entry.Slot;
        }

        return Empty;
    }

    /// <summary>The first slot under a hash, or -1: nearly always the one that is looked for, and
    /// found without a look at its flow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FirstSlot(uint hash)
    {
        uint at = hash & Mask;
        while (_entries[at].Slot != Empty && _entries[at].Hash != hash) at = Next(at);
        return _entries[at].Slot;
    }

    /// <summary>Has memory fetch what a hash is looked up in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint hash) => CacheLine.Fetch(ref _entries[hash & Mask]);

    public void Insert(uint hash, int slot)
    {
        uint at = hash & Mask;
        while (_entries[at].Slot != Empty) at = Next(at);
        _entries[at] = new Entry(hash, slot);
    }

    /// <summary>Removes an entry, if it is there.</summary>
    public void Remove(uint hash, int slot)
    {
        uint hole = hash & Mask;
        while (_entries[hole] != new Entry(hash, slot))
        {
            if (_entries[hole].Slot == Empty) return;
            hole = Next(hole);
        }

        // Shift back whatever would no longer be found past the hole.
        for (uint at = Next(hole); _entries[at].Slot != Empty; at = Next(at))
        {
            uint home = _entries[at].Hash & Mask;
            if (Distance(home, at) < Distance(hole, at)) continue;
            _entries[hole] = _entries[at];
            hole = at;
        }

        _entries[hole] = new Entry(0, Empty);
    }

    uint Mask => (uint)_entries.Length - 1;

    uint Next(uint at) => (at + 1) & Mask;

    uint Distance(uint from, uint to) => (to - from) & Mask;

    readonly record struct Entry(uint Hash, int Slot);
}

/// <summary>When a flow is the one that a key asks for.</summary>
interface IFlowMatch
{
    static abstract bool Matches(in Flow flow, in FlowKey key);
}
