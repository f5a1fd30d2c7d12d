using System;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Wire;

public sealed class HostileOctetsTests
{
    const SegmentTraits FromOptions = SegmentTraits.Timestamps | SegmentTraits.SackPermitted
        | SegmentTraits.Mptcp | SegmentTraits.Authenticated | SegmentTraits.OptionsIncomplete;

    static readonly LinkType[] s_links =
        [.. Enum.GetValues<LinkType>().Where(link => link != LinkType.Ieee80211)];

    [TestCaseSource(typeof(WireFixtures), nameof(WireFixtures.Names))]
    public void Every_cut_is_truncated_until_it_reads_as_the_whole(string name)
    {
        FrameBuilder frame = WireFixtures.All[name];
        Segment whole = frame.Decoded();
        bool hasOptions = !whole.Traits.HasFlag(SegmentTraits.NoOptions);
        bool hasDecoded = false;
        for (int length = 0; length <= frame.Build().Length; length++)
        {
            DecodeOutcome outcome = SegmentDecoder.Decode(frame.ToFrame(length), out Segment cut);
            hasDecoded |= outcome == DecodeOutcome.Decoded;
            Assert.That(
                outcome,
                Is.EqualTo(hasDecoded ? DecodeOutcome.Decoded : DecodeOutcome.Truncated),
                $"cut at {length}");
            if (!hasDecoded) continue;

            bool isIncomplete = cut.Traits.HasFlag(SegmentTraits.OptionsIncomplete);
            Assert.That(isIncomplete, Is.EqualTo(length < whole.PayloadOffset && hasOptions));
            Assert.That(cut, Is.EqualTo(Cut(whole, length, cut)), $"cut at {length}");
        }

        Assert.That(hasDecoded);
    }

    /// <summary>What a cut at some length may make of a segment: less payload; and, where the
    /// options were cut, none of them or those that are left.</summary>
    static Segment Cut(Segment whole, int length, in Segment cut)
    {
        whole.PayloadOffset = Math.Min(whole.PayloadOffset, length);
        whole.PayloadCaptured = Math.Min(whole.PayloadCaptured, length - whole.PayloadOffset);
        if (!cut.Traits.HasFlag(SegmentTraits.OptionsIncomplete)) return whole;

        whole.MaximumSegmentSize = cut.MaximumSegmentSize;
        whole.WindowShift = cut.WindowShift;
        whole.TimestampValue = cut.TimestampValue;
        whole.TimestampEcho = cut.TimestampEcho;
        whole.Traits = (whole.Traits & ~FromOptions) | (cut.Traits & FromOptions);
        return whole;
    }

    [TestCaseSource(typeof(WireFixtures), nameof(WireFixtures.Names))]
    public void Every_flipped_octet_has_an_outcome(string name)
    {
        FrameBuilder builder = WireFixtures.All[name];
        byte[] octets = builder.Build();
        for (int at = 0; at < octets.Length; at++)
        {
            byte right = octets[at];
            for (int wrong = 0; wrong < 256; wrong++)
            {
                octets[at] = (byte)wrong;
                CheckAnyOutcome(octets, builder.Link, (uint)octets.Length);
            }

            octets[at] = right;
        }
    }

    [Test]
    public void Random_octets_have_an_outcome_on_every_link()
    {
        var random = new Random(20_240_917);
        byte[] octets = new byte[160];
        for (int round = 0; round < 200_000; round++)
        {
            random.NextBytes(octets);
            int length = random.Next(octets.Length + 1);
            LinkType link = s_links[random.Next(s_links.Length)];
            CheckAnyOutcome(octets.AsSpan(0, length), link, (uint)random.NextInt64(1L << 32));
        }
    }

