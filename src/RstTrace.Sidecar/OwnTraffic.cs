using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar;

/// <summary>The service's own connections: their resets are no news of the host.</summary>
/// <remarks>Those to our port are known by it; those that we open, by the port that the system gave
/// us before they were opened, the latest of them. For all threads.</remarks>
/// <param name="isLocal">Whether an address is the host's own.</param>
public sealed class OwnTraffic(Func<IpAddress, bool> isLocal)
{
    const int MostKept = 1024;

    readonly Lock _gate = new();
    readonly HashSet<(int Local, int Remote)> _ports = [];
    readonly Queue<(int Local, int Remote)> _latest = [];
    int _listening = -1;

    /// <summary>We answer on this port.</summary>
    public void Listen(int port) => Volatile.Write(ref _listening, port);

    /// <summary>Opens one of our connections: for <see cref="SocketsHttpHandler.ConnectCallback"/>.
    /// </summary>
    public async ValueTask<Stream> Connect(
        SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
#pragma warning disable RS0030 // Sockets speak of addresses in no other way.
            bool isIpv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
            socket.Bind(new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
#pragma warning restore RS0030
            Add((((IPEndPoint)socket.LocalEndPoint!).Port, context.DnsEndPoint.Port));
            await socket.ConnectAsync(context.DnsEndPoint, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a connection is ours.</summary>
    public bool Has(FlowSummary flow)
    {
        if (flow.Server.Port == Volatile.Read(ref _listening) && isLocal(flow.Server.Address))
            return true;

        lock (_gate)
            if (!_ports.Contains((flow.Client.Port, flow.Server.Port))) return false;

        return isLocal(flow.Client.Address);
    }

    void Add((int Local, int Remote) ports)
    {
        lock (_gate)
        {
            if (!_ports.Add(ports)) return;
            _latest.Enqueue(ports);
            if (_latest.Count > MostKept) _ports.Remove(_latest.Dequeue());
        }
    }
}
