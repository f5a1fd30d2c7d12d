using System;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

/// <summary>Where the kernel is listened to.</summary>
public sealed record WitnessOptions
{
    /// <summary>Whether an address is of the host, or namespace, that is captured; from any
    /// thread.</summary>
    public required Func<IpAddress, bool> IsLocal { get; init; }

    /// <summary>Does something in the network namespace that is captured, and waits for it.
    /// </summary>
    public Action<Action> InNamespace { get; init; } = static work => work();

    /// <summary>Whether the process will give up root before it ends: then another, which stays
    /// root's, tidies up.</summary>
    public bool LosesRoot { get; init; }
}
