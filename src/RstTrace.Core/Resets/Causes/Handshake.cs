using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets while the connection is being made.</summary>
static class Handshake
{
    public static CauseEntry PortClosed { get; } = new()
    {
        Id = "port-closed",
        Title = "Nothing listens on the port",
        Reference = "RFC 9293 §3.10.7.1",
        SeparateBy = "a firewall's REJECT on the path answers with another TTL than the host, and "
            + "the host's OutRsts counter does not move",
        // A host without the socket answers a SYN with SEG.SEQ 0 and SEG.ACK = ISS + 1.
        Weigh = static e => e.Sender != Side.Server || e.Shape != ResetShape.Refusal
            || !e.Aftermath.SenderSpoke.IsNone ? 0
            : e.Flow.Client.SawSyn && !e.Flow.Server.SawSyn ? 0.95
            : e.IsUnsolicited ? 0.7
            : 0,
        Tell = static e => $"Nothing listens on {e.NameOf(Side.Server)}: the SYN was refused.",
        Advise = static e =>
        [
            new("On the server: is the service up, and on this address?",
                $"ss -ltnp 'sport = :{e.PortOf(Side.Server)}'"),
            new("Up, but bound to 127.0.0.1 only? Change its listen address."),
            new("Listening after all? Then look for a rule that rejects.",
                "nft list ruleset | grep -i reject; iptables-save -c | grep -i tcp-reset"),
        ],
    };

