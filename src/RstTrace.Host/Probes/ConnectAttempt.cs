using System.Diagnostics;
using System.Threading;
using RstTrace.Core.Wire;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>How an attempt to connect ended.</summary>
enum ConnectOutcome
{
    /// <summary>The handshake was completed.</summary>
    Connected,

    /// <summary>A reset answered.</summary>
    Refused,

    /// <summary>An ICMP message answered.</summary>
    Icmp,

    /// <summary>Nothing answered in time.</summary>
    Silent,

    /// <summary>This host itself could not send.</summary>
    Local,
}

/// <summary>What an attempt is made with.</summary>
sealed record ConnectOptions
{
    /// <summary>How long to wait, in milliseconds.</summary>
    public int Patience { get; init; } = 2500;

    /// <summary>TOS or traffic class of what is sent; 0 for the usual.</summary>
    public int TrafficClass { get; init; }

    /// <summary>Hop limit of what is sent; 0 for the usual.</summary>
    public int HopLimit { get; init; }

    /// <summary>Answers with a smaller TTL than this are not heard (IP_MINTTL).</summary>
    public int LeastAnsweringTtl { get; init; }
}

/// <summary>One attempt to connect.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Took">Until then.</param>
/// <param name="Errno">What the kernel says of it; 0 when connected.</param>
/// <param name="LocalPort">Our port, which tells its segments from others.</param>
/// <param name="Icmp">What ICMP said.</param>
sealed record ConnectAttempt(
    ConnectOutcome Outcome, Duration Took, int Errno, ushort LocalPort, IcmpError? Icmp)
{
    /// <summary>Connects, and hangs up.</summary>
    /// <exception cref="System.OperationCanceledException">It was ended.</exception>
    public static ConnectAttempt To(
        HostAddress host, ushort port, ConnectOptions options, CancellationToken stop)
    {
        ConnectAttempt attempt = Open(host, port, options, stop, out ProbeSocket? socket);
        socket?.Dispose();
        return attempt;
    }

    /// <summary>Connects.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="port">Its port.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="open">The connection, the caller's to dispose; null where there is
    /// none.</param>
    public static ConnectAttempt Open(
        HostAddress host, ushort port, ConnectOptions options, CancellationToken stop,
        out ProbeSocket? open)
    {
        open = null;
        long begin = Stopwatch.GetTimestamp();
        ProbeSocket? socket = ProbeSocket.Open(
            host.IsIpv6, SOCK_STREAM, IPPROTO_TCP, out int error);
        if (socket is null) return new(ConnectOutcome.Local, Since(begin), error, 0, null);

        bool keep = false;
        try
        {
            Prepare(socket, options);
            begin = Stopwatch.GetTimestamp();
            error = socket.Connect(host, port);
            ushort local = socket.LocalEnd().Port;
            if (error == EINPROGRESS)
            {
                if (socket.Await(POLLOUT, options.Patience, stop) == 0)
                    return new(ConnectOutcome.Silent, Since(begin), ETIMEDOUT, local, null);
                error = socket.TakeError();
            }

            Duration took = Since(begin);
            keep = error == 0;
            if (keep) open = socket;
            IcmpError? icmp = keep ? null : socket.ReceiveMessage(fromErrors: true)?.Error;
            return new(OutcomeOf(error, icmp), took, error, local, icmp);
        }
        finally
        {
            if (!keep) socket.Dispose();
        }
    }

    static void Prepare(ProbeSocket socket, ConnectOptions options)
    {
        _ = socket.Set(IP_RECVERR, IPV6_RECVERR, 1);
        if (options.TrafficClass != 0) _ = socket.Set(IP_TOS, IPV6_TCLASS, options.TrafficClass);
        if (options.HopLimit != 0) _ = socket.Set(IP_TTL, IPV6_UNICAST_HOPS, options.HopLimit);
        if (options.LeastAnsweringTtl != 0)
            _ = socket.Set(IP_MINTTL, IPV6_MINHOPCOUNT, options.LeastAnsweringTtl);
    }

    static ConnectOutcome OutcomeOf(int error, IcmpError? icmp) => error switch
    {
        0 => ConnectOutcome.Connected,
        _ when icmp is not null => ConnectOutcome.Icmp,
        ECONNREFUSED => ConnectOutcome.Refused,
        ECONNRESET => ConnectOutcome.Connected, // And reset at once, before we looked.
        ETIMEDOUT => ConnectOutcome.Silent,
        EHOSTUNREACH => ConnectOutcome.Silent, // No answer to ARP or neighbour discovery.
        _ => ConnectOutcome.Local,
    };

    static Duration Since(long begin) => new(Stopwatch.GetElapsedTime(begin).Ticks * 100);
}
