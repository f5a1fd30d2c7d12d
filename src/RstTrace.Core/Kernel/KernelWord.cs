using System.Collections.Generic;

namespace RstTrace.Core.Kernel;

/// <summary>What the kernel of this host said of a reset.</summary>
/// <remarks>Names that it took from elsewhere (of processes) are free of control
/// characters.</remarks>
public sealed record KernelWord
{
    /// <summary>Whether it sent the reset.</summary>
    public required KernelAnswer Answer { get; init; }

    /// <summary>Why, under the kernel's own name, such as <c>TCP_ABORT_ON_CLOSE</c>; null where it
    /// did not send it, and of kernels that give no reason (before Linux 6.10).</summary>
    public string? Reason { get; init; }

    /// <summary>State of the socket that sent it, such as <c>LISTEN</c>; null where there was
    /// none.</summary>
    public string? State { get; init; }

    /// <summary>How its word was found to be of this reset.</summary>
    public KernelMatch Match { get; init; }

    /// <summary>Whether it was sent by what a process was doing, not by an incoming segment or a
    /// timer.</summary>
    public bool IsOfProcess { get; init; }

    /// <summary>Whether the receiver, where that is this host, took it; null where the kernel does
    /// not say.</summary>
    public bool? Accepted { get; init; }

    /// <summary>The process to which the socket on this host belonged; null where none is
    /// known.</summary>
    public SocketOwner? Owner { get; init; }

    /// <summary>How many sockets on this host were aborted while those counters were
    /// read.</summary>
    public long Aborts { get; init; }

    /// <summary>Counters of the sender's host that moved about then, by nstat's names. Other
    /// connections may have moved them too.</summary>
    public IReadOnlyList<CounterMove> Counters { get; init; } = [];

    /// <summary>By how much a counter moved; null where counters were not read.</summary>
    public long? Moved(string name)
    {
        if (!HasCounters) return null;
        for (int i = 0; i < Counters.Count; i++)
            if (Counters[i].Name == name) return Counters[i].By;

        return 0;
    }

    /// <summary>Whether counters were read before and after.</summary>
    public bool HasCounters { get; init; }
}

/// <summary>A counter that moved.</summary>
/// <param name="Name">As nstat(8) names it.</param>
/// <param name="By">By how much.</param>
public readonly record struct CounterMove(string Name, long By);

/// <summary>Whether the kernel sent a reset.</summary>
public enum KernelAnswer : byte
{
    /// <summary>It does not say.</summary>
    None,

    /// <summary>It did.</summary>
    Sent,

    /// <summary>It did not, though the reset left this host in its name.</summary>
    Denied,
}

/// <summary>How a word of the kernel was found to be of a reset.</summary>
public enum KernelMatch : byte
{
    /// <summary>By addresses and ports, and by time.</summary>
    Tuple,

    /// <summary>By the port and by time: a listening socket answered, which knows no
    /// peer.</summary>
    Listener,

    /// <summary>By the receiver's address and port, and by time: the sender's was translated
    /// (NAT) between the two.</summary>
    Translated,
}

/// <summary>A process that had to do with a socket.</summary>
/// <param name="Id">Its process id; null where only the name is known.</param>
/// <param name="Name">Its name, free of control characters.</param>
/// <param name="Tie">What ties it to the socket.</param>
public sealed record SocketOwner(int? Id, string Name, OwnerTie Tie)
{
    /// <summary>Id of the container that it runs in; null without.</summary>
    public string? Container { get; init; }

    /// <summary>The systemd unit that it belongs to; null without.</summary>
    public string? Unit { get; init; }
}

/// <summary>What ties a process to a socket, the surest first.</summary>
public enum OwnerTie : byte
{
    /// <summary>It was running, in a system call on this socket or ending, when the reset was
    /// sent.</summary>
    Caller,

    /// <summary>It closed the socket before.</summary>
    Closer,

    /// <summary>It opened the connection.</summary>
    Connector,

    /// <summary>It listens on the port, or did; a child of it may have had the
    /// connection.</summary>
    Listener,
}
