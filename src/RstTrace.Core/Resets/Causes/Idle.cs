using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets after a silence.</summary>
static class Idle
{
    public static CauseEntry FirstPacket { get; } = new()
    {
        Id = "idle-timeout",
        Title = "The first segment after a silence drew a reset",
        Reference = "RFC 5382 §5 REQ-5 (NAT timers), RFC 9293 §3.10.7.1",
        SeparateBy = "a heartbeat shorter than the silence: if the resets stop, a timer on the "
            + "path or at the peer was the cause",
        Weigh = static e => e.IsAfterIdle && e.Shape == ResetShape.Reply && e.HasTrigger
            && !IsClosing(e)
            ? 0.8
            : 0,
        Tell = static e => $"After {e.Idle!.Value} of silence the "
            + $"{Say.Of(e.Receiver)}'s next segment found no connection any more.",
        Advise = static e =>
        [
            new("Send a heartbeat well within the silence that kills: every "
                + $"{e.Idle!.Value * 0.5} or sooner."),
            new("Or let the kernel do it, on the socket (TCP_KEEPIDLE) or for all.",
                $"sysctl -w net.ipv4.tcp_keepalive_time={(long)(e.Idle!.Value.Seconds / 2)}"),
            new("Compare with the idle timeouts of what lies between: load balancer, NAT, "
                + "firewall."),
        ],
    };

    public static CauseEntry Spontaneous { get; } = new()
    {
        Id = "idle-timeout-spontaneous",
        Title = "A reset out of a silence, drawn by nothing",
        Reference = "RFC 9293 §3.10.5",
        SeparateBy = "the log of the sender at that second, and whether the other side was reset "
            + "at the same moment",
        Weigh = static e => e.IsAfterIdle && !e.HasTrigger && !IsClosing(e) ? 0.6 : 0,
        Tell = static e => $"After {e.Idle!.Value} of silence a reset came that nothing "
            + "had drawn: a timer ran out.",
        Advise = static e =>
        [
            new($"Which timer is {e.Idle!.Value} long? Look at the idle timeouts of the "
                + $"{Say.Of(e.Sender)}'s application and of load balancers on the path."),
            new("Send a heartbeat at half of it."),
        ],
    };

    static bool IsClosing(ResetEvidence e) => e.Flow.Client.SawFin || e.Flow.Server.SawFin;
}
