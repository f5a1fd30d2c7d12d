using System;
using System.Runtime.CompilerServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>A table of fixed capacity: from a key to a flow, the idlest making room when it is
/// full.</summary>
/// <remarks>It takes memory for the flows that it holds. So that these are no more than are of use,
/// what is over, and handshakes, have limits of their own: many connections ended, or many SYNs of
/// a flood, do not fill it.</remarks>
sealed class FlowTable
{
    const int None = -1;

    /// <summary>Flows that are over and still remembered, for what comes late of them.</summary>
    public const int MostOver = 1 << 15;

    /// <summary>Flows in their handshake, where half of the table is fewer.</summary>
    public const int FewestHandshakes = 1 << 17;

    readonly FlowStore _flows;
    readonly IdleList _idle;
    readonly ReservedArray<Timestamp> _listedTimes; // its latest segment's when it was listed
    readonly FlowIndex _byKey = new();
    readonly ulong _secret;
    readonly int _mostHandshakes;
    FlowIndex? _byTuple;
    int _used;

    /// <param name="capacity">Flows held at most; at least 1.</param>
    /// <param name="secret">Key of the hash, unknown to whoever sends the traffic.</param>
    public FlowTable(int capacity, ulong secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _flows = new FlowStore(capacity);
        _idle = new IdleList(capacity);
        _listedTimes = new ReservedArray<Timestamp>(capacity);
        _secret = secret;
        _mostHandshakes = Math.Max(FewestHandshakes, capacity / 2);
    }

    /// <summary>Makes room and says what was lost.</summary>
    /// <param name="flow">The flow that goes.</param>
    public delegate void Eviction(in Flow flow);

    /// <summary>The flow with this slot, until the next <see cref="Add"/>.</summary>
    public ref Flow this[int slot] => ref _flows[slot];

    /// <summary>The detail of a flow that has one, as long as it has.</summary>
    public ref FlowDetail DetailOf(in Flow flow) => ref _flows.DetailOf(in flow);

    /// <summary>Gives a flow a detail of default values.</summary>
    public void BeginDetail(ref Flow flow) => _flows.BeginDetail(ref flow);

    /// <summary>Has memory fetch the flows that are about to be found: of many, side by side,
    /// instead of one after the other.</summary>
    /// <param name="searches">Gets where each probably is.</param>
    public void Fetch(Span<FlowSearch> searches)
    {
        foreach (ref FlowSearch search in searches) _byKey.Fetch(search.Hash);
        foreach (ref FlowSearch search in searches)
        {
            search.Probably = _byKey.FirstSlot(search.Hash);
            if (search.Probably != None) _flows.Fetch(search.Probably);
        }

        if (NextToGo is { } life) FetchNextToGo(life);
        foreach (ref FlowSearch search in searches)
            if (search.Probably != None) _flows.FetchDetail(search.Probably);
    }

    /// <summary>The slot of a flow, after <see cref="Fetch"/>; or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in FlowSearch search)
        => search.Probably >= 0 && SameFlow.Matches(in _flows[search.Probably], in search.Key)
            ? search.Probably
            : _byKey.Find<SameFlow>(search.Hash, _flows, in search.Key);

    int Find(in FlowKey key) => _byKey.Find<SameFlow>(key.Hash(_secret), _flows, in key);

    /// <summary>The slot of the latest flow with the same addresses and ports but in another
    /// encapsulation, or -1: what Wireshark takes for the same conversation.</summary>
    public int FindTwin(in FlowKey key)
    {
        FlowKey plain = key.WithoutEncapsulation();
        int slot = key.Encapsulation == 0 ? None : Find(in plain);
        return slot != None || _byTuple is null
            ? slot
            : _byTuple.Find<SameTuple>(plain.Hash(_secret), _flows, in plain);
    }

