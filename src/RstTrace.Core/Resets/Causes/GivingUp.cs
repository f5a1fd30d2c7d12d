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
        Meaning = "The sender's system asked again and again whether the other side is still "
            + "there, heard nothing, and gave the connection up. The other side is dead or cut "
            + "off, or a box on the path no longer knows the connection. The sender's application "
            + "is told of a timeout.",
        Predicate = "Probes of the sender (SEG.SEQ = SND.NXT - 1, at most one octet) without an "
            + "answer, then a RST,ACK at SND.NXT that no segment drew, one probe interval after "
            + "the last.",
        Culprits =
        [
            "a host that is down, or cut off from the network",
            "a firewall or NAT that forgot the idle connection silently",
            "a path that loses the answers on their way back",
            "TCP_USER_TIMEOUT, which cuts the probing short",
        ],
        LookAlikes =
        [
            new("retransmission-timeout",
                "what the sender repeated: probes one octet below SND.NXT, or its data"),
            new("idle-timeout-spontaneous",
                "the seconds before the reset: with probes of the sender at even intervals its "
                    + "keepalive gave up, without any another timer ran out"),
            new("linger-zero-abort",
                "the time from the last probe to the reset: one probe interval is the timer's, any "
                    + "other the application's"),
            new("close-unread-data",
                "the time from the last probe to the reset: one probe interval is the timer's, any "
                    + "other that of a process that closed"),
        ],
        SeparateBy = "the sender's kernel: TCP_KEEPALIVE_TIMEOUT",
        // The kernel resets from the timer, so nothing draws it; it comes at SND.NXT.
        Weigh = static e => e.Probes > 0 && e.Shape == ResetShape.Active
            && e.Reset.Sequence == e.SenderHalf.SendNext && FoundNoAnswer(e)
            ? e.Probes >= 2 ? 0.95 : 0.85
            : 0,
        Tell = static e => Say.Count(e.Probes, "keepalive probe")
            + $" of the {Say.Of(e.Sender)} found no answer, so its system gave the connection "
            + "up.",
        Fixes =
        [
            new("Is the {receiver} alive, and does the path carry its answers back?",
                "ping {receiver.address}"),
            new("A box on the path may have dropped the connection silently for being idle: probe "
                + "sooner than it forgets.",
                "sysctl net.ipv4.tcp_keepalive_time"),
        ],
    };

    public static CauseEntry MtuBlackHole { get; } = new()
    {
        Id = "mtu-blackhole",
        Title = "Only large segments vanish",
        Reference = "RFC 4821, RFC 2923 §2.1",
        Meaning = "Small segments get through and full ones vanish: somewhere on the path less "
            + "fits into a packet, and the message that would say so does not come back. The "
            + "sender repeated itself until it gave up, and denied the connection when the other "
            + "side spoke.",
        Predicate = "On an open connection, segments of more than 900 octets sent again at least "
            + "twice without progress, or 1000 octets or more that the sender's later SEG.SEQ "
            + "shows to be lost; then a bare RST of it that answers the other side.",
        Culprits =
        [
            "a firewall that drops ICMP \"fragmentation needed\" or \"packet too big\"",
            "a tunnel or VPN without MSS clamping",
            "jumbo frames at one end only",
        ],
        LookAlikes =
        [
            new("retransmission-timeout",
                "the size of what was lost: large segments only, while small ones were "
                    + "acknowledged, is the packet size; all sizes, the path"),
            new("peer-lost-state",
                "the sender's SEG.SEQ beyond all that arrived: its large segments were lost; no "
                    + "gap: it lost the connection otherwise"),
        ],
        SeparateBy = "ping with DF set, at 1472 octets and then smaller",
        Weigh = static e => DeniesAfterSilence(e)
            && (e.Stubborn.LargeRetransmissions >= 2 || e.SenderHalf.LostBeforeCapture >= 1000)
            ? 0.88
            : 0,
        Tell = static e => $"Large segments of the {Say.Of(e.Sender)} never arrived, small ones "
            + "did; it gave up, and denied the connection when the other side spoke.",
        Fixes =
        [
            new("What size gets through?",
                "ping -M do -s {full ping} {receiver.address}"),
            new("Let ICMP \"fragmentation needed\" pass, clamp the MSS, or let the system probe.",
                "sysctl -w net.ipv4.tcp_mtu_probing=1"),
        ],
    };

    public static CauseEntry RetransmissionTimeout { get; } = new()
    {
        Id = "retransmission-timeout",
        Title = "Gave up retransmitting, and now denies the connection",
        Reference = "RFC 9293 §3.8.3, Linux net/ipv4/tcp_timer.c tcp_write_timeout",
        Meaning = "The sender sent the same data again and again, heard nothing and gave up; its "
            + "application was told of a timeout. Linux sends no reset for that; this came when "
            + "the other side spoke again, to a connection that no longer existed.",
        Predicate = "At least two retransmissions of the sender without progress and no FIN of it; "
            + "then a segment of the other side, answered with a bare RST with SEG.SEQ = its "
            + "SEG.ACK.",
        Culprits =
        [
            "an outage, or heavy loss in one direction",
            "a firewall that drops the connection's segments silently",
            "a peer that was suspended or overloaded for minutes",
            "a short TCP_USER_TIMEOUT or tcp_retries2",
        ],
        LookAlikes =
        [
            new("zero-window-timeout",
                "the window that the other side last advertised: 0, it did not read; open, the "
                    + "path lost what was sent"),
            new("peer-lost-state",
                "retransmissions of the sender before its reset: it gave up; none: it lost the "
                    + "connection otherwise"),
            new("idle-timeout",
                "who fell silent: a sender that retransmitted without an answer gave up; one with "
                    + "nothing to send was forgotten by a timer"),
        ],
        SeparateBy = "loss on the path in that minute, or the sender's TcpExtTCPAbortOnTimeout",
        Weigh = static e => DeniesAfterSilence(e) && e.Stubborn.Retransmissions >= 2 ? 0.85 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} sent the same data "
            + $"{Say.Count(e.Stubborn.Retransmissions + 1, "time")} without an answer and "
            + "forgot the connection; when the other side spoke again it was too late.",
        Fixes =
        [
            new("Look for an outage or loss on the path at that time.",
                "mtr -rwc 30 {receiver.address}"),
            new("How long it tries:",
                "sysctl net.ipv4.tcp_retries2"),
        ],
    };

    public static CauseEntry ZeroWindowTimeout { get; } = new()
    {
        Id = "zero-window-timeout",
        Title = "The peer kept its window shut for too long",
        Reference = "RFC 9293 §3.8.6.1",
        Meaning = "The other side read nothing for so long that its window shut, and the sender of "
            + "the reset stopped asking. TCP asks for ever while it gets answers; an end that its "
            + "application has left, or that was given a limit, does not. When the other side woke "
            + "up, it was too late.",
        Predicate = "A window of 0 of the other side and probes of the sender into it; then a bare "
            + "RST of the sender that answers a later segment; no FIN of the sender.",
        Culprits =
        [
            "a reader that hangs: lock, garbage collection, debugger, swap",
            "a consumer slower than its producer",
            "a sender that had exited with data still queued (tcp_orphan_retries)",
            "TCP_USER_TIMEOUT on the sender",
        ],
        LookAlikes =
        [
            new("close-unread-data",
                "whose reset it is: the side that had shut its window closed with data unread, the "
                    + "other gave up waiting"),
            new("peer-lost-state",
                "probes of the sender into a shut window: it gave up; none: it lost the connection "
                    + "otherwise"),
        ],
        SeparateBy = "the receiving process: what kept it from reading?",
        Weigh = static e => e.Shape == ResetShape.Reply && !e.SenderHalf.SawFin
            && e.ReceiverHalf.Has(HalfTraits.ShutWindow) && AskedForWindow(e.Stubborn)
            ? 0.86
            : 0,
        Tell = static e => $"The {Say.Of(e.Receiver)} read nothing for so long that the "
            + $"{Say.Of(e.Sender)} gave up; when it spoke again it was too late.",
        Fixes =
        [
            new("What kept the {receiver} from reading: CPU, garbage collection, a lock?",
                "ss -tnoi dst {sender.address}"),
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

    // Linux asks with an octet that was acknowledged before, BSD with the next one, again and
    // again.
    static bool AskedForWindow(Insistence stubborn)
        => stubborn.Probes > 0
            || (stubborn.Retransmissions > 0 && stubborn.LargeRetransmissions == 0);
}
