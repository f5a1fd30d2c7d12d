using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Fuzzing.Targets;

/// <summary>A frame of any link, through all its layers. The first octet says which link, the
/// second by how much the length on the wire is another: cut off by a snap length, or wrong.</summary>
sealed class FrameTarget : FuzzTarget
{
    const int Head = 2, MacAddresses = 12;

    static readonly LinkType[] s_links = Enum.GetValues<LinkType>();
    readonly FrameBatch _batch = new();
    readonly ResetForesight _foresight = new();

    /// <inheritdoc/>
    public override string Name => "frame";

    /// <inheritdoc/>
    public override int Longest => 512;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x08, 0x00], [0x86, 0xDD], [0x81, 0x00, 0x00, 0x07], [0x88, 0xA8, 0x00, 0x08],
        [0x88, 0x47, 0x00, 0x01, 0x01, 0xFF], [0x88, 0x64, 0x11, 0x00, 0x00, 0x01, 0x00, 0x20],
        [0x65, 0x58], [0x45, 0x00], [0x4F, 0x00], [0x60, 0x00], [6], [17], [47], [4], [41], [51],
        [44], [0], [43], [60], [0x12, 0xB5], [0x17, 0xC1], [0x08, 0x68], [0x88, 0xBE],
        [0x22, 0xEB], [0x00, 0x21], [0x00, 0x57], [0x50, 0x04], [0xF0, 0x04], [0xAA, 0xAA, 0x03],
        [2, 4, 5, 0xB4], [3, 3, 14], [8, 10, 0, 0, 0, 1, 0, 0, 0, 2], [5, 10], [30, 4, 0x80, 0],
        [19, 18], [29, 4], [34, 2], [1], [0], [0x33, 0xAA],
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (FrameBuilder builder in WireFixtures.All.Values)
            yield return Input(builder.Link, builder.Build());
        foreach ((LinkType link, byte[] octets) in Samples.Frames(ofEach: 12))
            yield return Input(link, octets);
    }

    static byte[] Input(LinkType link, byte[] octets)
        => [(byte)Array.IndexOf(s_links, link), 0, .. octets];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < Head) return;

        LinkType link = s_links[input[0] % s_links.Length];
        ReadOnlySpan<byte> octets = input[Head..];
        int lengthOff = (sbyte)input[1] << (input[1] & 7);
        Check(octets, link, (uint)Math.Max(0, octets.Length + lengthOff));
    }

    void Check(ReadOnlySpan<byte> octets, LinkType link, uint originalLength)
    {
        Frame frame = FrameBuilder.FrameOf(octets, link, originalLength);
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out Segment segment);
        var layered = new Segment { Time = frame.Time, Frame = frame.Id };
        DecodeOutcome byLayers = SegmentDecoder.DecodeByLayers(in frame, ref layered);
        if (outcome != byLayers) throw new BrokenPromise($"{outcome}, by layers {byLayers}");
        if (outcome != DecodeOutcome.Decoded) return;

        if (segment != layered) throw new BrokenPromise($"{segment}, by layers {layered}");

        bool isConsistent = segment.PayloadLength >= segment.PayloadCaptured
            && segment.PayloadCaptured >= 0
            && segment.PayloadOffset + segment.PayloadCaptured <= octets.Length
            && segment.WindowShift is <= 14 or Segment.NoWindowShift;
        if (!isConsistent) throw new BrokenPromise($"{segment}");
        if (segment.IsReset) CheckForeseen(octets, link, originalLength, in segment);
    }

    void CheckForeseen(
        ReadOnlySpan<byte> octets, LinkType link, uint originalLength, in Segment reset)
    {
        _batch.Begin(octets.ToArray(), link);
        _batch.Add(0, octets.Length, originalLength, reset.Time, reset.Frame);
        _foresight.Take(_batch);
        FlowKey.Of(in reset, out FlowKey key);
        if (!_foresight.Foresees(in key)) throw new BrokenPromise("a reset is not foreseen");
    }

    /// <inheritdoc/>
    public override bool Change(Draft draft, Dice dice)
    {
        const int Network = Head + MacAddresses + 2, Tcp = Network + 20;
        if (draft.Length < Tcp + 20) return false;

        switch (dice.Next(8))
        {
            case 0:
                draft.Insert(Head + MacAddresses, [0x81, 0x00, dice.Octet(), dice.Octet()]);
                return true;
            case 1:
                draft.Insert(Network - 2, [0x88, 0x47, 0, 0, dice.OneIn(2) ? (byte)1 : (byte)0, 9]);
                return true;
            case 2: // the header's own length
                draft.Octets[Network] = (byte)(0x40 | dice.Next(16));
                return true;
            case 3: // the length of it all
                draft.PutNumber(Network + 2, 2, (uint)dice.Next(200), bigEndian: true);
                return true;
            case 4: // where a fragment belongs
                draft.PutNumber(Network + 6, 2, (uint)dice.Next(1 << 16), bigEndian: true);
                return true;
            case 5: // where TCP's options end
                draft.Octets[Tcp + 12] = (byte)(dice.Next(16) << 4);
                return true;
            case 6:
                draft.Octets[Tcp + 13] = dice.Octet();
                return true;
            default:
                draft.Octets[0] = dice.Octet();
                return true;
        }
    }
}
