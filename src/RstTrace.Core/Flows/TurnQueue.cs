using System;
using System.Numerics;

namespace RstTrace.Core.Flows;

/// <summary>Slots in the order in which they were given a turn.</summary>
/// <remarks>A ring; full, it drops what is stale.</remarks>
/// <param name="turns">Of each slot its latest turn, kept by the owner: an entry of another turn
/// is stale.</param>
sealed class TurnQueue(ReservedArray<uint> turns)
{
    const int None = -1;
    const int Shortest = 64;

    // Memory is taken only as far as the ring has reached.
    readonly ReservedArray<Entry> _entries = new(
        Math.Max(Shortest, (int)BitOperations.RoundUpToPowerOf2(2 * (uint)turns.Length)));
    int _length = Shortest;
    uint _first;
    uint _end;

    /// <summary>Takes in a slot.</summary>
    public void Add(int slot, uint turn)
    {
        if (_end - _first == _length) MakeRoom();
        At(_end++) = new Entry(slot, turn);
    }

    /// <summary>The slot whose turn is first, or -1.</summary>
    public int First()
    {
        while (_first != _end && IsStale(At(_first))) _first++;
        return _first == _end ? None : At(_first).Slot;
    }

    /// <summary>The slot of an entry further on, stale or not; -1 past the end.</summary>
    public int Ahead(int count) => count < _end - _first ? At(_first + (uint)count).Slot : None;

    ref Entry At(uint place) => ref _entries[(int)(place & (uint)(_length - 1))];

    bool IsStale(Entry entry) => turns[entry.Slot] != entry.Turn;

    // Dropping what is stale pays only where that is half or more; else the ring is made longer. Of
    // all slots one entry each is not stale, so twice as many are enough.
    void MakeRoom()
    {
        uint kept = _first;
        for (uint place = _first; place != _end; place++)
            if (!IsStale(At(place))) At(kept++) = At(place);
        uint count = kept - _first;
        TurnToFront();
        (_first, _end) = (0, count);
        if (count > _length / 2) _length *= 2;
    }

    // By three reversals, each part's and then the whole's.
    void TurnToFront()
    {
        Span<Entry> ring = _entries.First(_length);
        int first = (int)(_first & (uint)(_length - 1));
        ring[..first].Reverse();
        ring[first..].Reverse();
        ring.Reverse();
    }

    readonly record struct Entry(int Slot, uint Turn);
}
