using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Vantages;

/// <summary>How a connection in one capture is found to be that in another.</summary>
public sealed class TrackPairTests
{
    const string Talk = """
        +0 > S 0:0(0) win 64240 ts 100
        +0.02 < S. 0:0(0) ack 1 win 65160 ts 900
        +0.02 > . 1:1(0) ack 1 win 502 ts 120
        +0.1 > P. 1:41(40) ack 1 win 502 ts 130 text "GET /a-page-that-is-no-other HTTP/1.1 ok"
        +0.02 < P. 1:101(100) ack 41 win 509 ts 950
        +0.02 < R. 101:101(0) ack 41 win 509 ts 960
        """;

    static FlowTrack Track(
        int file, uint moveClient = 0, uint moveServer = 0, uint moveTimestamps = 0,
        ulong moveServerAddress = 0)
    {
        FlowTrack? track = null;
        foreach (Segment told in Trace.Segments(Talk, new TraceSetting()))
        {
            Segment segment = told;
            bool isClient = segment.SourcePort > segment.DestinationPort;
            segment.Sequence += isClient ? moveClient : moveServer;
            segment.Acknowledgment += isClient ? moveServer : moveClient;
            segment.TimestampValue += moveTimestamps;
            if (isClient) segment.DestinationAddress = Moved(segment.DestinationAddress);
            else segment.SourceAddress = Moved(segment.SourceAddress);
            segment.Frame = new FrameId(file, segment.Frame.Number);
            segment.PayloadCaptured = 0;
            bool fromLow = FlowKey.Of(in segment, out FlowKey key);
            track ??= new FlowTrack(key, file, 288);
            SeenSegment seen = SeenSegment.Of(in segment, fromLow, new byte[2_000]);
            track.Take(seen with { Digest = (uint)segment.PayloadLength });
        }

        return track!;

        IpAddress Moved(IpAddress address) => new(address.High, address.Low + moveServerAddress);
    }

    static TrackPair? Pair(FlowTrack one, FlowTrack other)
        => TrackPair.Of(one, other, new TrackIndex(other));

    [Test]
    public void The_same_segments_are_the_same_connection()
    {
        TrackPair pair = Pair(Track(0), Track(1))!;

        Assert.That(pair.Kinship, Is.EqualTo(Kinship.Same));
        Assert.That(pair.Twins, Has.Count.EqualTo(5));
    }

    [Test]
    public void Other_addresses_are_seen_through()
        => Assert.That(
            Pair(Track(0), Track(1, moveServerAddress: 77))!.Kinship, Is.EqualTo(Kinship.Same));

    [TestCase(1_000_000u, 2_000_000_000u)]
    [TestCase(0u, 4_000_000_000u)]
    public void A_box_that_moves_sequence_numbers_is_recognised(uint client, uint server)
    {
        FlowTrack one = Track(0), other = Track(1, client, server);
        TrackPair pair = Pair(one, other)!;

        Assert.That(pair.Kinship, Is.EqualTo(Kinship.Rewritten));
        Assert.That(pair.Twins, Has.Count.EqualTo(5));
        Assert.That(pair.IsTwin(one.Resets[0], other.Resets[0]), Is.True);
    }

    [Test]
    public void A_proxy_begins_a_connection_anew()
        => Assert.That(
            Pair(Track(0), Track(1, 5_000_000, 6_000_000, moveTimestamps: 1_000))!.Kinship,
            Is.EqualTo(Kinship.Proxied));

    [Test]
    public void A_reset_at_another_number_is_another_reset()
    {
        FlowTrack one = Track(0), other = Track(1);
        SeenSegment strange = other.Resets[0] with { Sequence = other.Resets[0].Sequence + 1460 };

        Assert.That(Pair(one, other)!.IsTwin(one.Resets[0], strange), Is.False);
    }

    [Test]
    public void What_offload_joined_is_not_missing()
    {
        FlowTrack whole = Track(0), other = Track(1);
        TrackPair pair = Pair(whole, other)!;
        SeenSegment data = whole.Kept.First(static segment => segment.PayloadLength == 100);

        Assert.That(pair.OtherHolds(data with { PayloadLength = 10 }), Is.True);
        Assert.That(pair.OtherHolds(data with
        {
            PayloadLength = 10,
            Sequence = data.Sequence + 90,
        }), Is.True);
        Assert.That(pair.OtherHolds(data with { Sequence = data.Sequence + 100 }), Is.False);
    }
}
