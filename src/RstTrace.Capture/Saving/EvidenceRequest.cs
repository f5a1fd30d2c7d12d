using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>What to keep of resets, where, and how much.</summary>
public sealed record EvidenceRequest
{
    /// <summary>The least <see cref="RingOctets"/>.</summary>
    public const int LeastRing = FrameRing.Least;

    /// <summary>The most <see cref="RingOctets"/>.</summary>
    public const int MostRing = 1 << 29;

    /// <summary>The folder; it is made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>The interfaces, in the order of the indexes that frames come with.</summary>
    public required IReadOnlyList<SavedInterface> Interfaces { get; init; }

    /// <summary>What is said in each file; its comment is ours.</summary>
    public SectionFacts Section { get; init; } = new();

    /// <summary>Memory for the latest frames, in octets; with 32 more for each frame.</summary>
    public int RingOctets { get; init; } = 32 << 20;

    /// <summary>How many files to keep; with one more the oldest goes.</summary>
    public int MostFiles { get; init; } = 1_000;

    /// <summary>Octets of all files together; with more the oldest go.</summary>
    public long MostOctets { get; init; } = 1L << 30;

    /// <summary>Frames up to so long after a reset belong to it: the time of settling.</summary>
    public Duration After { get; init; } = Duration.FromMilliseconds(1_000);
}

/// <summary>What became of the resets that were to be saved.</summary>
/// <param name="Saved">Files written.</param>
/// <param name="Incomplete">Of these, files that lack frames, since the ring had overwritten
/// them.</param>
/// <param name="Overwritten">Resets of which no frame was left in the ring.</param>
/// <param name="Dropped">Resets that came too fast, or after writing failed.</param>
/// <param name="TooLarge">Resets whose frames are more than all files may be together.</param>
/// <param name="Removed">Files that were removed to make room.</param>
public readonly record struct EvidenceCounts(
    long Saved, long Incomplete, long Overwritten, long Dropped, long TooLarge, long Removed);
