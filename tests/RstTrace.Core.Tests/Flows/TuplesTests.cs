using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Invariants;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Flows;

/// <summary>Which segments are one flow, who is its client, and how it is numbered.</summary>
public sealed class TuplesTests
{
    [Test]
    public void The_other_direction_in_another_VLAN_joins()
    {
        Sight sight = Trace.Of("""
            +0.000 > S  0:0(0)          vlan 10
            +0.010 < S. 0:0(0)   ack 1  vlan 20
            +0.001 > .  1:1(0)   ack 1  vlan 10
            +0.010 < R. 1:1(0)   ack 1  vlan 20
            """).Sight;
        Assert.That(sight.Before.HandshakeSeen, Is.True);
        Assert.That(sight.Before.Server.Packets, Is.EqualTo(1u));
    }

    [Test]
    public void The_other_direction_without_a_tag_joins()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)          vlan 10
                +0.010 < S. 0:0(0)   ack 1
                +0.001 > .  1:1(0)   ack 1  vlan 10
                +0.010 < R. 1:1(0)   ack 1
                """).Sight.Before.HandshakeSeen,
            Is.True);

    // What was sent is 0 to 100: its octets may be acknowledged from 1 to 101.
    [TestCase(0, 2, TestName = "Nothing of it is acknowledged")]
    [TestCase(1, 1, TestName = "The SYN is acknowledged")]
    [TestCase(101, 1, TestName = "The last octet is acknowledged")]
    [TestCase(102, 2, TestName = "One more than was sent is acknowledged")]
    public void Another_tenant_does_not_join_though_its_numbers_are_close(
        int acknowledgment, int flows)
        => Assert.That(
            Trace.Of($"""
                +0.000 > S  0:0(0)     vlan 10
                +0.001 > P  1:101(100) vlan 10
                +0.010 < S. 0:0(0)     ack {acknowledgment} vlan 20
                """).Counters.Flows,
            Is.EqualTo(flows));

    [Test]
    public void Two_tenants_side_by_side_never_meet()
    {
        Trace trace = Trace.Of("""
            +0.000 > S  0:0(0)          vlan 10
            +0.001 > S  0:0(0)          vlan 20
            +0.010 < S. 0:0(0)   ack 1  vlan 20
            +0.001 < S. 0:0(0)   ack 1  vlan 10
            +0.001 > .  1:1(0)   ack 1  vlan 10
            +0.010 < R. 1:1(0)   ack 1  vlan 10
            +0.010 < R. 1:1(0)   ack 1  vlan 20
            """);
        Assert.Multiple(() =>
        {
            Assert.That(trace.Counters.Flows, Is.EqualTo(2));
            Assert.That(
                trace.Sights.Select(sight => sight.Before.HandshakeSeen),
                Is.EqualTo([true, false]));
            Assert.That(
                trace.Events.Select(reset => reset.Flow.Encapsulation), Is.EqualTo([10, 20]));
        });
    }

    [Test]
    public void A_SYN_with_another_number_begins_anew()
    {
        Trace trace = Trace.Of("""
            +0.000 > S  0:0(0)
            +0.010 < S. 0:0(0)     ack 1
            +0.001 > .  1:1(0)     ack 1
            +0.010 > R. 1:1(0)     ack 1
            +0.010 > S  9000:9000(0)
            +0.010 < S. 7000:7000(0)  ack 9001
            +0.001 > .  9001:9001(0)  ack 7001
            +0.010 > R. 9001:9001(0)  ack 7001
            """);
        Assert.Multiple(() =>
        {
            Assert.That(trace.Counters.Flows, Is.EqualTo(2));
            Assert.That(trace.Events, Has.Count.EqualTo(2), "not a repeat of the first");
            Assert.That(trace.Events.Select(reset => reset.Flow.Stream), Is.EqualTo([0, 1]));
            Assert.That(
                trace.Events.Select(reset => reset.Flow.FirstFrame.Number), Is.EqualTo([1, 5]));
            Assert.That(trace.Sights[1].Before.Has(FlowTraits.ServerReset), Is.False);
        });
    }

    [Test]
    public void The_same_SYN_again_does_not_begin_anew()
    {
        Trace trace = Trace.Of("""
            +0.000 > S  0:0(0)
            +1.000 > S  0:0(0)
            +2.000 > S  0:0(0)
            +0.001 < R. 0:0(0)
            """);
        Assert.Multiple(() =>
        {
            Assert.That(trace.Counters.Flows, Is.EqualTo(1));
            Assert.That(trace.Sight.Before.Client.Syns, Is.EqualTo(3));
            Assert.That(trace.Sight.Before.Start, Is.EqualTo(trace.Sight.Before.SynTime));
        });
    }

    [TestCase("+0.000 > S 0:0(0)", true, false, TestName = "A SYN is the client's")]
    [TestCase("+0.000 < S. 0:0(0) ack 1", true, false, TestName = "A SYN/ACK is the server's")]
    [TestCase("+0.000 > . 1:1(0) ack 1", true, true, TestName = "The higher port is the client's")]
    [TestCase("+0.000 < . 1:1(0) ack 1", true, true, TestName = "The lower port is the server's")]
    [TestCase("+0.000 < R. 0:0(0) raw ack 9", true, true, TestName = "A refusal is the server's")]
    [TestCase("+0.000 > R. 0:0(0) raw ack 9", false, true, TestName = "A refusal by the client")]
    public void Who_is_the_client_is_told_from_the_first_segment(
        string first, bool isRight, bool isGuess)
    {
        Sight sight = Trace.Of(first + "\n+0.5 < R. 1:1(0) ack 1").Sights[^1];
        bool guessed = sight.Degraded.HasFlag(Degradations.NoHandshake);
        Assert.That(sight.Sender == Side.Server, Is.EqualTo(isRight));
        Assert.That(guessed, Is.EqualTo(isGuess));
    }

    [Test]
    public void A_wrong_guess_is_put_right_by_a_SYN_ACK()
    {
        var upsideDown = new TraceSetting { ClientPort = 443, ServerPort = 50_000 };
        Sight sight = Trace.Of(
            """
            +0.000 > P. 1:101(100) ack 1
            +0.010 < S. 0:0(0)     ack 1
            +0.010 < R. 1:1(0)     ack 101
            """,
            upsideDown).Sight;
        Assert.Multiple(() =>
        {
            Assert.That(sight.Sender, Is.EqualTo(Side.Server));
            Assert.That(sight.Before.Client.Octets, Is.EqualTo(100));
            Assert.That(sight.Degraded.HasFlag(Degradations.NoHandshake), Is.False);
            Assert.That(sight.Before.EndpointOf(Side.Client).Port, Is.EqualTo(443));
        });
    }

    [Test]
    public void Streams_are_numbered_as_tshark_numbers_them()
    {
        Segment[] segments =
        [
            .. new RandomTraffic(11) { Tuples = 30, ResetEvery = 3 }
                .Segments(600)

                // Lone resets and FINs before a SYN are told apart in a test of their own.
                .Where(segment => segment.Control is not ControlBits.None),
        ];
        SameAsTshark(Tidy(segments));
    }

    /// <summary>From each four-tuple's first SYN on.</summary>
    static IEnumerable<Segment> Tidy(IEnumerable<Segment> segments)
    {
        var begun = new HashSet<FlowKey>();
        foreach (Segment segment in segments)
        {
            FlowKey key = Keys.Of(in segment, out _);
            bool isSyn = segment.Control == ControlBits.Syn
                && segment.SourcePort > segment.DestinationPort;
            if (isSyn) begun.Add(key);
            if (begun.Contains(key) && (isSyn || !segment.IsSyn)) yield return segment;
        }
    }

    static void SameAsTshark(IEnumerable<Segment> segments)
    {
        var frames = new RecordedFrames(segments);
        SortedDictionary<long, string[]> theirs = Tshark.FieldsOf(
            LinkType.Ethernet, frames.Octets, "tcp.stream");
        List<ResetEvent> events = frames.Events();
        Assert.That(events, Has.Count.GreaterThan(20));
        foreach (ResetEvent reset in events)
        {
            Assert.That(
                $"{reset.Flow.Stream}",
                Is.EqualTo(theirs[reset.Frames[0].Number][0]),
                $"frame {reset.Frames[0].Number}");
        }
    }
}
