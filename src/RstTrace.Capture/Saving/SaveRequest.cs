using System;
using System.Collections.Generic;

namespace RstTrace.Capture.Saving;

/// <summary>What is to be saved, where and how.</summary>
public sealed record SaveRequest
{
    /// <summary>The file, or the pattern of its names; for standard output, what messages call
    /// it.</summary>
    public required string Path { get; init; }

    /// <summary>How it is written: <see cref="SaveFormats.Of"/> tells by the name.</summary>
    public required SaveFormat Format { get; init; }

    /// <summary>The interfaces, in the order of the indexes that frames come with.</summary>
    public required IReadOnlyList<SavedInterface> Interfaces { get; init; }

    /// <summary>What is said of each file as a whole.</summary>
    public SectionFacts Section { get; init; } = new();

    /// <summary>When to go on in another file.</summary>
    public Rotation Rotation { get; init; } = Rotation.None;

    /// <summary>What an interface has counted since the capture began, by its index; null where it
    /// does not count. Asked at the end of each file, by whoever writes or disposes.</summary>
    public Func<int, InterfaceCounts?>? Counts { get; init; }

    /// <summary>Zone of the times in names; tcpdump takes the machine's own.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;
}
