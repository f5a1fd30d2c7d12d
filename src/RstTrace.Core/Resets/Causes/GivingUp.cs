using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by a side whose segments found no answer.</summary>
static class GivingUp
{
    public static CauseEntry KeepaliveTimeout { get; } = new()
    {
        Id = "keepalive-timeout",
        Title = "Keepalive probes found no answer",
        Reference = "RFC 9293 §3.8.4, Linux net/ipv4/tcp_timer.c",
        SeparateBy = "the sender's kernel: TCP_KEEPALIVE_TIMEOUT",
        // The kernel resets from the timer, so nothing draws it; it comes at SND.NXT.
        Weigh = static e => e.SenderHalf.Insistence.Probes > 0 && e.Shape == ResetShape.Active
            && e.Reset.Sequence == e.SenderHalf.SendNext && FoundNoAnswer(e)
            ? e.SenderHalf.Insistence.Probes >= 2 ? 0.95 : 0.85
            : 0,
        Tell = static e => Say.Count(e.SenderHalf.Insistence.Probes, "keepalive probe")
            + $" of the {Say.Of(e.Sender)} found no answer, so its system gave the connection "
            + "up.",
        Advise = static e =>
        [
            new($"Is the {Say.Of(e.Receiver)} alive, and does the path carry its answers back?",
                $"ping {e.AddressOf(e.Receiver)}"),
            new("A box on the path may have dropped the connection silently for being idle: probe "
                + "sooner than it forgets.", "sysctl net.ipv4.tcp_keepalive_time"),
        ],
    };

    public static CauseEntry MtuBlackHole { get; } = new()
    {
        Id = "mtu-blackhole",
        Title = "Only large segments vanish",
        Reference = "RFC 4821, RFC 2923 §2.1",
        SeparateBy = "ping with DF set, at 1472 octets and then smaller",
        Weigh = static e => DeniesAfterSilence(e)
            && (e.Stubborn.LargeRetransmissions >= 2 || e.SenderHalf.LostBeforeCapture >= 1000)
            ? 0.88
            : 0,
        Tell = static e => $"Large segments of the {Say.Of(e.Sender)} never arrived, small ones "
            + "did; it gave up, and denied the connection when the other side spoke.",
        Advise = static e =>
        [
            new("What size gets through?", $"ping -M do -s 1472 {e.AddressOf(e.Receiver)}"),
            new("Let ICMP \"fragmentation needed\" pass, clamp the MSS, or let the system probe.",
                "sysctl -w net.ipv4.tcp_mtu_probing=1"),
        ],
    };

    public static CauseEntry RetransmissionTimeout { get; } = new()
    {
        Id = "retransmission-timeout",
        Title = "Gave up retransmitting, and now denies the connection",
        Reference = "RFC 9293 §3.8.3, Linux net/ipv4/tcp_timer.c tcp_write_timeout",
        SeparateBy = "loss on the path in that minute, or the sender's TcpExtTCPAbortOnTimeout",
        Weigh = static e => DeniesAfterSilence(e) && e.Stubborn.Retransmissions >= 2 ? 0.85 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} sent the same data "
            + $"{Say.Count(e.Stubborn.Retransmissions + 1, "time")} without an answer and "
            + "forgot the connection; when the other side spoke again it was too late.",
        Advise = static e =>
        [
            new("Look for an outage or loss on the path at that time.",
                $"mtr -rwc 30 {e.AddressOf(e.Receiver)}"),
            new("How long it tries:", "sysctl net.ipv4.tcp_retries2"),
        ],
    };

    public static CauseEntry ZeroWindowTimeout { get; } = new()
    {
        Id = "zero-window-timeout",
        Title = "The peer kept its window shut for too long",
        Reference = "RFC 9293 §3.8.6.1",
        SeparateBy = "the receiving process: what kept it from reading?",
        Weigh = static e => e.Shape == ResetShape.Reply && !e.SenderHalf.SawFin
            && e.Stubborn.Probes > 0 && e.ReceiverHalf.Has(HalfTraits.ShutWindow)
            ? 0.8
            : 0,
        Tell = static e => $"The {Say.Of(e.Receiver)} read nothing for so long that the "
            + $"{Say.Of(e.Sender)} gave up; when it spoke again it was too late.",
        Advise = static e =>
        [
            new($"What kept the {Say.Of(e.Receiver)} from reading: CPU, garbage collection, a "
                + "lock?", $"ss -tnoi dst {e.AddressOf(e.Sender)}"),
        ],
    };

    // Answered as seen from here, they may still have found none: the way back may lose them. Then
    // the reset comes when the next probe would.
    static bool FoundNoAnswer(ResetEvidence e)
    {
        if (e.ReceiverHalf.Last.Time < e.SenderHalf.Last.Time) return true;
        Duration interval = e.SenderHalf.Last.Time - e.SenderHalf.BeforeLast.Time;
        Duration waited = e.Reset.Time - e.SenderHalf.Last.Time;
        return waited >= interval * 0.8 && waited <= interval * 1.25;
    }

    static bool DeniesAfterSilence(ResetEvidence e)
        => e.Shape == ResetShape.Reply && e.HasTrigger && !e.SenderHalf.SawFin
            && e.Flow.Has(FlowTraits.Completed);
}