    /// <summary>Random octets seldom get past the first type number: here, each position may hold
    /// one of those that lead on.</summary>
    [Test]
    public void Random_headers_have_an_outcome_on_every_link()
    {
        byte[][] likely =
        [
            [0x08, 0x00], [0x86, 0xDD], [0x81, 0x00], [0x88, 0x47], [0x88, 0x64], [0x65, 0x58],
            [0x45, 0x00], [0x4F, 0x00], [0x60, 0x00], [6], [17], [47], [4], [41], [51], [44], [0],
            [43], [60], [0x12, 0xB5], [0x17, 0xC1], [0x08, 0x68], [0x88, 0xBE], [0x22, 0xEB],
            [0x88, 0x0B], [0x00, 0x21], [0x00, 0x57], [0x30, 0xFF], [0x34, 0xFF], [0x11, 0x00],
            [0x50, 0x04], [0xF0, 0x04], [0xAA, 0xAA, 0x03], [0, 0, 0, 0], [0xFF],
        ];
        var random = new Random(20_240_918);
        byte[] octets = new byte[200];
        for (int round = 0; round < 200_000; round++)
        {
            for (int at = 0; at < octets.Length;)
            {
                byte[] next = likely[random.Next(likely.Length)];
                foreach (byte octet in next.Take(octets.Length - at)) octets[at++] = octet;
            }

            LinkType link = s_links[random.Next(s_links.Length)];
            CheckAnyOutcome(octets.AsSpan(0, random.Next(octets.Length + 1)), link, 300);
        }
    }

    static void CheckAnyOutcome(ReadOnlySpan<byte> octets, LinkType link, uint originalLength)
    {
        Frame frame = FrameBuilder.FrameOf(octets, link, originalLength);
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out Segment segment);
        var layered = new Segment { Time = frame.Time, Frame = frame.Id };
        DecodeOutcome byLayers = SegmentDecoder.DecodeByLayers(in frame, ref layered);
        bool isSame = outcome == byLayers
            && (outcome != DecodeOutcome.Decoded || segment == layered);
        if (!isSame) Assert.Fail($"{link} {Convert.ToHexString(octets)}: {segment}, {layered}");
        if (outcome != DecodeOutcome.Decoded) return;

        if (segment.IsReset) CheckForeseen(octets, link, originalLength, in segment);
        bool isConsistent = segment.PayloadLength >= segment.PayloadCaptured
            && segment.PayloadCaptured >= 0
            && segment.PayloadOffset + segment.PayloadCaptured <= octets.Length
            && segment.WindowShift is <= 14 or Segment.NoWindowShift;
        if (!isConsistent) Assert.Fail($"{link} {Convert.ToHexString(octets)}: {segment}");
    }

    static void CheckForeseen(
        ReadOnlySpan<byte> octets, LinkType link, uint originalLength, in Segment reset)
    {
        var batch = new FrameBatch();
        batch.Begin(octets.ToArray(), link);
        batch.Add(0, octets.Length, originalLength, reset.Time, reset.Frame);
        var foresight = new ResetForesight();
        foresight.Take(batch);
        FlowKey.Of(in reset, out FlowKey key);
        if (!foresight.Foresees(in key)) Assert.Fail($"{link} {Convert.ToHexString(octets)}");
    }

    [Test]
    public void Nothing_is_allocated_for_any_frame()
    {
        byte[][] frames = [.. WireFixtures.All.Values.Select(builder => builder.Build())];
        LinkType[] links = [.. WireFixtures.All.Values.Select(builder => builder.Link)];
        DecodeAll(frames, links);

        // A collection that another thread begins meanwhile is counted here, too.
        long least = long.MaxValue;
        for (int time = 0; time < 3; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 100; round++) DecodeAll(frames, links);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(least, Is.Zero);
    }

    static void DecodeAll(byte[][] frames, LinkType[] links)
    {
        for (int index = 0; index < frames.Length; index++)
        {
            for (int cut = 0; cut < 40; cut += 13)
            {
                Frame frame = FrameBuilder.FrameOf(
                    frames[index].AsSpan(cut / 2), links[index], (uint)frames[index].Length);
                SegmentDecoder.Decode(in frame, out _);
            }
        }
    }
}
