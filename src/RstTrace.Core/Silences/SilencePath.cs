using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>What connections share that pass the same boxes: the server's address and port, the
/// client's network, and what they travel in.</summary>
readonly record struct SilencePath
{
    const ulong HostOfIpv4 = 0xFF;

    static readonly ulong s_secret = Keyed.NewSecret();

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
        ulong client = Keyed.Fold(_clientNetwork.High ^ ~s_secret, _clientNetwork.Low ^ s_secret);
        ulong server = Keyed.Fold(
            _server.High ^ _serverPort ^ ~s_secret, _server.Low ^ s_secret);
        return (int)Keyed.Fold(client ^ _encapsulation, server ^ s_secret);
    }
}
