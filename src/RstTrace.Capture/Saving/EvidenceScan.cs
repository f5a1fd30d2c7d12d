using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>One walk through the ring that finds the frames of several resets.</summary>
/// <remarks>Every frame is decoded again: resets are rare, and nothing has to be kept for them
/// while frames come in. What is found is copied, at most as much as the ring holds.</remarks>
sealed class EvidenceScan
{
    const int AtFirst = 1 << 20;

    readonly Dictionary<Conversation, List<EvidenceCase>> _cases = [];
    byte[] _found = new byte[AtFirst];
    int _used;

    /// <param name="ring">Others may append to it meanwhile.</param>
    /// <param name="cases">Get the frames that are theirs.</param>
    public EvidenceScan(FrameRing ring, IReadOnlyList<EvidenceCase> cases)
    {
        foreach (EvidenceCase one in cases)
        {
            ref List<EvidenceCase>? sameEnds = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _cases, Conversation.Of(one.Reset.Flow), out _);
            (sameEnds ??= []).Add(one);
        }

        Walk(ring);
    }

    /// <summary>From this frame on everything was in the ring; none where it was empty.</summary>
    public FrameId WholeFrom { get; private set; }

    /// <summary>When that frame was captured.</summary>
    public Timestamp WholeFromTime { get; private set; }

    /// <summary>A record that was found.</summary>
    /// <param name="at">Where, as <see cref="EvidenceCase.Records"/> says.</param>
    public ReadOnlySpan<byte> Record(int at)
        => _found.AsSpan(
            at, FrameRecord.LengthOf(FrameRecord.CapturedOf(_found.AsSpan(at))));

    void Walk(FrameRing ring)
    {
        long until = ring.End;
        long place = ring.Oldest;
        while (true)
        {
            MakeRoom();
            int length = ring.Read(ref place, until, _found.AsSpan(_used), out bool overtaken);
            if (length == 0) return;

            Frame frame = FrameRecord.Read(_found.AsSpan(_used, length));
            if (overtaken || WholeFrom.IsNone)
            {
                WholeFrom = frame.Id;
                WholeFromTime = frame.Time;
            }

            if (IsWanted(in frame, length)) _used += length;
        }
    }

    bool IsWanted(in Frame frame, int length)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded)
            return false;
        if (!_cases.TryGetValue(Conversation.Of(in segment), out List<EvidenceCase>? sameEnds))
            return false;

        bool isWanted = false;
        foreach (EvidenceCase one in sameEnds) isWanted |= one.Take(in segment, _used, length);
        return isWanted;
    }

    void MakeRoom()
    {
        if (_used + FrameRecord.Longest > _found.Length)
            Array.Resize(ref _found, _found.Length * 2);
    }
}
