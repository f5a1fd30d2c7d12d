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

/// <summary>Every flow in the order of listing, a list for each part of life.</summary>
/// <remarks>Beside the flows and not in them: twelve octets a flow stay in the cache where the
/// flows do not.</remarks>
sealed class IdleList
{
    const int None = -1;

    readonly Links[] _links;
    readonly int[] _idlest = [None, None, None];
    readonly int[] _latest = [None, None, None];

    public IdleList(int capacity) => _links = new Links[capacity];

    /// <summary>The slot of the flow to let go first. There must be one.</summary>
    public int Idlest()
    {
        foreach (int slot in _idlest)
            if (slot != None) return slot;

        throw new InvalidOperationException("The table is empty.");
    }

    /// <summary>The slot that was listed after this one in the same part of life, or -1.</summary>
    public int After(int slot) => _links[slot].After;

    /// <summary>Takes in a flow that is in no list.</summary>
    public void Append(int slot, FlowLife life)
    {
        int before = _latest[(int)life];
        _links[slot] = new Links(before, None, life);
        _latest[(int)life] = slot;
        if (before == None) _idlest[(int)life] = slot;
        else _links[before] = _links[before] with { After = slot };
    }

    /// <summary>Takes a flow out of its list.</summary>
    public void Remove(int slot)
    {
        (int before, int after, FlowLife life) = _links[slot];
        if (before == None) _idlest[(int)life] = after;
        else _links[before] = _links[before] with { After = after };
        if (after == None) _latest[(int)life] = before;
        else _links[after] = _links[after] with { Before = before };
    }

    readonly record struct Links(int Before, int After, FlowLife Life);
}
