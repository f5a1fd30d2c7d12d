using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets while the connection is being made, or as soon as it is.</summary>
static class Handshake
{
    public static CauseEntry BadAcknowledgment { get; } = new()
    {
        Id = "handshake-bad-ack",
        Title = "The handshake acknowledged a number that was never sent",
        Reference = "RFC 9293 §3.10.7.3, §3.10.7.4",
        Meaning = "One side of the handshake acknowledged a number that the other had never sent, "
            + "and so was denied. Two hosts alone seldom do that: something between them makes or "
            + "rewrites sequence numbers, or the answer belonged to another SYN.",
        Predicate = "Before the connection is open, a SYN/ACK or an ACK whose SEG.ACK is not ISS + "
            + "1 of the other side, answered by that side with a bare RST with SEG.SEQ = that "
            + "SEG.ACK.",
        Culprits =
        [
            "a SYN proxy or flood protection that lost its place",
            "a firewall that rewrites sequence numbers and sees one direction only",
            "a late duplicate of an earlier handshake",
            "a scan, or a handshake under a false address",
        ],
        LookAlikes =
        [
            new("synack-abandoned",
                "SEG.SEQ of the reset: ISS + 1 of the client denies a proper SYN/ACK, any other "
                    + "number a wrong one"),
        ],
        SeparateBy = "the initial sequence numbers as seen at both ends: a box that rewrites them "
            + "shows different ones",
        Weigh = static e => e.Shape != ResetShape.Reply ? 0
            : !e.HasTrigger ? DeniesAnotherNumber(e) ? 0.7 : 0
            : e.Sender == Side.Client && e.Trigger.IsSyn && e.Flow.Client.SawSyn
                && e.Trigger.Acknowledgment != e.Flow.Client.InitialSequence + 1 ? 0.9
            : e.Sender == Side.Server && e.Flow.Server.SawSyn && !e.Flow.Has(FlowTraits.Completed)
                && e.Trigger.Acknowledgment != e.Flow.Server.InitialSequence + 1 ? 0.9
            : 0,
        Tell = static e => $"The {Say.Of(e.Receiver)}'s part of the handshake acknowledged a "
            + $"sequence number that the {Say.Of(e.Sender)} never sent.",
        Fixes =
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
        Meaning = "The server agreed to the connection when the client no longer wanted it. The "
            + "client's system knew of no such attempt any more and answered the SYN/ACK with a "
            + "reset. No application on the server notices.",
        Predicate = "A SYN/ACK, no ACK of the client, then a bare RST of the client with SEG.SEQ = "
            + "the SYN/ACK's SEG.ACK, which is its ISS + 1.",
        Culprits =
        [
            "a connect timeout shorter than the answer takes",
            "an attempt that was cancelled",
            "the loser of a race between IPv4 and IPv6 (RFC 8305)",
            "a half-open scan",
            "a SYN that somebody else sent under this address",
        ],
        LookAlikes =
        [
            new("connect-and-abort",
                "an ACK of the client between SYN/ACK and reset: it was connected; none: it had "
                    + "given up before"),
        ],
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
        Fixes =
        [
            new("Compare the client's connect timeout with the time to the SYN/ACK."),
            new("Slow to answer? Look at the server's SYN queue.",
                "nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtSyncookiesSent"),
        ],
    };

    public static CauseEntry ConnectAndAbort { get; } = new()
    {
        Id = "connect-and-abort",
        Title = "The client connects and aborts without a word",
        Reference = "RFC 9293 §3.10.5",
        Meaning = "The client made the connection and aborted it without sending anything. It only "
            + "wanted to know whether the port answers, or changed its mind. The server's "
            + "application may log an error for each of these.",
        Predicate = "A complete handshake, no data and no FIN, then a RST,ACK of the client at its "
            + "SND.NXT.",
        Culprits =
        [
            "health checks of a load balancer or a monitor",
            "a port scan that completes the handshake",
            "a browser's connection in reserve that was not needed",
            "a client that was cancelled, or crashed",
        ],
        LookAlikes =
        [
            new("linger-zero-abort",
                "when the same source does it again: at regular intervals it is a check; else a "
                    + "program aborts what it opened, and its code or owner tells why"),
        ],
        SeparateBy = "regular intervals from the same source: a health check",
        Weigh = static e => e.Sender == Side.Client && e.Shape == ResetShape.Active
            && e.Reset.Sequence == e.SenderHalf.SendNext // else it sent data that was lost
            && (e.Phase == Phase.NoData || AnswersSynAck(e))
            ? 0.75
            : 0,
        Tell = static e => $"The client connected to {e.NameOf(Side.Server)} and aborted "
            + (e.Flow.Has(FlowTraits.Completed)
                ? $"{e.Reset.Time - e.Flow.HandshakeTime} later "
                : "")
            + "without sending anything.",
        Fixes =
        [
            new("At regular intervals it is a health check: harmless."),
            new("Else ask the client's owner: a scan, a preconnect, or a crash."),
        ],
    };

    // The number that it denies is not that of the SYN/ACK as it passed here: changed on the way.
    static bool DeniesAnotherNumber(ResetEvidence e)
        => e.Sender == Side.Client && e.Flow.Client.SawSyn && e.Flow.Server.SawSyn
            && !e.Flow.Has(FlowTraits.Completed)
            && e.Reset.Sequence != e.Flow.Client.InitialSequence + 1
            && e.Reset.Sequence != e.Flow.Client.SendUnacknowledged;

    // A checker that has seen enough aborts instead of completing the handshake (HAProxy's).
    static bool AnswersSynAck(ResetEvidence e)
        => e.Flow.Server.SawSyn && e.Flow.Client.SawSyn && !e.Flow.Has(FlowTraits.Completed)
            && e.Reset.Acknowledgment == e.Flow.Server.InitialSequence + 1;
}
