using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

/// <summary>What one of the kernel's events says.</summary>
readonly record struct KernelEvent
{
    /// <summary>Which.</summary>
    public required KernelEventKind Kind { get; init; }

    /// <summary>When, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public required long Time { get; init; }

    /// <summary>Of a reset that was sent: who it is from. Of others: this host's end.</summary>
    public required SocketEnd Here { get; init; }

    /// <summary>The other end; nothing where a listening socket answered.</summary>
    public required SocketEnd There { get; init; }

    /// <summary>Why it was sent; null of other events and of kernels that do not say.</summary>
    public string? Reason { get; init; }

    /// <summary>State of the socket, after the event; 0 for none.</summary>
    public byte State { get; init; }

    /// <summary>State before, of a change of state.</summary>
    public byte OldState { get; init; }

    /// <summary>Whether no segment drew the reset: a socket sent it by itself.</summary>
    public bool IsActive { get; init; }

    /// <summary>The task that was running.</summary>
    public required int Task { get; init; }

    /// <summary>Whether it was running for itself: in a system call or ending, not interrupted by a
    /// segment or a timer.</summary>
    public required bool IsOfTask { get; init; }
}

/// <summary>The events that are followed.</summary>
enum KernelEventKind : byte
{
    /// <summary>tcp:tcp_send_reset.</summary>
    Sent,

    /// <summary>tcp:tcp_receive_reset: a socket took one.</summary>
    Received,

    /// <summary>sock:inet_sock_set_state.</summary>
    State,
}

/// <summary>Address and port of one end of a connection.</summary>
/// <param name="Address">All zero for any.</param>
/// <param name="Port">0 for none.</param>
readonly record struct SocketEnd(IpAddress Address, ushort Port)
{
    /// <summary>Whether the address stands for any.</summary>
    public bool IsAny => Address == default || Address == IpAddress.FromIpv4(0);
}

/// <summary>Both ends of a connection, seen from one of them.</summary>
readonly record struct SocketEnds(SocketEnd Here, SocketEnd There);

/// <summary>States of a socket (include/net/tcp_states.h): part of what the kernel promises to
/// programs.</summary>
static class SocketState
{
    public const byte Established = 1, SynSent = 2, FinWait1 = 4, Close = 7, LastAck = 9,
        Listen = 10;

    static readonly string?[] s_names =
    [
        null, "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
        "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV",
    ];

    /// <summary>Its name; null of none.</summary>
    public static string? NameOf(byte state) => state < s_names.Length ? s_names[state] : null;
}
