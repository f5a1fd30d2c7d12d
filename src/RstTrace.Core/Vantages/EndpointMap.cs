using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>An address, with a port or with all of them.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port; null for any.</param>
public readonly record struct MappedEnd(IpAddress Address, ushort? Port);

/// <summary>What the user knows of an address that is another one in another capture.</summary>
/// <param name="pairs">What each is called, and what it is called elsewhere.</param>
public sealed class EndpointMap(IReadOnlyList<(MappedEnd From, MappedEnd To)> pairs)
{
    /// <summary>Nothing is known.</summary>
    public static EndpointMap Empty { get; } = new([]);

    /// <summary>Calls the ends of a segment by the names that all captures share.</summary>
    public void Translate(ref Segment segment)
    {
        if (pairs.Count == 0) return;

        (segment.SourceAddress, segment.SourcePort) =
            Of(segment.SourceAddress, segment.SourcePort);
        (segment.DestinationAddress, segment.DestinationPort) =
            Of(segment.DestinationAddress, segment.DestinationPort);
    }

    (IpAddress Address, ushort Port) Of(IpAddress address, ushort port)
    {
        foreach ((MappedEnd from, MappedEnd to) in pairs)
        {
            if (from.Address != address || (from.Port ?? port) != port) continue;
            return (to.Address, to.Port ?? port);
        }

        return (address, port);
    }
}
