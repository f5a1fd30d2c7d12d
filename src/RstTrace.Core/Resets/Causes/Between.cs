using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets that neither end sent, or that are likely not theirs.</summary>
static class Between
{
    public static CauseEntry FirewallReject { get; } = new()
    {
        Id = "firewall-reject",
        Title = "A rule on the path rejects with a reset",
        Reference = "Linux net/ipv4/netfilter/nf_reject_ipv4.c, RFC 9293 §3.10.7.1",
        Meaning = "A packet filter answered in the name of the host that it protects. It resets "
            + "the sender of the segment that its rule matched, and nobody else: the host itself "
            + "knows nothing of it and may go on.",
        Predicate = "A RST formed as an answer (bare, or RST,ACK with sequence number 0) that did "
            + "not come from the host: two independent grounds of these say so: its TTL, its "
            + "speed, its flow label or traffic class, a host that goes on.",
        Culprits =
        [
            "iptables -j REJECT --reject-with tcp-reset, nft reject with tcp reset",
            "a security appliance whose policy says reset instead of drop",
            "a stateful firewall that has no session for the segment",
        ],
        LookAlikes =
        [
            new("port-closed", "the TTL of the reset against that of the host's other answers, and "
                + "OutRsts on the host: it does not move for a filter's reset"),
            new("injected-reset", "a rule matches every such segment, the first SYN included; an "
                + "injector waits for content, such as a name or a request"),
            new("peer-lost-state", "the other end's capture: a host that lost its state sent the "
                + "reset itself"),
        ],
        SeparateBy = "the rule's counter on the filter, or OutRsts on the host",
        Weigh = static e => e.Shape is not (ResetShape.Reply or ResetShape.Refusal) || !e.HasTrigger
                ? 0
            : !AnswersAtOnce(e) ? 0.2
            : e.IsFromBetween ? e.Trigger.IsSyn ? 0.97 : e.IsAfterIdle ? 0.75 : 0.9
            : e.IsInDoubt && e.CameFromNearer == true
                ? e.Trigger.IsSyn ? 0.96 : e.IsAfterIdle ? 0.7 : 0.73
            : e.Shape == ResetShape.Refusal ? 0.3
            : e.Flow.Has(FlowTraits.Completed) && !e.SenderHalf.SawFin ? 0.25
            : 0,
        Doer = Doer.Box,
        Tell = static e => "A packet filter "
            + (e.Kernel is { Answer: KernelAnswer.Denied } ? "" : "on the path ")
            + $"answered the {Say.Of(e.Receiver)}'s "
            + $"{AnsweredBy(e)} in the name of {e.NameOf(e.Sender)}.",
        Fixes =
        [
            new("On the way to {sender.address}, and on its host: which rule rejects?",
                "nft list ruleset | grep -B2 'tcp reset'; iptables-save -c | grep -i tcp-reset"),
            new("Which routers are on the way? Compare with how far off the reset came from.",
                "traceroute -T -p {server.port} {server.address}"),
            new("The filter's log of that second may name the rule and the reason."),
        ],
    };

