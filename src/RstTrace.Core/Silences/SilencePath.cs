using System;
using System.Security.Cryptography;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>What connections share that pass the same boxes: the server's address and port, the
/// client's network, and what they travel in.</summary>
readonly record struct SilencePath
{
    const ulong HostOfIpv4 = 0xFF;
    const ulong Odd = 0x9E3779B97F4A7C15;

    // So that nobody on the wire can choose paths that collide.
    static readonly ulong s_secret
        = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

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
    public override int GetHashCode()
    {
        ulong client = Mix(_clientNetwork.High, _clientNetwork.Low ^ s_secret);
        ulong server = Mix(_server.High ^ _serverPort, _server.Low ^ s_secret);
        return (int)Mix(client ^ _encapsulation, server ^ s_secret);
    }

    // A full product folded in half: every bit of both operands reaches every bit of the result.
    static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left ^ Odd, right, out ulong low);
        return high ^ low;
    }
}
