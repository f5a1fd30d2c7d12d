using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>The headers of the latest frames in memory, to look at a connection that was
/// reset.</summary>
/// <remarks>One thread appends and never waits; another gathers meanwhile.</remarks>
/// <param name="octets">Memory: at least 1 MiB.</param>
public sealed class RecentFrames(int octets)
{
    /// <summary>Octets that are kept of a frame: link, tags, a tunnel, IP and TCP with their
    /// options.</summary>
    const int MostOctets = 192;

    static readonly Duration s_after = Duration.FromSeconds(1); // as long as a reset is followed

    readonly FrameRing _ring = new(octets & ~7);
    readonly byte[] _record = new byte[FrameRecord.LengthOf(MostOctets)];

    /// <summary>Keeps a frame, and forgets the oldest. Allocates nothing, never waits.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Append(in Frame frame)
    {
        var head = new Frame
        {
            Octets = frame.Octets[..Math.Min(frame.Octets.Length, MostOctets)],
            OriginalLength = frame.OriginalLength,
            Time = frame.Time,
            Link = frame.Link,
            Id = frame.Id,
        };
        _ring.Append(in head, 0);
    }

    /// <summary>Hands over the segments of some resets' connections, in their order, in one walk.
    /// Not for several threads at once.</summary>
    /// <param name="resets">Whose connections.</param>
    /// <param name="take">Gets a segment, and the index of the reset.</param>
    public void Gather(IReadOnlyList<ResetEvent> resets, SegmentTaker take)
    {
        var wanted = new Dictionary<Conversation, List<int>>();
        for (int i = 0; i < resets.Count; i++)
        {
            ref List<int>? sameEnds = ref CollectionsMarshal.GetValueRefOrAddDefault(
                wanted, Conversation.Of(resets[i].Flow), out _);
            (sameEnds ??= []).Add(i);
        }

        long until = _ring.End, place = _ring.Oldest;
        while (_ring.Read(ref place, until, _record, out _) is > 0 and int length)
        {
            Frame frame = FrameRecord.Read(_record.AsSpan(0, length));
            if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded)
                continue;
            if (!wanted.TryGetValue(Conversation.Of(in segment), out List<int>? sameEnds))
                continue;

            foreach (int index in sameEnds)
                if (IsOf(resets[index], in segment)) take(in segment, index);
        }
    }

    static bool IsOf(ResetEvent reset, in Segment segment)
        => segment.Time >= reset.Flow.Start && segment.Time <= reset.Time + s_after
            && reset.Flow.SenderOf(in segment) is not null;
}

/// <summary>Takes one segment.</summary>
/// <param name="segment">The segment.</param>
/// <param name="index">Whose it is.</param>
public delegate void SegmentTaker(in Segment segment, int index);
