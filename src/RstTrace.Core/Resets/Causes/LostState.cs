using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by an end that does not know the connection.</summary>
static class LostState
{
    // A server whose SYN/ACK was not answered sends it again after this long (RFC 6298 §2.1).
    static readonly Duration s_synAckRetry = Duration.FromSeconds(1);

    public static CauseEntry GhostConnection { get; } = new()
    {
        Id = "ghost-connection",
        Title = "The client thinks it is connected, the server never took the connection",
        Reference = "Linux net/ipv4/tcp_ipv4.c tcp_v4_syn_recv_sock, tcp_abort_on_overflow=0",
        Meaning = "The client had its SYN/ACK and believed that it was connected. The server "
            + "dropped the last step of the handshake, mostly because its accept queue was full, "
            + "and knew nothing of the connection any more when the first data came.",
        Predicate = "The server sent nothing but SYN/ACKs, often several, and acknowledged none of "
            + "the client's data, which at last drew a bare RST with SEG.SEQ = its SEG.ACK.",
        Culprits =
        [
            "a full accept queue, with tcp_abort_on_overflow=0 as is the default",
            "a SYN flood, or SYN cookies that had expired",
            "a SYN proxy or load balancer that answers before the server does",
            "TCP_DEFER_ACCEPT, with a client that is slow to speak",
        ],
        LookAlikes =
        [
            new("peer-lost-state",
                "SYN/ACKs that the server sent again before the data came: it never had the "
                    + "connection; one alone, it may have lost it"),
        ],
        SeparateBy = "TcpExtListenOverflows on the server at the time of the handshake",
        Weigh = static e => IsOpenReply(e) && e.Sender == Side.Server && e.Flow.HandshakeSeen
            && !e.Flow.Server.Has(HalfTraits.Data) && e.Flow.Client.Has(HalfTraits.Data)
            && e.Flow.Server.Packets == e.Flow.Server.Syns
            && e.Flow.Server.SendUnacknowledged == e.Flow.Server.InitialSequence + 1
            ? e.SynsOf(Side.Server) > 1 ? 0.85
                : e.Trigger.Time - e.Flow.HandshakeTime >= s_synAckRetry ? 0.72
                : 0.55
            : 0,
        Tell = static e => "The client sent its first data, but "
            + $"{e.NameOf(Side.Server)} had never completed the handshake on its side.",
        Fixes =
        [
            new("A full accept queue drops the last step of the handshake silently.",
                "ss -ltn 'sport = :{server.port}'; nstat -az TcpExtListenOverflows"),
        ],
    };

    public static CauseEntry PeerLostState { get; } = new()
    {
        Id = "peer-lost-state",
        Title = "The peer has no such connection any more",
        Reference = "RFC 9293 §3.5.1 figure 10, §3.10.7.1",
        Meaning = "The sender of the reset answered an open connection as if it had never heard of "
            + "it. It restarted, or another host answers for it now, or the connection had ended "
            + "on its side without this side noticing.",
        Predicate = "On an open connection, without a FIN of the sender, a bare RST with SEG.SEQ = "
            + "SEG.ACK of the segment that it answers.",
        Culprits =
        [
            "a host, container or service that restarted",
            "a failover, or a load balancer that picked another member",
            "a route change that leads to another host of the same address",
            "an end that gave up or was reset before, unseen from here",
        ],
        LookAlikes = [],
        SeparateBy = "several connections to this host reset within seconds: it restarted; one "
            + "alone: something on the path sent its segments elsewhere",
        Weigh = static e => IsOpenReply(e) ? e.HasTrigger ? 0.7 : 0.45 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} answered as if it had never heard of the "
            + "connection: restarted, failed over, or reset on that side before.",
        Fixes =
        [
            new("Did {sender.address} or its service restart then?",
                "journalctl --since '{time-60s}' --until '{time+5s}'"),
            new("Behind a load balancer or several paths? See whether its members changed then."),
        ],
    };

    static bool IsOpenReply(ResetEvidence e)
        => e.Shape == ResetShape.Reply && e.Flow.Has(FlowTraits.Completed)
            && !e.SenderHalf.SawFin && !e.IsUnsolicited;
}
