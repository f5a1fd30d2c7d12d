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
        SeparateBy = "TcpExtListenOverflows on the server at the time of the handshake",
        Weigh = static e => IsOpenReply(e) && e.Sender == Side.Server && e.Flow.HandshakeSeen
            && !e.Flow.Server.Has(HalfTraits.Data) && e.Flow.Client.Has(HalfTraits.Data)
            && e.Flow.Server.Packets == e.Flow.Server.Syns
            && e.Flow.Server.SendUnacknowledged == e.Flow.Server.InitialSequence + 1
            ? e.Flow.Server.Syns > 1 ? 0.85
                : e.Trigger.Time - e.Flow.HandshakeTime >= s_synAckRetry ? 0.72
                : 0.55
            : 0,
        Tell = static e => "The client sent its first data, but "
            + $"{e.NameOf(Side.Server)} had never completed the handshake on its side.",
        Advise = static e =>
        [
            new("A full accept queue drops the last step of the handshake silently.",
                $"ss -ltn 'sport = :{e.PortOf(Side.Server)}'; nstat -az TcpExtListenOverflows"),
        ],
    };

    public static CauseEntry PeerLostState { get; } = new()
    {
        Id = "peer-lost-state",
        Title = "The peer has no such connection any more",
        Reference = "RFC 9293 §3.5.1 figure 10, §3.10.7.1",
        SeparateBy = "several connections to this host reset within seconds: it restarted; one "
            + "alone: something on the path sent its segments elsewhere",
        Weigh = static e => IsOpenReply(e) ? e.HasTrigger ? 0.7 : 0.45 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} answered as if it had never heard of the "
            + "connection: restarted, failed over, or reset on that side before.",
        Advise = static e =>
        [
            new($"Did {e.AddressOf(e.Sender)} or its service restart then?",
                $"journalctl --since '{e.LogTime(-60)}' --until '{e.LogTime(5)}'"),
            new("Behind a load balancer or several paths? See whether its members changed then."),
        ],
    };

    static bool IsOpenReply(ResetEvidence e)
        => e.Shape == ResetShape.Reply && e.Flow.Has(FlowTraits.Completed)
            && !e.SenderHalf.SawFin && !e.IsUnsolicited;
}
