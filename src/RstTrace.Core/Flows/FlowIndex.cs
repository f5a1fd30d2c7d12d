using System.Runtime.CompilerServices;

namespace RstTrace.Core.Flows;

/// <summary>From a hash to slots of flows: open addressing with linear probing.</summary>
/// <remarks>It is never more than half full, and doubles before it would be: its owner bounds what
/// it holds. Entries are removed by shifting back, so that no tombstones gather.</remarks>
sealed class FlowIndex
{
    const int None = -1;
    const int Shortest = 1 << 12;

    ReservedArray<Entry> _entries = new(Shortest);
    int _count;

    /// <summary>The slot of the flow that matches a key, or -1.</summary>
    public int Find<TMatch>(uint hash, FlowStore flows, in FlowKey key)
        where TMatch : IFlowMatch
    {
        for (uint at = hash & Mask; !At(at).IsEmpty; at = Next(at))
        {
            Entry entry = At(at);
            if (entry.Hash == hash && TMatch.Matches(in flows[entry.Slot], in key))
                return entry.Slot;
        }

        return None;
    }

    /// <summary>The first slot under a hash, or -1: nearly always the one that is looked for, and
    /// found without a look at its flow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FirstSlot(uint hash)
    {
        uint at = hash & Mask;
        while (!At(at).IsEmpty && At(at).Hash != hash) at = Next(at);
        return At(at).Slot;
    }

    /// <summary>Has memory fetch what a hash is looked up in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint hash) => _entries.Fetch((int)(hash & Mask));

    public void Insert(uint hash, int slot)
    {
        if (++_count > _entries.Length / 2) Grow();
        Put(new Entry(hash, slot));
    }

    /// <summary>Removes an entry, if it is there.</summary>
    public void Remove(uint hash, int slot)
    {
        uint hole = hash & Mask;
        while (At(hole) != new Entry(hash, slot))
        {
            if (At(hole).IsEmpty) return;
            hole = Next(hole);
        }

        // Shift back whatever would no longer be found past the hole.
        for (uint at = Next(hole); !At(at).IsEmpty; at = Next(at))
        {
            uint home = At(at).Hash & Mask;
            if (Distance(home, at) < Distance(hole, at)) continue;
            At(hole) = At(at);
            hole = at;
        }

        At(hole) = default;
        _count--;
    }

    void Put(Entry entry)
    {
        uint at = entry.Hash & Mask;
        while (!At(at).IsEmpty) at = Next(at);
        At(at) = entry;
    }

    void Grow()
    {
        ReservedArray<Entry> shorter = _entries;
        _entries = new ReservedArray<Entry>(shorter.Length * 2);
        foreach (Entry entry in shorter.First(shorter.Length))
            if (!entry.IsEmpty) Put(entry);
        shorter.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref Entry At(uint place) => ref _entries[(int)place];

    uint Mask => (uint)_entries.Length - 1;

    uint Next(uint at) => (at + 1) & Mask;

    uint Distance(uint from, uint to) => (to - from) & Mask;

    // The default value is an empty place, so that untouched memory is empty.
    readonly record struct Entry
    {
        readonly int _slotAfter;

        public Entry(uint hash, int slot)
        {
            Hash = hash;
            _slotAfter = slot + 1;
        }

        public uint Hash { get; }

        public int Slot => _slotAfter - 1;

        public bool IsEmpty => _slotAfter == 0;
    }
}

/// <summary>When a flow is the one that a key asks for.</summary>
interface IFlowMatch
{
    static abstract bool Matches(in Flow flow, in FlowKey key);
}
