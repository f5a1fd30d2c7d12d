using System;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests;

/// <summary>What is allocated on this thread: the least of three rounds, since the first may load
/// and compile.</summary>
static class Allocated
{
    /// <summary>Frames in a round, and rounds.</summary>
    public const int Frames = 10_000, Rounds = 3;

    /// <summary>Takes a frame.</summary>
    public delegate void Taker(in Frame frame);

    /// <summary>Octets allocated in one round.</summary>
    public static long By(Action round)
    {
        long least = long.MaxValue;
        for (int count = 0; count < Rounds; count++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Octets allocated for a round of frames that hold these octets.</summary>
    public static long ByFrames(byte[] octets, Taker take) => By(() =>
    {
        for (int i = 0; i < Frames; i++)
        {
            var frame = new Frame
            {
                Octets = octets,
                OriginalLength = (uint)octets.Length,
                Time = new Timestamp(i),
                Link = LinkType.Ethernet,
                Id = new FrameId(0, i + 1),
            };
            take(in frame);
        }
    });
}
