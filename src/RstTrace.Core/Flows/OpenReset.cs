using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>A reset that is being followed: what was known before it, and what came
/// after.</summary>
/// <remarks>Reused: it belongs to the watch.</remarks>
sealed class OpenReset
{
    /// <summary>The connection as it was before the reset.</summary>
    public Flow Before;

    /// <summary>The reset.</summary>
    public Segment Segment;

    /// <summary>Its payload's first octets.</summary>
    public readonly byte[] Payload = new byte[ResetWatch.PayloadKept];

    /// <summary>In whose name it came.</summary>
    public Side Sender;

    /// <summary>The reset's frame and those of its repeats.</summary>
    public readonly List<FrameId> Frames = [];

    /// <summary>What followed.</summary>
    public Aftermath Aftermath;

    /// <summary>Starts over with another reset.</summary>
    public void Reopen(in Flow before, Side sender, in Segment segment)
    {
        Before = before;
        Segment = segment;
        Sender = sender;
        Aftermath = default;
        Frames.Clear();
        Frames.Add(segment.Frame);
    }
}

/// <summary>What was seen on a flow after a reset of it, for as long as it was followed.</summary>
record struct Aftermath
{
    /// <summary>The last segment of the receiver that it could not have sent before it had the
    /// reset; none when it fell silent.</summary>
    public FrameId ReceiverSpoke;

    /// <summary>New payload or a FIN of the claimed sender, sent when it must have known of its own
    /// reset; none when it fell silent.</summary>
    public FrameId SenderSpoke;

    /// <summary>Whether the receiver sent its SYN again.</summary>
    public bool WasTriedAgain;

    /// <summary>A RST in the name of the other side.</summary>
    public FrameId Echo;

    /// <summary>Whether it was followed as long as a reset should be.</summary>
    public bool IsSettled;
}
