using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by a server that does not want the connection.</summary>
static class Refusal
{
    public static CauseEntry PortClosed { get; } = new()
    {
        Id = "port-closed",
        Title = "Nothing listens on the port",
        Reference = "RFC 9293 §3.10.7.1",
        Meaning = "The client asked for a connection and was told that nobody listens there. The "
            + "way there and back works; look at the service, its port and the address that it "
            + "listens on. A firewall that rejects with a reset looks much the same.",
        Predicate = "A SYN, no SYN/ACK, and in the server's name a RST,ACK with SEG.SEQ 0 whose "
            + "SEG.ACK is one past the SYN (and its data); afterwards nothing else from the "
            + "server.",
        Culprits =
        [
            "the service is not running, or not yet",
            "a wrong port, or a service that moved",
            "bound to 127.0.0.1 or to one of IPv4 and IPv6 only",
            "a load balancer without a healthy member",
            "a firewall rule that rejects with tcp-reset",
        ],
        LookAlikes =
        [
            new("stray-segment",
                "the segment that drew it: a SYN asks for a connection, anything else belongs to "
                    + "none"),
        ],
        SeparateBy = "a firewall's REJECT on the path answers with another TTL than the host, and "
            + "the host's OutRsts counter does not move",
        // A host without the socket answers a SYN with SEG.SEQ 0 and SEG.ACK = ISS + 1.
        Weigh = static e => e.Sender != Side.Server || e.Shape != ResetShape.Refusal
            || !e.Aftermath.SenderSpoke.IsNone ? 0
            : e.Flow.Client.SawSyn && !e.Flow.Server.SawSyn ? 0.95
            : e.IsUnsolicited && !e.HasTrigger ? 0.5
            : 0,
        Tell = static e => $"Nothing listens on {e.NameOf(Side.Server)}: the SYN was refused.",
        Fixes =
        [
            new("On the server: is the service up, and on this address?",
                "ss -ltnp 'sport = :{server.port}'"),
            new("Up, but bound to 127.0.0.1 only? Change its listen address."),
            new("Listening after all? Then look for a rule that rejects.",
                "nft list ruleset | grep -i reject; iptables-save -c | grep -i tcp-reset"),
        ],
    };

    public static CauseEntry AcceptQueueOverflow { get; } = new()
    {
        Id = "accept-queue-overflow",
        Title = "The server's accept queue is full, and it is told to reset",
        Reference = "Linux net/ipv4/tcp_minisocks.c tcp_check_req, tcp_abort_on_overflow",
        Meaning = "The last step of the handshake found the server's accept queue full, and "
            + "tcp_abort_on_overflow makes its system say so with a reset. The application accepts "
            + "connections more slowly than they come, or asked for a short queue.",
        Predicate = "SYN, SYN/ACK, the client's ACK, and at once a bare RST of the server with "
            + "SEG.SEQ = that SEG.ACK; no data of the server.",
        Culprits =
        [
            "an accept loop that is slow, blocked or starved",
            "a small listen backlog, or a small net.core.somaxconn",
            "a burst of connections, as after a restart",
            "tcp_abort_on_overflow=1, which is not the default",
        ],
        LookAlikes =
        [
            new("server-reject-on-accept",
                "how the reset is formed: bare and without options, the system refused; with ACK, "
                    + "a window and timestamps, a program aborted what it had accepted"),
            new("ghost-connection",
                "what drew the reset: the ACK of the handshake, with tcp_abort_on_overflow=1; the "
                    + "first data later, with 0"),
            new("peer-lost-state",
                "TcpExtListenOverflows on the server: moving in that second, the queue was full; "
                    + "else the connection was lost between SYN/ACK and ACK"),
        ],
        SeparateBy = "TcpExtListenOverflows on the server at that second",
        // No socket yet, so the answer to the client's final ACK is bare.
        Weigh = static e => e.Shape != ResetShape.Reply || !e.HasTrigger ? 0
            : e.Phase == Phase.Completing ? 0.85
            : DrewFirstData(e) && Phase.IsJustCompleted(e) ? 0.72
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} refused the connection at the last step of "
            + "the handshake: its accept queue is full.",
        Fixes =
        [
            new("Recv-Q above Send-Q means the queue is full.",
                "ss -ltn 'sport = :{server.port}'"),
            new("Accept faster, or raise the listen backlog and its ceiling.",
                "sysctl net.core.somaxconn net.ipv4.tcp_abort_on_overflow"),
        ],
    };

    public static CauseEntry RejectedOnAccept { get; } = new()
    {
        Id = "server-reject-on-accept",
        Title = "The server or a proxy aborts as soon as it accepts",
        Reference = "RFC 9293 §3.10.5",
        Meaning = "The server completed the handshake and aborted the connection at once, before a "
            + "word was said. A program took it, in the server or in a proxy before it, looked at "
            + "who was asking, and refused.",
        Predicate = "SYN, SYN/ACK, ACK, and within little more than a round trip a RST,ACK of the "
            + "server; no data either way.",
        Culprits =
        [
            "a rule of a proxy (haproxy: tcp-request connection reject)",
            "an access list, or a limit of connections or rate for this client",
            "a worker that fails on every connection it accepts",
            "a load balancer that finds no member to pass it to",
        ],
        LookAlikes =
        [
            new("accept-queue-flushed",
                "who else was reset: this client alone, time and again, is rejected; several "
                    + "clients in one moment waited at a listener that closed"),
            new("linger-zero-abort",
                "the server's or proxy's log of that second: turned away by a rule or limit as it "
                    + "was accepted, or aborted by the application that took it"),
        ],
        SeparateBy = "the proxy's or server's log at that second (haproxy: termination flags PR)",
        Weigh = static e => e.Phase == Phase.Completing
            && e.Shape == ResetShape.Active
            ? 0.7
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} accepted the connection and aborted it at "
            + "once, before any data.",
        Fixes =
        [
            new("Look for an access list, a connection limit or a rate limit in the server or the "
                + "proxy in front of it."),
            new("What does it say of this second?",
                "journalctl --since '{time-1s}' --until '{time+1s}'"),
        ],
    };

    // The data was on its way when the server answered the end of the handshake.
    static bool DrewFirstData(ResetEvidence e)
        => e.Sender == Side.Server && !e.Flow.Server.HasSpoken && !e.Flow.Server.SawFin
            && e.Flow.Server.Packets == 1
            && e.Reset.Sequence == e.Flow.Server.InitialSequence + 1;
}
