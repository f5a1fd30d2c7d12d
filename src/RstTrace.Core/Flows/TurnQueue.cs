namespace RstTrace.Core.Flows;

/// <summary>Slots in the order in which they were given a turn.</summary>
/// <remarks>A ring; full, it drops what is stale.</remarks>
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

    // Dropping what is stale pays only where that is half or more; else the ring grows. Of all
    // slots one entry each is not stale, so it stops growing at twice as many.
    void MakeRoom()
    {
        uint kept = _first;
        for (uint place = _first; place != _end; place++)
            if (!IsStale(At(place))) At(kept++) = At(place);
        _end = kept;
        if (_end - _first > _entries.Length / 2) Grow();
    }

    void Grow()
    {
        Entry[] larger = new Entry[_entries.Length * 2];
        for (uint place = _first; place != _end; place++)
            larger[place & (uint)(larger.Length - 1)] = At(place);
        _entries = larger;
    }

    readonly record struct Entry(int Slot, uint Turn);
}