    public static CauseEntry PortReuse { get; } = new()
    {
        Id = "port-reuse-half-open",
        Title = "The SYN met a connection that the server still has",
        Reference = "RFC 9293 §3.5.1 figure 9, RFC 5961 §4",
        SeparateBy = "an earlier connection with the same ports in the capture, or "
            + "TcpExtTCPSYNChallenge on the server",
        // The server acknowledges the old connection, not the SYN; the client denies it.
        Weigh = static e => e.Sender == Side.Client && e.Shape == ResetShape.Reply && e.HasTrigger
            && !e.Flow.Has(FlowTraits.Completed) && e.Flow.Client.SawSyn && !e.Trigger.IsSyn
            && e.Trigger.Acknowledgment != e.Flow.Client.InitialSequence + 1
            ? 0.85
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} still had an older connection from the same "
            + $"client port: it answered the SYN with an acknowledgment of that one.",
        Advise = static e =>
        [
            new("Harmless when the next SYN succeeds: the reset clears the old connection."),
            new("Often? Ports are reused too soon: by a NAT, or a client short of ports.",
                "sysctl net.ipv4.ip_local_port_range; ss -s"),
        ],
    };

    public static CauseEntry TimeWaitSynRejected { get; } = new()
    {
        Id = "timewait-syn-rejected",
        Title = "The SYN met a TIME-WAIT that would not give way",
        Reference = "RFC 6191 §2, RFC 9293 §3.10.7.4",
        SeparateBy = "the earlier connection's close in the capture, less than two minutes before",
        // As above, and the earlier connection had been closed by both sides.
        Weigh = static e => e.Flow.Has(FlowTraits.ReusedAfterClose)
            && PortReuse!.Weigh(e) > 0
            ? 0.9
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} still kept the closed connection of the same "
            + "client port in TIME-WAIT, and the SYN's numbers were not newer.",
        Advise = static _ =>
        [
            new("Harmless when the next SYN succeeds. Often? The client, or a NAT before it, is "
                + "short of ports.", "sysctl net.ipv4.ip_local_port_range net.ipv4.tcp_tw_reuse"),
        ],
    };

    public static CauseEntry BadAcknowledgment { get; } = new()
    {
        Id = "handshake-bad-ack",
        Title = "The handshake acknowledged a number that was never sent",
        Reference = "RFC 9293 §3.10.7.3, §3.10.7.4",
        SeparateBy = "the initial sequence numbers as seen at both ends: a box that rewrites them "
            + "shows different ones",
        Weigh = static e => e.Shape != ResetShape.Reply || !e.HasTrigger ? 0
            : e.Sender == Side.Client && e.Trigger.IsSyn && e.Flow.Client.SawSyn
                && e.Trigger.Acknowledgment != e.Flow.Client.InitialSequence + 1 ? 0.9
            : e.Sender == Side.Server && e.Flow.Server.SawSyn && !e.Flow.Has(FlowTraits.Completed)
                && e.Trigger.Acknowledgment != e.Flow.Server.InitialSequence + 1 ? 0.9
            : 0,
        Tell = static e => $"The {Say.Of(e.Receiver)}'s part of the handshake acknowledged a "
            + $"sequence number that the {Say.Of(e.Sender)} never sent.",
        Advise = static _ =>
        [
            new("Look for a SYN proxy, a firewall that rewrites sequence numbers, or traffic that "
                + "returns on another path than it went."),
        ],
    };

    public static CauseEntry SynAckAbandoned { get; } = new()
    {
        Id = "synack-abandoned",
        Title = "The client had given up before the SYN/ACK came",
        Reference = "RFC 9293 §3.10.7.1",
        SeparateBy = "many ports or hosts within seconds from this client: a scan; a parallel "
            + "connection within 300 ms: a happy-eyeballs loser",
        Weigh = static e => e.Sender == Side.Client && e.Flow.Server.SawSyn
            && !e.Flow.Has(FlowTraits.Completed) && e.Shape == ResetShape.Reply
            && (!e.Flow.Client.SawSyn
                || e.Reset.Sequence == e.Flow.Client.InitialSequence + 1)
            ? 0.9
            : 0,
        Tell = static e => e.Flow.RoundTrip is Duration roundTrip && e.Flow.Client.SawSyn
            ? $"The client no longer wanted the connection when the SYN/ACK came, "
                + $"{roundTrip} after its SYN."
            : "The client no longer wanted the connection when the SYN/ACK came.",
        Advise = static e =>
        [
            new("Compare the client's connect timeout with the time to the SYN/ACK."),
            new("Slow to answer? Look at the server's SYN queue.",
                "nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtSyncookiesSent"),
        ],
    };

    public static CauseEntry AcceptQueueOverflow { get; } = new()
    {
        Id = "accept-queue-overflow",
        Title = "The server's accept queue is full, and it is told to reset",
        Reference = "Linux net/ipv4/tcp_minisocks.c tcp_check_req, tcp_abort_on_overflow",
        SeparateBy = "TcpExtListenOverflows on the server at that second",
        // No socket yet, so the answer to the client's final ACK is bare.
        Weigh = static e => Phase.Of(e).Id == "handshake.completing"
            && e.Shape == ResetShape.Reply && e.HasTrigger
            ? 0.85
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} refused the connection at the last step of "
            + "the handshake: its accept queue is full.",
        Advise = static e =>
        [
            new("Recv-Q above Send-Q means the queue is full.",
                $"ss -ltn 'sport = :{e.PortOf(Side.Server)}'"),
            new("Accept faster, or raise the listen backlog and its ceiling.",
                "sysctl net.core.somaxconn net.ipv4.tcp_abort_on_overflow"),
        ],
    };

    public static CauseEntry RejectedOnAccept { get; } = new()
    {
        Id = "server-reject-on-accept",
        Title = "The server or a proxy aborts as soon as it accepts",
        Reference = "RFC 9293 §3.10.5",
        SeparateBy = "the proxy's or server's log at that second (haproxy: termination flags PR)",
        Weigh = static e => Phase.Of(e).Id == "handshake.completing"
            && e.Shape == ResetShape.Active
            ? 0.7
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} accepted the connection and aborted it at "
            + "once, before any data.",
        Advise = static e =>
        [
            new("Look for an access list, a connection limit or a rate limit in the server or "
                + "the proxy in front of it."),
            new("What does it say of this second?",
                $"journalctl --since '{e.LogTime(-1)}' --until '{e.LogTime(1)}'"),
        ],
    };

    public static CauseEntry ConnectAndAbort { get; } = new()
    {
        Id = "connect-and-abort",
        Title = "The client connects and aborts without a word",
        Reference = "RFC 9293 §3.10.5",
        SeparateBy = "regular intervals from the same source: a health check",
        Weigh = static e => Phase.Of(e).Id == "established.no-data"
            && e.Sender == Side.Client && e.Shape == ResetShape.Active
            && e.Reset.Sequence == e.SenderHalf.SendNext // else it sent data that was lost
            ? 0.75
            : 0,
        Tell = static e => $"The client connected to {e.NameOf(Side.Server)} and aborted "
            + $"{e.Reset.Time - e.Flow.HandshakeTime} later without sending anything.",
        Advise = static _ =>
        [
            new("At regular intervals it is a health check: harmless."),
            new("Else ask the client's owner: a scan, a preconnect, or a crash."),
        ],
    };
}
