using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets after a silence.</summary>
static class Idle
{
    public static CauseEntry Timeout { get; } = new()
    {
        Id = "idle-timeout",
        Title = "The first segment after a silence drew a reset",
        Reference = "RFC 5382 §5 REQ-5 (NAT timers), RFC 9293 §3.10.7.1",
        Meaning = "The connection was silent for a while, and the first segment after that was "
            + "answered as if it had never existed. Something on the way or at the other end "
            + "forgets connections that are silent for too long.",
        Predicate = "A silence of at least the idle threshold, a segment that ends it, and its "
            + "answer: a bare RST with SEG.SEQ = its SEG.ACK; no FIN.",
        Culprits =
        [
            "a load balancer (an AWS NLB forgets after 350 s by default)",
            "a NAT gateway (AWS: 350 s)",
            "a stateful firewall, or IPVS (900 s)",
            "an end that restarted or failed over during the silence",
        ],
        LookAlikes =
        [
            new("peer-lost-state",
                "a heartbeat shorter than the silence: if the resets stop, a timer was the cause; "
                    + "if they go on, the other end restarts or moves"),
            new("idle-timeout-spontaneous",
                "a segment that drew the reset: the connection had been forgotten before; none: "
                    + "the timer itself sent it"),
            new("ghost-connection",
                "whether the server ever acknowledged data: if so, it forgot the connection later; "
                    + "if not, it may never have had it"),
        ],
        SeparateBy = "a heartbeat shorter than the silence: if the resets stop, a timer on the "
            + "path or at the peer was the cause",
        Doer = Doer.Either,
        Weigh = static e => e.IsAfterIdle && e.Shape == ResetShape.Reply && e.HasTrigger
            && !IsClosing(e)
            ? IsRefuted(e) ? 0.5 : 0.8
            : 0,
        Tell = static e => $"After {e.Idle!.Value} of silence the "
            + $"{Say.Of(e.Receiver)}'s next segment found no connection any more.",
        Fixes =
        [
            new("Send a heartbeat well within the silence that kills: every {heartbeat} or "
                + "sooner."),
            new("Or let the kernel do it, on the socket (TCP_KEEPIDLE) or for all.",
                "sysctl -w net.ipv4.tcp_keepalive_time={heartbeat in seconds}"),
            new("Compare with the idle timeouts of what lies between: load balancer, NAT, "
                + "firewall."),
        ],
    };

    public static CauseEntry SpontaneousTimeout { get; } = new()
    {
        Id = "idle-timeout-spontaneous",
        Title = "A reset out of a silence, drawn by nothing",
        Reference = "RFC 9293 §3.10.5",
        Meaning = "Nothing had been said for a while when the reset came by itself. A timer ran "
            + "out: in the sender's application, or in a box on the path that tells both ends when "
            + "it forgets a connection.",
        Predicate = "A silence of at least the idle threshold up to the RST, which answers no "
            + "segment; no FIN.",
        Culprits =
        [
            "an idle limit of the application or of its connection pool",
            "a load balancer that resets on expiry (Azure, when told to; F5 by default)",
            "an operator or a script that kills idle sockets",
        ],
        LookAlikes =
        [
            new("linger-zero-abort",
                "the silence before other resets of this sender: always as long, a timer ran out; "
                    + "any length, an application aborts for its own reasons"),
            new("close-unread-data",
                "the silence before other resets of this sender: always as long, a timer ran out; "
                    + "any length, processes end with data unread"),
        ],
        SeparateBy = "the log of the sender at that second, and whether the other side was reset "
            + "at the same moment",
        Doer = Doer.Either,
        Weigh = static e => e.IsAfterIdle && !e.HasTrigger && !IsClosing(e)
            ? e.IsFromBetween || !e.Aftermath.Echo.IsNone ? 0.8 : 0.6
            : 0,
        Tell = static e => $"After {e.Idle!.Value} of silence a reset came that nothing had drawn: "
            + (IsRefuted(e)
                ? "if a timer ran out, it is not the same for all."
                : "a timer ran out."),
        Fixes =
        [
            new("Which timer is {silence} long? Look at the idle timeouts of the load balancers "
                + "on the path, and of the {sender}'s application."),
            new("Send a heartbeat every {heartbeat} or sooner."),
        ],
    };

    // Other connections of the path have been silent for longer, and lived.
    static bool IsRefuted(ResetEvidence e) => e.Bracket is { IsRefuted: true };

    static bool IsClosing(ResetEvidence e) => e.Flow.Client.SawFin || e.Flow.Server.SawFin;
}
