namespace RstTrace.Core.Wire;

/// <summary>From a frame to the innermost TCP segment in it.</summary>
public static class SegmentDecoder
{
    /// <summary>Decodes one frame. Never throws, never allocates.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="segment">The segment; meaningful after <see cref="DecodeOutcome.Decoded"/>
    /// alone.</param>
    public static DecodeOutcome Decode(in Frame frame, out Segment segment)
    {
        segment = default;
        return frame.Octets.IsEmpty ? DecodeOutcome.Truncated : DecodeOutcome.UnknownLink;
    }
}
