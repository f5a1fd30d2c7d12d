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

    readonly Dictionary<(IpAddress, ushort), Service> _services = new(Capacity);

    /// <summary>SYN/ACKs of ports for which there was no room.</summary>
    public long NotTaken { get; private set; }

    /// <summary>What is known of a port, or null.</summary>
    public Service? Find(IpAddress address, ushort port)
        => _services.TryGetValue((address, port), out Service service) ? service : null;

    /// <summary>Takes in a SYN/ACK.</summary>
    public void NoteAccepted(IpAddress address, ushort port)
    {
        if (_services.Count == Capacity && !_services.ContainsKey((address, port)))
        {
            NotTaken++;
            return;
        }

        ref Service service = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _services, (address, port), out _);
        service.Accepted++;
    }

    /// <summary>Takes in a connection that was under way when it was first seen.</summary>
    public void NoteUnderWay(IpAddress address, ushort port)
    {
        ref Service service = ref Known(address, port, out bool isKnown);
        if (isKnown) service.UnderWay++;
    }

    /// <summary>Takes in a SYN that was refused.</summary>
    public void NoteRefused(IpAddress address, ushort port, Timestamp time)
    {
        ref Service service = ref Known(address, port, out bool isKnown);
        if (!isKnown) return;
        service.Refused++;
        service.LastRefused = time;
    }

    /// <summary>Takes in a SYN that had to be sent again.</summary>
    public void NoteIgnored(IpAddress address, ushort port, Timestamp time)
    {
        ref Service service = ref Known(address, port, out bool isKnown);
        if (!isKnown) return;
        service.Ignored++;
        service.LastIgnored = time;
    }

    ref Service Known(IpAddress address, ushort port, out bool isKnown)
    {
        ref Service service = ref CollectionsMarshal.GetValueRefOrNullRef(
            _services, (address, port));
        isKnown = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref service);
        return ref service;
    }
}

/// <summary>What one server's port has shown.</summary>
record struct Service
{
    /// <summary>Connections that it answered with a SYN/ACK.</summary>
    public long Accepted;

    /// <summary>Connections that were under way when they were first seen.</summary>
    public long UnderWay;

    /// <summary>SYNs that were refused with a reset.</summary>
    public long Refused;

    /// <summary>When the last of them was.</summary>
    public Timestamp LastRefused;

    /// <summary>SYNs that had to be sent again.</summary>
    public long Ignored;

    /// <summary>When the last of them was.</summary>
    public Timestamp LastIgnored;
}
