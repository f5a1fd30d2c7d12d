using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>What becomes of a frame in a copy.</summary>
/// <param name="IsKept">Whether it is in the copy.</param>
/// <param name="Comment">What is added to what is said of it; null for nothing.</param>
public readonly record struct FrameFate(bool IsKept, string? Comment = null);

/// <summary>Says what becomes of a frame.</summary>
/// <param name="frame">Borrowed for the call.</param>
public delegate FrameFate FrameChoice(in Frame frame);

/// <summary>What to copy of a capture.</summary>
public sealed record CopyRequest
{
    /// <summary>The file. It is opened twice, so it is no pipe.</summary>
    public required string Path { get; init; }

    /// <summary>Its index in <see cref="FrameId.File"/>.</summary>
    public int FileIndex { get; init; }

    /// <summary>Asked once for each frame, in the order of the capture.</summary>
    public required FrameChoice Choose { get; init; }

    /// <summary>Whether entries that are numbered though no frames are kept: those of journals
    /// and system calls, and custom blocks.</summary>
    public bool KeepsEntries { get; init; } = true;

    /// <summary>Octets to keep of each frame at most; 0 for all.</summary>
    public int SnapLength { get; init; }
}