    public static CauseEntry InjectedReset { get; } = new()
    {
        Id = "injected-reset",
        Title = "A box on the path forged the reset",
        Reference = "Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets (NDSS 2009)",
        Meaning = "Something that watches the connection made up a reset in the name of one end, "
            + "or of both. Neither end asked for it, and over another path the same request may "
            + "well succeed.",
        Predicate = "A RST on an open connection that did not come from the end whose address it "
            + "bears, on two independent grounds, and that answers no segment as a host would: "
            + "with ACK, with repeats ahead of anything sent, or to both ends at once.",
        Culprits =
        [
            "an intrusion prevention system, a web or DNS filter, parental control",
            "a censor, or an Internet provider's policy",
            "a tool: tcpkill, Suricata or Snort told to reject, Zeek's rst",
        ],
        LookAlikes =
        [
            new("close-unread-data", "a capture at the end that is said to have sent it: there it "
                + "leaves, or it was made on the way"),
            new("linger-zero-abort", "a capture at the end that is said to have sent it: there it "
                + "leaves, or it was made on the way"),
        ],
        SeparateBy = "a capture at the end that is said to have sent it, or the same request with "
            + "another name in it",
        Weigh = static e => !e.Flow.Has(FlowTraits.Completed) ? 0
            : e.IsInDoubt && e.Shape == ResetShape.Reply && e.Fit == SequenceFit.Exact
                && e.HasTrigger && !AnswersAtOnce(e) ? 0.72
            : !e.IsFromBetween ? 0
            : e.IsAfterIdle && !e.HasTrigger ? 0.6
            : e.Shape == ResetShape.Active ? 0.92
            : e.HasTrigger && e.Aftermath.Guess.IsNone ? 0.7
            : 0.9,
        Doer = Doer.Box,
        Tell = static e => $"A reset was forged in the name of the {Say.Of(e.Sender)}"
            + (Asked(e) is { } asked ? $", right after the client's {asked}." : "."),
        Fixes =
        [
            new("Repeat the request with another host name in it, and over another network: what "
                + "changes the outcome is what the box looks at, or where it is."),
            new("Capture at the {sender} at the same time: the reset will not be there.",
                "tcpdump -i any -s 128 -w {sender}.pcap host {receiver.address}"),
            new("Is it your own network? See the logs of its intrusion prevention and its web "
                + "filters."),
        ],
    };

    public static CauseEntry PathRehash { get; } = new()
    {
        Id = "path-rehash",
        Title = "Segments now reach another host behind the same address",
        Reference = "RFC 7690 (ECMP and anycast), RFC 9293 §3.10.7.1",
        Meaning = "The address stands for several hosts, and the path to it was dealt anew: the "
            + "segments of this connection now reach a host that has never heard of it and says "
            + "so. New connections work at once.",
        Predicate = "A bare RST at the acknowledgment of a segment, on an open connection whose "
            + "server stays silent, with another TTL than before.",
        Culprits =
        [
            "a load balancer whose members changed, without shared state",
            "ECMP or anycast after a change of routes",
            "a failover to a standby without the connections of the other",
        ],
        LookAlikes =
        [
            new("peer-lost-state", "the TTL of the server's segments on new connections: that of "
                + "the reset means another host, or another way to it"),
            new("firewall-reject", "the TTL of the server's SYN/ACKs on new connections: that of "
                + "the reset is never among them if a filter made it"),
        ],
        SeparateBy = "the routes and the load balancer's members at that second",
        Weigh = static e => e.Shape == ResetShape.Reply && e.HasTrigger && !e.IsFromBetween
            && e.Flow.Has(FlowTraits.Completed) && !e.SenderHalf.SawFin && e.Sender == Side.Server
            && e.Aftermath.SenderSpoke.IsNone
            && HopDistance.Differs(e.Reset.HopLimit, in e.SenderHalf.HopLimits)
            ? e.HostNow.HandshakeHopLimits.Contains(e.Reset.HopLimit) ? 0.8
                : e.CameFromNearer == false ? 0.72
                : 0.5
            : 0,
        Tell = static e => $"At {e.NameOf(Side.Server)} another host seems to answer now, one that "
            + "does not know this connection.",
        Fixes =
        [
            new("Did routes, or the members behind {server.address}, change at that second?"),
            new("Let the balancer keep connections where they are (consistent hashing, shared "
                + "state, draining)."),
        ],
    };

