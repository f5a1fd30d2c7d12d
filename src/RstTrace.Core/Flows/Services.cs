using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What servers' ports have shown across their connections.</summary>
/// <remarks>A port is known from its first SYN/ACK on. One place for each hash of an address and
/// port; of two with the same, the later one has it, and the counts of the other are gone. Without
/// a secret, so that the same frames give the same report.</remarks>
sealed class Services
{
    const int CapacityLog2 = 12;

    readonly ServiceCounts[] _services = new ServiceCounts[1 << CapacityLog2];

    ConnectionCounts _all;

    /// <summary>Ports that lost their place to another.</summary>
    public long Displaced { get; private set; }

    /// <summary>Connections of all ports, also of those that lost their place.</summary>
    public ConnectionCounts All => _all;

    /// <summary>What is known of a port, or null.</summary>
    public ServiceCounts? Find(IpAddress address, ushort port)
    {
        ref ServiceCounts service = ref At(address, port);
        return service.IsOf(address, port) ? service : null;
    }

    /// <summary>Takes in a SYN/ACK.</summary>
    public void NoteAccepted(IpAddress address, ushort port)
    {
        _all.Accepted++;
        ref ServiceCounts service = ref At(address, port);
        if (!service.IsOf(address, port))
        {
            if (service.Accepted > 0) Displaced++;
            service = new ServiceCounts { Address = address, Port = port, Asked = 1 };
        }

        service.Accepted++;
    }

    /// <summary>Takes in a connection that was under way when it was first seen.</summary>
    public void NoteUnderWay(IpAddress address, ushort port)
    {
        _all.UnderWay++;
        ref ServiceCounts service = ref At(address, port);
        if (service.IsOf(address, port)) service.UnderWay++;
    }

    /// <summary>Takes in a SYN that was refused.</summary>
    public void NoteRefused(IpAddress address, ushort port, Timestamp time)
    {
        _all.Refused++;
        ref ServiceCounts service = ref At(address, port);
        if (!service.IsOf(address, port)) return;
        service.Refused++;
        service.LastRefused = time;
    }

    /// <summary>Takes in the first SYN of a connection.</summary>
    public void NoteAsked(IpAddress address, ushort port, Timestamp time)
    {
        _all.Asked++;
        ref ServiceCounts service = ref At(address, port);
        if (!service.IsOf(address, port)) return;
        service.Asked++;
        service.LastAsked = time;
    }

    ref ServiceCounts At(IpAddress address, ushort port)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        ulong hash = ((((address.High * Mix) ^ address.Low) * Mix) + port) * Mix;
        return ref _services[hash >> (64 - CapacityLog2)];
    }
}

/// <summary>What one server's port has shown.</summary>
record struct ServiceCounts
{
    public IpAddress Address;

    public ushort Port;

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

    /// <summary>Whether it is this one's.</summary>
    public readonly bool IsOf(IpAddress address, ushort port)
        => Accepted > 0 && Address == address && Port == port;

    /// <summary>All its connections that the capture shows.</summary>
    public readonly long Connections => Math.Max(Asked, Accepted + Refused) + UnderWay;

    /// <summary>Connections that it was asked for and neither took nor refused, so far.</summary>
    public readonly long Unanswered => Math.Max(0, Asked - Accepted - Refused);
}
