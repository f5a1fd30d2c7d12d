using System;

namespace RstTrace.Core.Wire;

/// <summary>A frame as captured: borrowed octets and what the capture says of them.</summary>
/// <remarks>The octets belong to the source until its next read (invariant 2).</remarks>
public readonly ref struct Frame
{
    /// <summary>The octets that were captured, from the link header on.</summary>
    public required ReadOnlySpan<byte> Octets { get; init; }

    /// <summary>How many octets it had on the wire; more than captured when cut by a snap
    /// length.</summary>
    public required uint OriginalLength { get; init; }

    /// <summary>When it was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>How its octets begin; any number a capture file may hold.</summary>
    public required LinkType Link { get; init; }

    /// <summary>Its file and number.</summary>
    public required FrameId Id { get; init; }
}
