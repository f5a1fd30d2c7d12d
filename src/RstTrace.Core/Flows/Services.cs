using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What servers' ports have shown across their connections.</summary>
/// <remarks>A port is known from its first SYN/ACK on. Those that come when the table is full are
/// not taken, and counted.</remarks>
sealed class Services
{
    const int Capacity = 8192;

    readonly Dictionary<ServiceKey, ServiceCounts> _services = new(Capacity);

    /// <summary>SYN/ACKs of ports for which there was no room.</summary>
    public long NotTaken { get; private set; }

    /// <summary>What is known of a port, or null.</summary>
    public ServiceCounts? Find(IpAddress address, ushort port)
        => _services.TryGetValue(new ServiceKey(address, port), out ServiceCounts service)
            ? service
            : null;

    /// <summary>Takes in a SYN/ACK.</summary>
    public void NoteAccepted(IpAddress address, ushort port)
    {
        if (_services.Count == Capacity && !_services.ContainsKey(new ServiceKey(address, port)))
        {
            NotTaken++;
            return;
        }

        ref ServiceCounts service = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _services, new ServiceKey(address, port), out bool isKnown);
        if (!isKnown) service.Asked = 1;
        service.Accepted++;
    }

    /// <summary>Takes in a connection that was under way when it was first seen.</summary>
    public void NoteUnderWay(IpAddress address, ushort port)
    {
        ref ServiceCounts service = ref Known(address, port, out bool isKnown);
        if (isKnown) service.UnderWay++;
    }

    /// <summary>Takes in a SYN that was refused.</summary>
    public void NoteRefused(IpAddress address, ushort port, Timestamp time)
    {
        ref ServiceCounts service = ref Known(address, port, out bool isKnown);
        if (!isKnown) return;
        service.Refused++;
        service.LastRefused = time;
    }

    /// <summary>Takes in the first SYN of a connection.</summary>
    public void NoteAsked(IpAddress address, ushort port, Timestamp time)
    {
        ref ServiceCounts service = ref Known(address, port, out bool isKnown);
        if (!isKnown) return;
        service.Asked++;
        service.LastAsked = time;
    }

    ref ServiceCounts Known(IpAddress address, ushort port, out bool isKnown)
    {
        ref ServiceCounts service = ref CollectionsMarshal.GetValueRefOrNullRef(
            _services, new ServiceKey(address, port));
        isKnown = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref service);
        return ref service;
    }
}

/// <summary>An address and port.</summary>
readonly record struct ServiceKey(IpAddress Address, ushort Port)
{
    /// <inheritdoc/>
    /// <remarks>Seeded by the runtime, so that nobody on the wire can choose ports that
    /// collide.</remarks>
    public override int GetHashCode() => HashCode.Combine(Address.High, Address.Low, Port);
}

/// <summary>What one server's port has shown.</summary>
record struct ServiceCounts
{
    /// <summary>Connections that it answered with a SYN/ACK.</summary>
    public long Accepted;

    /// <summary>Connections that were under way when they were first seen.</summary>
    public long UnderWay;

    /// <summary>SYNs that were refused with a reset.</summary>
    public long Refused;

    /// <summary>When the last of them was.</summary>
    public Timestamp LastRefused;

    /// <summary>Connections that it was asked for, from the first that it answered on.</summary>
    public long Asked;

    /// <summary>When the last of them was.</summary>
    public Timestamp LastAsked;

    /// <summary>All its connections that the capture shows.</summary>
    public readonly long Connections => Math.Max(Asked, Accepted + Refused) + UnderWay;

    /// <summary>Connections that it was asked for and neither took nor refused, so far.</summary>
    public readonly long Unanswered => Math.Max(0, Asked - Accepted - Refused);
}
