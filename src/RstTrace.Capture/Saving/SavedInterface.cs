using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Where saved frames were captured.</summary>
/// <param name="Name">Its name, such as <c>eth0</c>; null where it is not known.</param>
/// <param name="Link">How its frames begin.</param>
/// <param name="SnapLength">Octets kept of each frame at most; 0 for all.</param>
public sealed record SavedInterface(string? Name, LinkType Link, int SnapLength = 0)
{
    /// <summary>Whether times are counted in microseconds, where the format can say so; else in
    /// nanoseconds.</summary>
    public bool Microseconds { get; init; }

    /// <summary>Octets of the frame check sequence that frames end with, where the format can say
    /// so; null where that is not known.</summary>
    public int? CheckOctets { get; init; }
}

/// <summary>What an interface counted while it was captured.</summary>
/// <param name="Received">Frames that came in and passed the filter.</param>
/// <param name="Dropped">Frames of these that were lost for want of room.</param>
public readonly record struct InterfaceCounts(long Received, long Dropped);

/// <summary>What is said of one frame beside its octets.</summary>
/// <param name="Comment">For people; null for none.</param>
/// <param name="Number">Its number in the capture that it is taken from; 0 for none. Wireshark
/// shows it as the packet id.</param>
public readonly record struct FrameNote(string? Comment = null, long Number = 0);
