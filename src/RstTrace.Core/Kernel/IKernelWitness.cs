using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Kernel;

/// <summary>Who knows what the kernel of this host said of a reset.</summary>
public interface IKernelWitness
{
    /// <summary>What it said of one; null where it said nothing, and where its silence means
    /// nothing.</summary>
    /// <remarks>Asked once for each reset, when it has settled: what is told is told of no other.
    /// From any thread; it does not wait and does not throw.</remarks>
    KernelWord? Ask(in KernelQuestion question);
}

/// <summary>A reset that was captured: what the kernel is asked about.</summary>
/// <param name="Source">Address that it bears, and its port.</param>
/// <param name="Destination">Whom it was for.</param>
public readonly record struct KernelQuestion(
    (IpAddress Address, ushort Port) Source, (IpAddress Address, ushort Port) Destination)
{
    /// <summary>When the reset and each of its repeats was captured. Borrowed for the
    /// call.</summary>
    public required IReadOnlyList<Timestamp> Times { get; init; }

    /// <summary>The TTL or hop limit of the first of them.</summary>
    public required byte HopLimit { get; init; }

    /// <summary>Whether the connection was open, so that its receiver had a socket.</summary>
    public required bool WasOpen { get; init; }
}
