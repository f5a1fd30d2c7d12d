using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>Resets by their times and their ends.</summary>
sealed class ResetIndex
{
    static readonly List<int> s_none = [];

    readonly IReadOnlyList<ResetEvent> _resets;
    readonly long[] _times;
    readonly int[] _order;
    readonly Dictionary<LogAddress, List<int>> _clients = [], _servers = [];
    readonly Dictionary<IpAddress, List<int>> _addresses = [];

    /// <param name="resets">At least one; not changed meanwhile.</param>
    public ResetIndex(IReadOnlyList<ResetEvent> resets)
    {
        _resets = resets;
        _times = new long[resets.Count];
        _order = new int[resets.Count];
        for (int i = 0; i < resets.Count; i++)
        {
            (_times[i], _order[i]) = (resets[i].Time.Nanoseconds, i);
            FlowSummary flow = resets[i].Flow;
            Add(_clients, new(flow.Client.Address, flow.Client.Port), i);
            Add(_servers, new(flow.Server.Address, flow.Server.Port), i);
            Add(_addresses, flow.Client.Address, i);
        }

        Array.Sort(_times, _order);
    }

    /// <summary>A reset by its number.</summary>
    public ResetEvent this[int reset] => _resets[reset];

    /// <summary>How many there are.</summary>
    public int Count => _resets.Count;

    /// <summary>When the first was.</summary>
    public Timestamp First => new(_times[0]);

    /// <summary>When the last was.</summary>
    public Timestamp Last => new(_times[^1]);

    /// <summary>Resets of the connection of a client's address and port.</summary>
    public List<int> OfClient(LogAddress client) => _clients.GetValueOrDefault(client, s_none);

    /// <summary>Resets of the connections of a client's address.</summary>
    public List<int> OfClient(IpAddress client) => _addresses.GetValueOrDefault(client, s_none);

    /// <summary>Resets of the connections to a server's address and port.</summary>
    public List<int> OfServer(LogAddress server) => _servers.GetValueOrDefault(server, s_none);

    /// <summary>The resets between two moments, both counted.</summary>
    public ReadOnlySpan<int> Between(long begin, long end)
    {
        int first = FirstFrom(begin), last = first;
        while (last < _times.Length && _times[last] <= end) last++;
        return _order.AsSpan(first, last - first);
    }

    /// <summary>Whether any is between two moments.</summary>
    public bool HasBetween(long begin, long end)
        => FirstFrom(begin) is var first && first < _times.Length && _times[first] <= end;

    int FirstFrom(long time)
    {
        int low = 0, high = _times.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_times[middle] < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    static void Add<T>(Dictionary<T, List<int>> index, T key, int reset)
        where T : notnull
    {
        if (!index.TryGetValue(key, out List<int>? resets)) index.Add(key, resets = []);
        resets.Add(reset);
    }
}
