using System.Numerics;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets that others beside them explain.</summary>
static class Several
{
    // Fewer are what a browser does that opens more connections than it needs; and a load balancer
    // may check one port so, again and again.
    const int LeastScanned = 5, LeastScannedByTool = 2;

    public static CauseEntry SynScan { get; } = new()
    {
        Id = "syn-scan",
        Title = "A port scan that leaves connections half open",
        Reference = "RFC 9293 §3.10.7.1, nmap(1) -sS",
        Meaning = "Somebody asks which ports are open, without meaning to connect. A tool makes "
            + "the SYN itself; the system under it knows nothing of that, and resets the answer.",
        Predicate = "A bare RST that answers a SYN/ACK, where the SYN is one that no system sends "
            + "(no options, a window of 1024 or less), surer when two ports or hosts are asked so "
            + "within ten seconds; or five and more asked with any SYN.",
        Culprits =
        [
            "nmap, masscan or zmap: an inventory or a security test",
            "an attacker who looks for open ports",
        ],
        LookAlikes =
        [
            new("synack-abandoned", "the SYN's options and how many ports are asked: a system's "
                + "own SYN has timestamps and window scaling, and comes alone"),
        ],
        SeparateBy = "the SYN's options, and how many ports and hosts the source asks",
        Weigh = static e => e.Sender != Side.Client || !e.Flow.Server.SawSyn
            || e.Flow.Has(FlowTraits.Completed) || e.Shape != ResetShape.Reply
            || !(e.HasTrigger && e.Trigger.IsSyn) ? 0
            : !e.Flow.Client.Has(HalfTraits.CraftedSyn)
                ? BitOperations.PopCount(e.HostNow.HalfOpen) >= LeastScanned ? 0.91 : 0
            : BitOperations.PopCount(e.HostNow.HalfOpen) >= LeastScannedByTool ? 0.92
            : 0.8,
        Tell = static e => $"{e.AddressOf(Side.Client)} asked whether {e.NameOf(Side.Server)} is "
            + "open and left it at that, as a port scan does.",
        Fixes =
        [
            new("Whose address is {client.address}? If it is a scanner of your own, there "
                + "is nothing to do."),
            new("Else see what more it asks for.",
                "tcpdump -n 'src host {client.address} and tcp[tcpflags] & tcp-syn != 0'"),
        ],
    };

    public static CauseEntry ProcessExit { get; } = new()
    {
        Id = "process-exit-burst",
        Title = "One process ended with several connections open",
        Reference = "RFC 9293 §3.6.1, Linux net/ipv4/tcp.c tcp_close",
        Meaning = "Several connections of one service were reset in the same instant. The process "
            + "that held them ended or was killed, and the system cleaned up after it.",
        Predicate = "Three or more RST,ACKs of one address and port on different connections "
            + "within 50 ms, each with the SND.NXT of its own connection.",
        Culprits =
        [
            "a crash, kill -9, or the kernel short of memory",
            "a deployment that does not drain",
        ],
        LookAlikes =
        [
            new("close-unread-data", "the other connections of the service: reset in the same "
                + "instant, the process ended"),
            new("accept-queue-flushed", "whether the connections were ever answered: if not, they "
                + "may have waited to be accepted"),
        ],
        SeparateBy = "the process's start time, and the system's log of that second",
        Weigh = static e => e.Companions >= 2 && e.Flow.Has(FlowTraits.Completed) ? 0.5 : 0,
        Tell = static e => $"{Say.Count(e.Companions + 1, "connection")} of the "
            + $"{Say.Of(e.Sender)} were reset in the same instant, as when its process ends.",
        Fixes =
        [
            new("What ended then, and why?",
                "journalctl -p err --since '{time-5s}' --until '{time+5s}'"),
        ],
    };

    public static CauseEntry OrphanMemory { get; } = new()
    {
        Id = "orphan-memory-abort",
        Title = "The system throws away connections that no process holds any more",
        Reference = "Linux net/ipv4/tcp.c tcp_check_oom, tcp_max_orphans",
        Meaning = "The application had closed, and the system was still delivering the rest. "
            + "There were too many such connections, or too little memory for them, so it reset "
            + "some.",
        Predicate = "A FIN and a RST,ACK of one side almost at once, on several connections in the "
            + "same moment.",
        Culprits =
        [
            "more closed but undelivered connections than tcp_max_orphans",
            "tcp_mem used up by peers that do not read",
        ],
        LookAlikes =
        [
            new("abort-after-own-fin", "the sender's kernel: TCP_ABORT_ON_MEMORY, and \"too many "
                + "orphaned sockets\" in its log"),
        ],
        SeparateBy = "the sender's kernel log: \"too many orphaned sockets\"",
        Weigh = static e => e.Companions >= 2 && e.SenderHalf.SawFin ? 0.6 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} had closed and then dropped several "
            + "connections at once: its system may keep no more of them.",
        Fixes =
        [
            new("How many are there, and how many may there be?",
                "grep TCP: /proc/net/sockstat; sysctl net.ipv4.tcp_max_orphans"),
        ],
    };

    public static CauseEntry AsymmetricCapture { get; } = new()
    {
        Id = "asymmetric-capture",
        Title = "Only one direction was captured: the other half of the story is missing",
        Reference = "RFC 9293 §3.5.2",
        Meaning = "The capture holds the segments of one side only, though their acknowledgments "
            + "show that the other spoke. What drew the reset cannot be seen.",
        Predicate = "Segments of one side whose acknowledgment numbers move on, and none of the "
            + "other.",
        Culprits =
        [
            "a mirror port of one direction",
            "traffic that returns on another path than it went",
        ],
        LookAlikes =
        [
            new("peer-lost-state", "a capture of both directions"),
        ],
        SeparateBy = "a capture of both directions",
        Doer = Doer.Either,
        Weigh = static e => !e.ReceiverHalf.Seen && e.SenderHalf.Seen
            && e.SenderHalf.Packets > e.SenderHalf.Syns ? 0.5 : 0,
        Tell = static e => $"Of the {Say.Of(e.Receiver)} the capture holds nothing, so what led to "
            + "the reset cannot be seen.",
        Fixes =
        [
            new("Capture both directions: at an end, or mirror both."),
        ],
    };
}
