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
    readonly TurnQueue[] _queues;
    readonly int[] _counts = new int[3];
    readonly ReservedArray<uint> _turns; // of each slot its latest turn; 0 when it is in no queue
    uint _turn;

    /// <param name="capacity">Flows at most.</param>
    public IdleList(int capacity)
    {
        _turns = new ReservedArray<uint>(capacity);
        _queues = [new(_turns), new(_turns), new(_turns)];
    }

    /// <summary>How many there are in a part of life.</summary>
    public int Count(FlowLife life) => _counts[(int)life];

    /// <summary>The slot of the idlest flow in a part of life; -1 when there is none.</summary>
    public int Idlest(FlowLife life) => _queues[(int)life].First();

    /// <summary>Slots of flows that probably go soon: nearly always those after
    /// <see cref="Idlest"/>.</summary>
    /// <param name="life">In this part of life.</param>
    /// <param name="ahead">How many after it, from 0.</param>
    public int Soon(FlowLife life, int ahead) => _queues[(int)life].Ahead(ahead);

    /// <summary>Takes in a flow that is in no list.</summary>
    public void Append(int slot, FlowLife life)
    {
        if (++_turn == 0) _turn = 1;
        _turns[slot] = _turn;
        _queues[(int)life].Add(slot, _turn);
        _counts[(int)life]++;
    }

    /// <summary>Takes a flow out of the list it is in.</summary>
    public void Remove(int slot, FlowLife life)
    {
        _turns[slot] = 0;
        _counts[(int)life]--;
    }
}
