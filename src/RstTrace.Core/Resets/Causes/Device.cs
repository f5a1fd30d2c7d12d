namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets that say why themselves.</summary>
static class Device
{
    public static CauseEntry Declared { get; } = new()
    {
        Id = "device-declared",
        Title = "The reset says why itself",
        Reference = "RFC 9293 §3.5.3 (SHLD-2), draft-ietf-tcpm-rst-diagnostic-payload",
        Meaning = "Whoever sent the reset wrote the reason into it. Load balancers can be told to "
            + "(F5 BIG-IP: tm.rstcause.pkt), and a draft of the IETF gives numbers to reasons. "
            + "Anybody can write anything there: take it as a statement, not as proof.",
        Predicate = "A RST with a payload: text such as \"BIG-IP: [0x...] No flow found for ACK\", "
            + "eight octets that begin with 33 AA, or a Linux reset reason.",
        Culprits =
        [
            "an F5 BIG-IP: an expired flow, no listener, a policy",
            "a proxy, NAT or firewall that speaks the diagnostic payload",
            "a tool that injects resets with a text of its own",
        ],
        LookAlikes =
        [
            new("idle-timeout", "the stated reason: \"flow expired\" or \"no flow found\" after a "
                + "silence is a timer of the device that says so"),
        ],
        SeparateBy = "the log of the device that the text names, at that second",
        Doer = Doer.Either,
        Weigh = static e => e.Stated switch
        {
            { MayBeOfDevice: true } => 0.97,
            { Kind: StatedReasonKind.Diagnostic or StatedReasonKind.LinuxReason } => 0.95,
            { Kind: StatedReasonKind.Text or StatedReasonKind.Octets } => e.IsFromBetween
                ? 0.95
                : 0.62,
            _ => 0,
        },
        Tell = static e => e.Stated is { Cause: { } cause, IsFromPeer: true }
                ? "A load balancer says that it passes on a reset of its other side: "
                    + $"\"{cause}\"."
            : $"The reset says why itself: \"{e.Stated!.Cause ?? e.Stated.Text}\".",
        Fixes =
        [
            new("Find the device that writes such text, and look at its log of that second."),
            new("On an F5 BIG-IP: how often does it reset for which cause?",
                "tmsh show net rst-cause")
            {
                When = "a BIG-IP says so",
                Applies = static e => e.Stated is { Kind: StatedReasonKind.BigIp },
            },
            new("\"No flow found\" or \"flow expired\" after a silence: an idle timeout of the "
                + "device. Send a heartbeat, or raise it."),
        ],
    };

    public static CauseEntry MptcpSubflow { get; } = new()
    {
        Id = "mptcp-subflow-reset",
        Title = "A subflow of an MPTCP connection was taken down",
        Reference = "RFC 8684 §3.6 (MP_TCPRST), §3.5 (MP_FASTCLOSE)",
        Meaning = "The connection is one path of several that make up a Multipath TCP connection. "
            + "A path manager takes a path down with a reset, and may say why in an option; the "
            + "connection as a whole may go on over the others.",
        Predicate = "A RST with the option MP_TCPRST (kind 30, subtype 8).",
        Culprits =
        [
            "a path manager that drops a path that is slow or gone",
            "a join that the other side does not know or does not want",
            "an application that aborts an MPTCP connection",
        ],
        LookAlikes =
        [
            new("linger-zero-abort", "other subflows of the two hosts: all reset at once is an "
                + "abort of the whole connection, one alone a path taken down"),
        ],
        SeparateBy = "the option's reason, and whether the other subflows go on",
        Weigh = static e => e.Stated is { Kind: StatedReasonKind.Mptcp } stated
            ? stated.Code == 0 ? 0.55 : 0.96
            : 0,
        Tell = static e => $"A path of a Multipath TCP connection was taken down: "
            + $"{e.Stated!.Text}.",
        Fixes =
        [
            new("Which paths does the {sender} keep, and which did it drop?", "ip mptcp monitor"),
        ],
    };
}
