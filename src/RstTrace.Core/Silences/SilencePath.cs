using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>What connections share that pass the same boxes: the server's address and port, the
/// client's network, and what they travel in.</summary>
readonly record struct SilencePath
{
    const ulong HostOfIpv4 = 0xFF;

    readonly IpAddress _clientNetwork;
    readonly IpAddress _server;
    readonly ulong _encapsulation;
    readonly ushort _serverPort;

    /// <param name="client">Any address of the client's network: /24 for IPv4, /64 for
    /// IPv6.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="serverPort">The server's port.</param>
    /// <param name="encapsulation">See <see cref="Segment.Encapsulation"/>.</param>
    public SilencePath(
        IpAddress client, IpAddress server, ushort serverPort, ulong encapsulation)
    {
        _clientNetwork = client.IsIpv4
            ? client with { Low = client.Low & ~HostOfIpv4 }
            : client with { Low = 0 };
        _server = server;
        _serverPort = serverPort;
        _encapsulation = encapsulation;
    }

    /// <inheritdoc/>
    /// <remarks>Seeded by the runtime, so that nobody on the wire can choose paths that
    /// collide.</remarks>
    public override int GetHashCode() => HashCode.Combine(
        _clientNetwork.High, _clientNetwork.Low, _server.High, _server.Low, _encapsulation,
        _serverPort);
}
