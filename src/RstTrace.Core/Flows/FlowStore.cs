using System.Runtime.CompilerServices;

namespace RstTrace.Core.Flows;

/// <summary>The memory of a table's flows, and of the details of those that have any.</summary>
/// <remarks>Allocated once and never moved. A page takes memory only when first used.</remarks>
sealed class FlowStore
{
    readonly ReservedArray<Flow> _flows;
    readonly ReservedArray<FlowDetail> _details; // the first is nobody's
    readonly ReservedArray<int> _freeDetails;
    int _free;
    int _used;

    /// <param name="capacity">Flows at most; at least 1.</param>
    public FlowStore(int capacity)
    {
        _flows = new ReservedArray<Flow>(capacity);
        _details = new ReservedArray<FlowDetail>(capacity + 1);
        _freeDetails = new ReservedArray<int>(capacity);
    }

    /// <summary>Flows at most.</summary>
    public int Capacity => _flows.Length;

    /// <summary>One of the flows.</summary>
    /// <param name="slot">From 0 to <see cref="Capacity"/> - 1.</param>
    public ref Flow this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _flows[slot];
    }

    /// <summary>The detail of a flow that has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowDetail DetailOf(in Flow flow) => ref _details[flow.Detail];

    /// <summary>Gives a flow a detail of default values, instead of its own if it has
    /// one.</summary>
    public void BeginDetail(ref Flow flow)
    {
        if (flow.Detail == 0) flow.Detail = _free > 0 ? _freeDetails[--_free] : ++_used;
        _details[flow.Detail] = default;
    }

    /// <summary>Takes a flow's detail away, if it has one.</summary>
    public void EndDetail(ref Flow flow)
    {
        if (flow.Detail != 0) _freeDetails[_free++] = flow.Detail;
        flow.Detail = 0;
    }

    /// <summary>Has memory fetch what a segment needs of a flow, and goes on meanwhile.</summary>
    /// <param name="slot">The flow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int slot)
    {
        _flows.Fetch(slot);
        _flows.Fetch(slot, 1);
    }

    /// <summary>The same for the detail of a flow that was fetched.</summary>
    /// <param name="slot">The flow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchDetail(int slot)
    {
        int number = _flows[slot].Detail;
        if (number == 0) return;

        // Its own line, and of each side's three the first two.
        _details.Fetch(number);
        _details.Fetch(number, 1);
        _details.Fetch(number, 2);
        _details.Fetch(number, 4);
        _details.Fetch(number, 5);
    }
}
