using System;
using System.Collections.Generic;

namespace RstTrace.Core.Kernel;

/// <summary>One reason of the kernel (Linux, <c>enum sk_rst_reason</c>): what it means, and which
/// causes it may be.</summary>
/// <param name="Meaning">In plain words that follow a colon.</param>
/// <param name="Causes">Ids of causes. What is none of them is not meant; where the wire shows
/// none of them, the first is.</param>
sealed record KernelReason(string Meaning, params string[] Causes)
{
    static readonly string[] s_toStrangers =
    [
        "peer-lost-state", "after-reset", "stray-segment", "orphan-rst", "synack-abandoned",
        "syn-scan", "retransmission-timeout", "zero-window-timeout", "mtu-blackhole",
        "idle-timeout", "ghost-connection", "path-rehash", "nat-invalid-leak",
        "late-segment-after-close", "timewait-assassination", "write-after-close",
        "close-data-crossing", "keepalive-race", "timewait-syn-rejected", "port-reuse-half-open",
        "handshake-bad-ack", "blind-reset-attempt",
    ];

    static readonly string[] s_aborts =
    [
        "abort-after-peer-fin", "abort-after-own-fin", "tls-alert-abort", "protocol-mismatch",
        "process-exit-burst", "idle-timeout-spontaneous", "after-reset",
    ];

    static readonly Dictionary<string, KernelReason> s_all = new(StringComparer.Ordinal)
    {
        ["NO_SOCKET"] = new("no socket has this connection, and none listens on the port",
            ["port-closed", .. s_toStrangers]),
        ["TCP_FLAGS"] = new("no socket has this connection, though one listens on the port",
            s_toStrangers),
        ["TCP_TIMEWAIT_SOCKET"] = new("the connection was over (TIME-WAIT) when the segment came",
            "write-after-close", "close-data-crossing", "keepalive-race",
            "late-segment-after-close", "timewait-syn-rejected", "timewait-assassination",
            "after-reset"),
        ["TCP_ABORT_ON_DATA"] = new("data came for a socket that its program had closed",
            "write-after-close", "keepalive-race", "close-data-crossing", "abort-after-own-fin",
            "after-reset"),
        ["TCP_ABORT_ON_CLOSE"] = new("it was closed with received data unread",
            ["close-unread-data", "greeting-then-drop", "early-response-abort", .. s_aborts]),
        ["TCP_ABORT_ON_LINGER"] = new("it was closed with TCP_LINGER2 below 0",
            "abort-after-own-fin"),
        ["TCP_ABORT_ON_MEMORY"] = new("there were too many sockets without a process, or too "
            + "little memory for TCP", "orphan-memory-abort", "after-reset"),
        ["TCP_STATE"] = new("its socket was told to abort",
            [
                "linger-zero-abort", "accept-queue-flushed", "server-reject-on-accept",
                "connect-and-abort", .. s_aborts,
            ]),
        ["TCP_KEEPALIVE_TIMEOUT"] = new("its keepalive probes went unanswered",
            "keepalive-timeout"),
        ["TCP_DISCONNECT_WITH_DATA"] = new("it was disconnected with data unsent",
            ["linger-zero-abort", .. s_aborts]),
        ["INVALID_SYN"] = new("it refused a handshake that was about to end",
            "accept-queue-overflow", "handshake-bad-ack"),
        ["TCP_INVALID_ACK_SEQUENCE"] = new("its SYN was answered with a number that it never sent",
            "handshake-bad-ack", "port-reuse-half-open", "timewait-syn-rejected"),
        ["TCP_RFC7323_PAWS"] = new("its SYN was answered with a timestamp that it never sent",
            "handshake-bad-ack"),
        ["TCP_TOO_OLD_ACK"] = new("the acknowledgment was too old", "handshake-bad-ack"),
        ["TCP_OLD_ACK"] = new("the acknowledgment was old", "handshake-bad-ack"),
        ["TCP_ACK_UNSENT_DATA"] = new("what it never sent was acknowledged", "handshake-bad-ack"),
    };

    static readonly KernelReason s_multipath
        = new("multipath TCP gave up this part of a connection", "mptcp-subflow-reset");

    /// <summary>What is known of a reason; null of one that says nothing, or is new.</summary>
    public static KernelReason? Find(string? name)
        => name is null ? null
            : name.StartsWith("MPTCP_", StringComparison.Ordinal) ? s_multipath
            : s_all.GetValueOrDefault(name);

    /// <summary>Every name that is known.</summary>
    public static IReadOnlyCollection<string> Names => s_all.Keys;
}
