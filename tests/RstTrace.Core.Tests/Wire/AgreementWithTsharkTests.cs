using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Wire;

public sealed class AgreementWithTsharkTests
{
    static readonly string[] s_fields =
    [
        "ip.src", "ip.dst", "ip.ttl", "ip.dsfield", "ip.id", "ip.flags.df",
        "ipv6.src", "ipv6.dst", "ipv6.hlim", "ipv6.tclass", "ipv6.flow",
        "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags",
        "tcp.window_size_value", "tcp.len", "tcp.options.timestamp.tsval",
        "tcp.options.timestamp.tsecr", "tcp.options.mss_val", "tcp.options.wscale.shift",
    ];

    /// <summary>What tshark 4.0 does not read: IPv6 without a length, and VXLAN on Linux's
    /// port.</summary>
    static readonly string[] s_beyond = ["IPv6 offload", "VXLAN, old port"];

    [Test]
    public void Every_fixture_reads_as_tshark_reads_it()
    {
        Assert.Multiple(() =>
        {
            IEnumerable<string> names = WireFixtures.Names.Except(s_beyond);
            foreach (var group in names.GroupBy(name => WireFixtures.All[name].Link))
                Compare(group.Key, [.. group]);
        });
    }

    static void Compare(LinkType link, string[] names)
    {
        SortedDictionary<long, string[]> theirs = Tshark.FieldsOf(
            link, names.Select(name => WireFixtures.All[name].Build()), s_fields);
        for (int index = 0; index < names.Length; index++)
        {
            DecodeOutcome outcome = SegmentDecoder.Decode(
                WireFixtures.All[names[index]].ToFrame(), out Segment segment);
            Assert.That(outcome, Is.EqualTo(DecodeOutcome.Decoded), names[index]);

            string[] innermost =
                [.. theirs[index + 1].Select(values => values.Split(Tshark.Separator)[^1])];
            Assert.That(
                Named(Ours(in segment, innermost)), Is.EqualTo(Named(innermost)), names[index]);
        }
    }

    static string Named(string[] values)
        => string.Join(' ', s_fields.Zip(values, (field, value) => $"{field}={value}"));

    /// <summary>Our reading in tshark's words. The fields of the IP version that the segment has
    /// not may come from an outer header, so they are copied.</summary>
    static string[] Ours(in Segment segment, string[] theirs)
    {
        bool is6 = segment.IsIpv6;
        bool isFirst = segment.Traits.HasFlag(SegmentTraits.FirstFragment);
        bool hasShift = segment.WindowShift != Segment.NoWindowShift;
        bool hasDf = segment.Traits.HasFlag(SegmentTraits.DontFragment);
        string[] ip =
        [
            $"{segment.SourceAddress}", $"{segment.DestinationAddress}", $"{segment.HopLimit}",
            is6 ? $"0x{segment.TrafficClass:x8}" : $"0x{segment.TrafficClass:x2}",
        ];
        return
        [
            .. is6 ? theirs[..6] : [.. ip, $"0x{segment.Identification:x4}", hasDf ? "1" : "0"],
            .. is6 ? [.. ip, $"0x{segment.FlowLabel:x6}"] : theirs[6..11],
            $"{segment.SourcePort}", $"{segment.DestinationPort}", $"{segment.Sequence.Value}",
            $"{segment.Acknowledgment.Value}", $"0x{(int)segment.Control:x4}", $"{segment.Window}",
            isFirst ? "" : $"{segment.PayloadLength}", // tshark counts no fragment's payload
            segment.HasTimestamps ? $"{segment.TimestampValue}" : "",
            segment.HasTimestamps ? $"{segment.TimestampEcho}" : "",
            segment.MaximumSegmentSize == 0 ? "" : $"{segment.MaximumSegmentSize}",
            hasShift ? $"{segment.WindowShift}" : "",
        ];
    }
}
