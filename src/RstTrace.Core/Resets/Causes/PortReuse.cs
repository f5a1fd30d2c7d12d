using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets of a SYN that met an earlier connection of the same ports.</summary>
static class PortReuse
{
    public static CauseEntry HalfOpen { get; } = new()
    {
        Id = "port-reuse-half-open",
        Title = "The SYN met a connection that the server still has",
        Reference = "RFC 9293 §3.5.1 figure 9, RFC 5961 §4",
        Meaning = "The client opened a connection, but the server still had an open one from the "
            + "same address and port: the client had forgotten it, the server had not. The "
            + "client's reset clears the old one, and its next SYN gets through.",
        Predicate = "A SYN, no SYN/ACK, but an ACK of the server that does not cover the SYN (a "
            + "challenge ACK, or one of the older connection); a bare RST of the client with "
            + "SEG.SEQ = that SEG.ACK.",
        Culprits =
        [
            "a client that crashed or restarted without closing",
            "a NAT that hands a port out again too soon",
            "a reset or FIN of the client that never arrived",
            "a fixed source port",
        ],
        LookAlikes =
        [
            new("handshake-bad-ack",
                "what the server answered to the SYN: an ACK alone speaks for an older connection, "
                    + "a SYN/ACK with a wrong number for a box that rewrites numbers"),
        ],
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
        Fixes =
        [
            new("Harmless when the next SYN succeeds: the reset clears the old connection."),
            new("Often? Ports are reused too soon: by a NAT, or a client short of ports.",
                "sysctl net.ipv4.ip_local_port_range; ss -s"),
        ],
    };

    public static CauseEntry TimeWait { get; } = new()
    {
        Id = "timewait-syn-rejected",
        Title = "The SYN met a TIME-WAIT that would not give way",
        Reference = "RFC 6191 §2, RFC 9293 §3.10.7.4",
        Meaning = "The client opened a connection from a port that it had used shortly before. The "
            + "server kept the old, closed one in TIME-WAIT and answered for that; the client "
            + "denied it, and mostly gets through with its next SYN.",
        Predicate = "A SYN on a four-tuple whose earlier connection had been closed by both FINs; "
            + "an ACK of the server that does not cover the SYN; a bare RST of the client with "
            + "SEG.SEQ = that SEG.ACK.",
        Culprits =
        [
            "a client that is short of local ports",
            "a NAT that hands a port out again too soon",
            "a fixed source port: benchmarks, health checks, old protocols",
            "initial sequence numbers or timestamps that do not grow",
        ],
        LookAlikes =
        [
            new("port-reuse-half-open",
                "the earlier connection's FINs in the capture: from both sides, the server was in "
                    + "TIME-WAIT; else it had the connection still open"),
        ],
        SeparateBy = "the earlier connection's close in the capture, less than two minutes before",
        // As above, and the earlier connection had been closed by both sides.
        Weigh = static e => e.Flow.Has(FlowTraits.ReusedAfterClose)
            && HalfOpen!.Weigh(e) > 0
            ? 0.9
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} still kept the closed connection of the same "
            + "client port in TIME-WAIT, and the SYN's numbers were not newer.",
        Fixes =
        [
            new("Harmless when the next SYN succeeds. Often? The client, or a NAT before it, is "
                + "short of ports.",
                "sysctl net.ipv4.ip_local_port_range net.ipv4.tcp_tw_reuse"),
        ],
    };
}
