namespace RstTrace.Core.Flows;

/// <summary>Slots in the order in which they were given a turn.</summary>
/// <remarks>A ring that grows to twice the slots there are; full, it drops what is stale, which is
/// half of it or more.</remarks>
/// <param name="turns">Of each slot its latest turn, kept by the owner: an entry of another turn
/// is stale.</param>
sealed class TurnQueue(uint[] turns)
{
    const int None = -1;

    Entry[] _entries = new Entry[64];
    uint _first;
    uint _end;

    /// <summary>Takes in a slot.</summary>
    public void Add(int slot, uint turn)
    {
        if (_end - _first == _entries.Length) MakeRoom();
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

    ref Entry At(uint place) => ref _entries[place & (uint)(_entries.Length - 1)];

    bool IsStale(Entry entry) => turns[entry.Slot] != entry.Turn;

    // Every slot has one entry that is not stale in all queues together, so a ring of twice as many
    // is at least half stale when it is full.
    void MakeRoom()
    {
        Entry[] entries = _entries;
        bool grows = entries.Length < 2 * turns.Length;
        if (grows) _entries = new Entry[entries.Length * 2];

        uint kept = _first;
        for (uint place = _first; place != _end; place++)
        {
            Entry entry = entries[place & (uint)(entries.Length - 1)];
            if (!IsStale(entry)) At(kept++) = entry;
        }

        _end = kept;
    }

    readonly record struct Entry(int Slot, uint Turn);
}