    /// <summary>Adds a flow that is not there; full, the table first evicts the idlest: a flow
    /// that is over before a handshake, and a handshake before an open connection.</summary>
    /// <param name="search">Its key, not found.</param>
    /// <param name="time">Time of its first segment.</param>
    /// <param name="evicting">Called before a flow is lost.</param>
    /// <returns>Its slot: a flow of default values but for the key.</returns>
    public int Add(in FlowSearch search, Timestamp time, Eviction evicting)
    {
        int slot = NextToGo is { } life ? Evict(life, evicting) : _used++;
        ref Flow flow = ref _flows[slot];
        flow = default;
        flow.Key = search.Key;
        flow.ReturnEncapsulation = search.Key.Encapsulation;
        flow.ListedLife = FlowLife.Handshake;
        _listedTimes[slot] = time;
        _byKey.Insert(search.Hash, slot);
        _idle.Append(slot, FlowLife.Handshake);
        if (search.Key.Encapsulation != 0) AddTunnelled(in search.Key, slot);
        return slot;
    }

    /// <summary>Lets a flow also be found by what its other direction travels in.</summary>
    /// <param name="slot">The flow.</param>
    /// <param name="key">The key of that direction.</param>
    public void AddReturn(int slot, in FlowKey key)
    {
        _flows[slot].ReturnEncapsulation = key.Encapsulation;
        _byKey.Insert(key.Hash(_secret), slot);
    }

    /// <summary>Lists a flow as the latest of its part of life.</summary>
    public void List(int slot)
    {
        ref Flow flow = ref _flows[slot];
        _idle.Remove(slot, flow.ListedLife);
        flow.ListedLife = flow.Life;
        _idle.Append(slot, flow.ListedLife);
        _listedTimes[slot] = flow.LastTime;
    }

    // Of twins only the latest is kept: the one whose other direction is likely to come next.
    void AddTunnelled(in FlowKey key, int slot)
    {
        _byTuple ??= new FlowIndex();
        FlowKey plain = key.WithoutEncapsulation();
        uint hash = plain.Hash(_secret);
        int earlier = _byTuple.Find<SameTuple>(hash, _flows, in plain);
        if (earlier != None) _byTuple.Remove(hash, earlier);
        _byTuple.Insert(hash, slot);
    }

    // Of which part of life a flow has to go before another comes; null while there is room.
    FlowLife? NextToGo
        => _idle.Count(FlowLife.Over) >= MostOver ? FlowLife.Over
            : _idle.Count(FlowLife.Handshake) >= _mostHandshakes ? FlowLife.Handshake
            : _used < _flows.Capacity ? null
            : _idle.Count(FlowLife.Over) > 0 ? FlowLife.Over
            : _idle.Count(FlowLife.Handshake) > 0 ? FlowLife.Handshake
            : FlowLife.Open;

    // A batch seldom begins more flows than this.
    void FetchNextToGo(FlowLife life)
    {
        for (int count = 0; count < 3; count++)
            if (_idle.Soon(life, count) is var slot and not None) _flows.Fetch(slot);
    }

    int Evict(FlowLife life, Eviction evicting)
    {
        int slot = Idlest(life);
        ref Flow flow = ref _flows[slot];
        evicting(in flow);
        _idle.Remove(slot, flow.ListedLife);
        _byKey.Remove(flow.Key.Hash(_secret), slot);
        if (flow.ReturnEncapsulation != flow.Key.Encapsulation)
            _byKey.Remove(flow.Key.In(flow.ReturnEncapsulation).Hash(_secret), slot);
        _byTuple?.Remove(flow.Key.WithoutEncapsulation().Hash(_secret), slot);
        _flows.EndDetail(ref flow);
        return slot;
    }

    // A segment does not move its flow in the lists: that costs as much as tracking it. So the
    // first in a list may have had segments since it was listed; then it gets its turn again.
    int Idlest(FlowLife life)
    {
        int slot = _idle.Idlest(life);
        while (_flows[slot].LastTime > _listedTimes[slot])
        {
            List(slot);
            if (_idle.Count(life) == 0) life = _flows[slot].ListedLife;
            slot = _idle.Idlest(life);
        }

        return slot;
    }

    readonly struct SameFlow : IFlowMatch
    {
        public static bool Matches(in Flow flow, in FlowKey key)
            => flow.Key.HasTupleOf(in key)
                && (flow.Key.Encapsulation == key.Encapsulation
                    || flow.ReturnEncapsulation == key.Encapsulation);
    }

    readonly struct SameTuple : IFlowMatch
    {
        public static bool Matches(in Flow flow, in FlowKey key) => flow.Key.HasTupleOf(in key);
    }
}
