using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Looks for the reset that a frame belongs to; where it belongs to none, for what the
/// frame is and for the nearest RST frames.</summary>
/// <param name="number">The frame's number, from 1.</param>
sealed class ResetHunt(long number) : IResetSink
{
    long _frames;

    /// <summary>The reset; null while not found.</summary>
    public ResetEvent? Found { get; private set; }

    /// <summary>What the frame is, since it is no RST; null for one that never came.</summary>
    string? Otherwise { get; set; }

    /// <summary>The last RST frame before it; 0 for none.</summary>
    long Before { get; set; }

    /// <summary>The first RST frame after it; 0 for none.</summary>
    long After { get; set; }

    /// <summary>The RST frame that is nearest to it, that before it first; 0 for none.</summary>
    public long Nearest => Before > 0 ? Before : After;

    /// <summary>Looks at a frame on its way to the tracer.</summary>
    public void Look(in Frame frame)
    {
        _frames++;
        if (frame.Id.Number == number) Otherwise = Describe(in frame);
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        foreach (FrameId frame in reset.Frames)
        {
            if (frame.Number == number) Found = reset;
            else if (frame.Number < number) Before = long.Max(Before, frame.Number);
            else if (After == 0 || frame.Number < After) After = frame.Number;
        }
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // One reset is looked for.
    }

    /// <summary>Why it was not found, in one line: once all frames were looked at.</summary>
    /// <param name="path">The capture.</param>
    public string Complaint(string path)
        => Otherwise is { } otherwise
            ? $"frame {number} of {path} is no RST: {otherwise}{Neighbours}"
            : $"{path} has {_frames} frames and no frame {number}{Neighbours}";

    string Neighbours => (Before, After) switch
    {
        (0, 0) => "; the capture holds no RST",
        (0, _) => $"; the first RST is frame {After}",
        (_, 0) => $"; the last RST is frame {Before}",
        _ => $"; the nearest RSTs are frames {Before} and {After}",
    };

    static string Describe(in Frame frame)
        => SegmentDecoder.Decode(in frame, out Segment segment) switch
        {
            DecodeOutcome.Decoded => Describe(in segment),
            DecodeOutcome.NotIp => "no IP packet",
            DecodeOutcome.NotTcp => "IP without TCP",
            DecodeOutcome.LaterFragment => "a later fragment of an IP packet",
            DecodeOutcome.UnknownLink => "its link type is not read",
            DecodeOutcome.Truncated => "cut by the snap length before the end of its headers",
            DecodeOutcome.Malformed => "malformed",
            DecodeOutcome.TooDeep or _ => "wrapped in too many layers",
        };

    static string Describe(in Segment segment)
        => $"{segment.Control.ToString().ToUpperInvariant()}"
            + $" from {segment.SourceAddress} port {segment.SourcePort}"
            + $" to {segment.DestinationAddress} port {segment.DestinationPort}";
}
