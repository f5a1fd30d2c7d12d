using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>How far away from a capture point hosts are, by the TTLs of their SYNs and
/// SYN/ACKs.</summary>
sealed class HomeAddresses
{
    const int Most = 100_000;

    readonly Dictionary<IpAddress, byte> _highest = [];

    /// <summary>A host sent a SYN or a SYN/ACK.</summary>
    public void Note(IpAddress address, byte hopLimit)
    {
        if (_highest.TryGetValue(address, out byte known))
        {
            if (hopLimit > known) _highest[address] = hopLimit;
        }
        else if (_highest.Count < Most)
        {
            _highest.Add(address, hopLimit);
        }
    }

    /// <summary>Routers between; null where nobody knows.</summary>
    public int? DistanceOf(IpAddress address)
        => _highest.TryGetValue(address, out byte hopLimit) ? HopDistance.Of(hopLimit) : null;

    /// <summary>Whether the host sent any.</summary>
    public bool Knows(IpAddress address) => _highest.ContainsKey(address);
}
