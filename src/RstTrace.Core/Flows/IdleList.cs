using System;

namespace RstTrace.Core.Flows;

/// <summary>In which part of its life a flow is: the order in which full tables let go.</summary>
enum FlowLife : byte
{
    /// <summary>Reset, or closed by both sides.</summary>
    Over,

    /// <summary>Not yet answered by both sides: what a SYN flood is made of.</summary>
    Handshake,

    /// <summary>Open.</summary>
    Open,
}

/// <summary>Every flow in the order of listing, a queue for each part of life.</summary>
/// <remarks>Who leaves a queue stays in it as a stale entry, passed over when its turn comes:
/// taking it out would touch its neighbours, which lie anywhere in memory.</remarks>
sealed class IdleList
{
    const int None = -1;

    readonly TurnQueue[] _queues;
    readonly uint[] _turns; // of each slot its latest turn; 0 when it is in no queue
    uint _turn;

    /// <param name="capacity">Flows at most.</param>
    public IdleList(int capacity)
    {
        _turns = new uint[capacity];
        _queues = [new(_turns), new(_turns), new(_turns)];
    }

    /// <summary>The slot of the flow to let go first. There must be one.</summary>
    public int Idlest()
    {
        foreach (TurnQueue queue in _queues)
            if (queue.First() is var slot and not None) return slot;

        throw new InvalidOperationException("The table is empty.");
    }

    /// <summary>Slots of flows that probably go soon: nearly always those after
    /// <see cref="Idlest"/> in the same part of life.</summary>
    /// <param name="ahead">How many after it, from 0.</param>
    public int Soon(int ahead)
    {
        foreach (TurnQueue queue in _queues)
            if (queue.First() != None) return queue.Ahead(ahead);

        return None;
    }

    /// <summary>Takes in a flow that is in no list.</summary>
    public void Append(int slot, FlowLife life)
    {
        if (++_turn == 0) _turn = 1;
        _turns[slot] = _turn;
        _queues[(int)life].Add(slot, _turn);
    }

    /// <summary>Takes a flow out of its list.</summary>
    public void Remove(int slot) => _turns[slot] = 0;
}
