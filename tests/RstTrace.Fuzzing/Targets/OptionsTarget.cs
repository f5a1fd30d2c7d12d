using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Fuzzing.Targets;

/// <summary>The options of a segment, in a frame that is right otherwise: what comes of it never
/// depends on what lies behind them.</summary>
sealed class OptionsTarget : FuzzTarget
{
    const int Most = 40, AfterEthernetAndIpv4 = 34, DataOffset = AfterEthernetAndIpv4 + 12;

    readonly byte[] _frame = new FrameBuilder().Ethernet()
        .Ipv4(WireFixtures.Client, WireFixtures.Server)
        .Tcp(40_000, 443, control: ControlBits.Syn, options: new byte[Most]).Payload(8).Build();

    /// <inheritdoc/>
    public override string Name => "options";

    /// <inheritdoc/>
    public override int Longest => Most;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [2, 4, 5, 0xB4], [3, 3, 7], [4, 2], [5, 10, 0, 0, 0, 1, 0, 0, 0, 9], [5, 34],
        [8, 10, 0, 0, 0, 1, 0, 0, 0, 2], [19, 18], [29, 16], [30, 12], [30, 4, 0x80, 1], [34, 10],
        [1], [0], [253, 4, 0xF9, 0x89],
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
        => [WireFixtures.SynOptions, WireFixtures.TimestampOptions, new byte[Most]];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        int words = (input.Length + 3) / 4;
        Span<byte> options = _frame.AsSpan(AfterEthernetAndIpv4 + 20, Most);
        options.Clear();
        input.CopyTo(options);
        _frame[DataOffset] = (byte)((5 + words) << 4);
        Segment first = Decode();
        options[(4 * words)..].Fill(0xA5);
        Segment second = Decode();
        if (first != second) throw new BrokenPromise($"{first}, with other payload {second}");
    }

    Segment Decode()
    {
        Frame frame = FrameBuilder.FrameOf(_frame, LinkType.Ethernet, (uint)_frame.Length);
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out Segment segment);
        if (outcome != DecodeOutcome.Decoded) throw new BrokenPromise($"{outcome}");

        var layered = new Segment { Time = frame.Time, Frame = frame.Id };
        SegmentDecoder.DecodeByLayers(in frame, ref layered);
        if (segment != layered) throw new BrokenPromise($"{segment}, by layers {layered}");

        return segment;
    }
}
