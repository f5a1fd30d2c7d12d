using System;
using System.Numerics;

namespace RstTrace.Core.Flows;

/// <summary>A table of fixed capacity: from a key to a flow, the idlest making room when it is
/// full.</summary>
/// <remarks>Allocated once. An array entry takes memory only when first used, so the process grows
/// with the flows it has seen at once and stops at the capacity. Open addressing with linear
/// probing; entries are removed by shifting back, so that no tombstones gather.</remarks>
sealed class FlowTable
{
    const int Empty = -1;

    readonly Flow[] _flows;
    readonly IdleList _idle;
    readonly Entry[] _index;
    readonly ulong _secret;
    int _used;

    /// <param name="capacity">Flows held at most; at least 1.</param>
    /// <param name="secret">Key of the hash, unknown to whoever sends the traffic.</param>
    public FlowTable(int capacity, ulong secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _flows = new Flow[capacity];
        _idle = new IdleList(capacity);
        _index = new Entry[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        Array.Fill(_index, new Entry(0, Empty));
        _secret = secret;
    }

    /// <summary>Flows in it.</summary>
    public int Count => _used;

    /// <summary>Makes room and says what was lost.</summary>
    /// <param name="flow">The flow that goes.</param>
    public delegate void Eviction(in Flow flow);

    /// <summary>The flow with this slot, until the next <see cref="Add"/>.</summary>
    public ref Flow this[int slot] => ref _flows[slot];

    /// <summary>The hash that the other methods take, so that it is computed once.</summary>
    public ulong HashOf(in FlowKey key) => key.TupleHash(_secret);

    /// <summary>The slot of a key's flow, or -1.</summary>
    public int Find(in FlowKey key, ulong hash)
    {
        for (uint at = Home(hash); _index[at].Slot != Empty; at = Next(at))
        {
            ref readonly Entry entry = ref _index[at];
            if (entry.Tag == (uint)hash && _flows[entry.Slot].Key == key) return entry.Slot;
        }

        return Empty;
    }

    /// <summary>The slot of any flow with the same addresses and ports, or -1.</summary>
    public int FindTuple(in FlowKey key, ulong hash)
    {
        for (uint at = Home(hash); _index[at].Slot != Empty; at = Next(at))
        {
            ref readonly Entry entry = ref _index[at];
            if (entry.Tag == (uint)hash && _flows[entry.Slot].Key.HasTupleOf(in key))
                return entry.Slot;
        }

        return Empty;
    }

    /// <summary>Adds a flow that is not there; full, the table first evicts the idlest: a flow
    /// that is over before a handshake, and a handshake before an open connection.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hash">Its <see cref="HashOf"/>.</param>
    /// <param name="evicting">Called before a flow is lost.</param>
    /// <returns>Its slot: a flow of default values but for the key.</returns>
    public int Add(in FlowKey key, ulong hash, Eviction evicting)
    {
        int slot = _used < _flows.Length ? _used++ : Evict(evicting);
        _flows[slot] = new Flow { Key = key };
        Insert(hash, slot);
        _idle.Append(slot, FlowLife.Handshake);
        return slot;
    }

    /// <summary>Notes that a flow had a segment, and in which part of its life it is.</summary>
    public void Touch(int slot, FlowLife life) => _idle.Touch(slot, life);

    int Evict(Eviction evicting)
    {
        int slot = _idle.Idlest();
        evicting(in _flows[slot]);
        _idle.Remove(slot);
        Remove(slot, HashOf(in _flows[slot].Key));
        return slot;
    }

    void Insert(ulong hash, int slot)
    {
        uint at = Home(hash);
        while (_index[at].Slot != Empty) at = Next(at);
        _index[at] = new Entry((uint)hash, slot);
    }

    void Remove(int slot, ulong hash)
    {
        uint hole = Home(hash);
        while (_index[hole].Slot != slot) hole = Next(hole);

        // Shift back whatever would no longer be found past the hole.
        for (uint at = Next(hole); _index[at].Slot != Empty; at = Next(at))
        {
            uint home = Home(HashOf(in _flows[_index[at].Slot].Key));
            if (Distance(home, at) < Distance(hole, at)) continue;
            _index[hole] = _index[at];
            hole = at;
        }

        _index[hole] = new Entry(0, Empty);
    }

    // The tag takes the low half of the hash, the home place the high one.
    uint Home(ulong hash) => (uint)(hash >> 32) & Mask;

    uint Next(uint at) => (at + 1) & Mask;

    uint Distance(uint from, uint to) => (to - from) & Mask;

    uint Mask => (uint)_index.Length - 1;

    readonly record struct Entry(uint Tag, int Slot);
}
