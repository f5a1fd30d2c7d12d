using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Wire;

/// <summary>What the tests of this folder ask of a frame they built.</summary>
static class DecodedFrame
{
    /// <summary>What becomes of it.</summary>
    public static DecodeOutcome Outcome(this FrameBuilder frame, int? captured = null)
        => SegmentDecoder.Decode(frame.ToFrame(captured), out _);

    /// <summary>The segment in it, which must be there.</summary>
    public static Segment Decoded(this FrameBuilder frame, int? captured = null)
    {
        DecodeOutcome outcome = SegmentDecoder.Decode(
            frame.ToFrame(captured), out Segment segment);
        Assert.That(outcome, Is.EqualTo(DecodeOutcome.Decoded));
        return segment;
    }
}
