using RstTrace.CaptureGenerator;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Octets to segments: <see cref="SegmentDecoder"/> alone.</summary>
/// <param name="frames">How many frames.</param>
/// <param name="ipv6Share">Share of connections over IPv6.</param>
public sealed class DecodeStep(int frames, double ipv6Share) : IStep
{
    readonly RecordedFrames _frames = new(
        new TrafficOptions { Frames = frames, Flows = 1_000, Ipv6Share = ipv6Share });

    /// <inheritdoc/>
    public void Prepare()
    {
        // It leaves nothing behind.
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        long decoded = 0;
        for (int index = 0; index < _frames.Count; index++)
        {
            Frame frame = _frames[index];
            if (SegmentDecoder.Decode(in frame, out _) == DecodeOutcome.Decoded) decoded++;
        }

        return new Passed(decoded, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