    public static CauseEntry BlindReset { get; } = new()
    {
        Id = "blind-reset-attempt",
        Title = "A reset that was not believed",
        Reference = "RFC 5961 §3, RFC 9293 §3.10.7.4",
        Meaning = "Somebody sent a reset whose sequence number is not the one expected. A "
            + "receiver ignores it, or asks back with a challenge ACK, and the connection goes "
            + "on.",
        Predicate = "A RST whose sequence number is outside the receive window, or in it but not "
            + "exact, and a receiver that goes on.",
        Culprits =
        [
            "an attacker off the path who guesses",
            "an injector that came too late",
            "a late reset of an older connection with the same ports",
        ],
        LookAlikes =
        [
            new("injected-reset", "whether the connection went on: then it was an attempt"),
        ],
        SeparateBy = "whether the connection went on",
        Doer = Doer.Either,
        Weigh = static e => e.Fit is not (SequenceFit.Outside or SequenceFit.InWindow)
            || !e.Flow.Has(FlowTraits.Completed) || e.Aftermath.RepeatHits || e.SenderHalf.SawFin
            || IsOfSender(e) ? 0
            : WentOn(e) ? 0.93
            : e.Fit == SequenceFit.Outside
                ? e.IsFromBetween ? 0.93 : e.HasTrigger ? 0 : 0.62
            : e.Aftermath.Challenge.IsNone ? 0 : 0.7,
        Tell = static e => "The reset bears a sequence number that was not expected"
            + (WentOn(e) ? ", and the connection went on: harmless."
                : ", so its receiver should not believe it."),
        Fixes =
        [
            new("Nothing to do, unless there are many: then somebody tries. Linux counts its "
                + "challenges.",
                "nstat -az TcpExtTCPChallengeACK"),
        ],
    };

    public static CauseEntry NatInvalidLeak { get; } = new()
    {
        Id = "nat-invalid-leak",
        Title = "A segment came through a NAT untranslated, and was answered",
        Reference = "Linux net/netfilter/nf_conntrack_proto_tcp.c (INVALID is not translated)",
        Meaning = "A NAT took a segment for invalid and let it pass as it was: with the server's "
            + "inner address. The client knows no connection with that address and answers with a "
            + "reset; translated back, that reset kills the real connection.",
        Predicate = "A bare RST to a segment of an unknown four-tuple, and, within a second, a "
            + "reset of a connection from the same client address and port to another server.",
        Culprits =
        [
            "kube-proxy or Docker without a rule that drops INVALID",
            "a NAT that sees segments out of the window after loss",
        ],
        LookAlikes =
        [
            new("stray-segment", "another connection of the same client address and port, reset at "
                + "the same moment"),
        ],
        SeparateBy = "the counter \"invalid\" of the NAT's connection tracking (conntrack -S)",
        Doer = Doer.Either,
        Weigh = static e => e.OtherPeer.IsNone || e.Shape != ResetShape.Reply ? 0
            : e.IsUnsolicited && e.Trigger.PayloadLength > 0 ? 0.85
            : e.Flow.Has(FlowTraits.Completed) && e.HasTrigger ? 0.4
            : 0,
        Tell = static e => $"A segment from {e.AddressOf(Side.Server)}, to which the client had "
            + "not spoken, drew this reset at the moment when its connection from the same port "
            + "to another server was reset: a NAT let the segment through untranslated.",
        Fixes =
        [
            new("On the NAT: let it not take segments out of the window for invalid, or drop what "
                + "is invalid.",
                "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1"),
        ],
    };

    // A filter answers what it matches, no later than the host itself would, and once.
    static bool AnswersAtOnce(ResetEvidence e)
        => e.Aftermath.OtherHopLimit.IsNone
            && (e.Flow.LikelyRoundTrip is not { } roundTrip
                || e.Reset.Time - e.Trigger.Time <= Soon.Answered(roundTrip));

    // Its clock is the sender's, so a box on the way (a SYN proxy) changed the number.
    static bool IsOfSender(ResetEvidence e)
        => e.ClockGoesOn && e.SenderHalf.HopLimits.Contains(e.Reset.HopLimit);

    static bool WentOn(ResetEvidence e)
        => !e.Aftermath.ReceiverSpoke.IsNone || !e.Aftermath.SenderSpoke.IsNone;

    static string AnsweredBy(ResetEvidence e)
        => !e.Trigger.IsSyn ? "segment" : e.Trigger.HasAcknowledgment ? "SYN/ACK" : "SYN";

    // Before the server has said a word, the client's first octets are what the box acted on.
    static string? Asked(ResetEvidence e)
        => e.Flow.Server.HasSpoken ? null : e.ClientOpening.Description;
}
