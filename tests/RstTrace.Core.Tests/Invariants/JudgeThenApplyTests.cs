using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariant 1: a reset is judged against a connection that resets do not
/// touch.</summary>
public sealed class JudgeThenApplyTests
{
    const int ForgedFrame = 1_000;

    // Six seconds, so that what is forged has settled before the genuine reset comes.
    const string Exchange = """
        +0.000 > S  0:0(0)          win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)   ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
        +0.001 > .  101:101(0)   ack 51   ts 4
        +6.000 > P. 101:125(24)  ack 51   ts 5
        +0.010 < R  51:51(0)     win 0 ttl 61
        """;

    static readonly Segment[] s_exchange = [.. Trace.Segments(Exchange, new TraceSetting())];

    static readonly ControlBits[] s_controls =
    [
        ControlBits.Reset,
        ControlBits.Reset | ControlBits.Ack,
        ControlBits.Reset | ControlBits.Ack | ControlBits.Push,
        ControlBits.Reset | ControlBits.Fin | ControlBits.Ack,
        ControlBits.Reset | ControlBits.Syn,
    ];

    // A third of the numbers are close to those of the connection, where they could do harm.
    static readonly Gen<uint> s_number = Gen.OneOf(
        Gen.Choose(999_000, 1_001_000).Select(number => (uint)number),
        Gen.Choose(4_999_000, 5_001_000).Select(number => (uint)number),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => unchecked((uint)number)));

    static readonly Arbitrary<(int Place, Segment Reset)> s_forged =
        (from place in Gen.Choose(1, 6)
         from fromClient in Gen.Elements(true, false)
         from sequence in s_number
         from acknowledgment in s_number
         from window in Gen.Choose(0, 65_535)
         from hopLimit in Gen.Choose(0, 255)
         from control in Gen.Elements(s_controls)
         from length in Gen.Elements(0, 1, 700)
         select (place, Forge(place, fromClient, (sequence, acknowledgment),
             (ushort)window, (byte)hopLimit, control, length))).ToArbitrary();

    static Segment Forge(
        int place,
        bool fromClient,
        (uint Sequence, uint Acknowledgment) numbers,
        ushort window,
        byte hopLimit,
        ControlBits control,
        int length)
    {
        Segment like = s_exchange[fromClient ? 0 : 1];
        return like with
        {
            Time = s_exchange[place - 1].Time,
            Frame = new FrameId(0, ForgedFrame),
            Sequence = new SequenceNumber(numbers.Sequence),
            Acknowledgment = new SequenceNumber(numbers.Acknowledgment),
            Window = window,
            HopLimit = hopLimit,
            Control = control,
            PayloadLength = length,
            Identification = 4_711,
            TimestampValue = 4_711,
            WindowShift = 3,
        };
    }

    static IReadOnlyList<Sight> Play(IEnumerable<Segment> segments)
    {
        var engine = new Engine();
        foreach (Segment segment in segments) engine.Take(in segment);
        engine.Finish();
        return engine.Sights;
    }

    [Test]
    public void A_forged_reset_changes_nothing_that_a_later_one_is_judged_by()
    {
        Sight without = Play(s_exchange).Single();
        Prop.ForAll(s_forged, forged =>
        {
            Sight with = Play(
                s_exchange[..forged.Place]
                    .Append(forged.Reset)
                    .Concat(s_exchange[forged.Place..]))[^1];
            return with.Before.Flow.Client == without.Before.Flow.Client
                && with.Before.Flow.Server == without.Before.Flow.Server
                && with.Before.Detail.Client == without.Before.Detail.Client
                && with.Before.Detail.Server == without.Before.Detail.Server
                && with.Before.RoundTrip == without.Before.RoundTrip
                && with.Before.LastActivity == without.Before.LastActivity
                && with.Before.Detail.LastActor == without.Before.Detail.LastActor
                && with.Before.HandshakeSeen == without.Before.HandshakeSeen
                && with.Fit == without.Fit
                && with.Shape == without.Shape
                && with.Trigger == without.Trigger
                && with.Idle == without.Idle
                && with.Stubborn == without.Stubborn;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void A_reset_is_judged_by_what_was_before_it()
    {
        Sight sight = Play(s_exchange).Single();
        Assert.Multiple(() =>
        {
            Assert.That(sight.Before.Server.Packets, Is.EqualTo(2u), "its own is not counted");
            Assert.That(sight.Before.Server.HopLimits.Count, Is.EqualTo(1));
            Assert.That(sight.Before.Has(FlowTraits.ServerReset), Is.False);
        });
    }

    [Test]
    public void The_acknowledgment_in_a_reset_is_not_believed()
    {
        // Believed, it would make the FIN acknowledged and the connection closed by both.
        Trace trace = Trace.Of("""
            +0.000 > S  0:0(0)          win 64240
            +0.010 < S. 0:0(0)   ack 1  win 65160
            +0.001 > .  1:1(0)   ack 1
            +0.010 > F. 1:1(0)   ack 1
            +0.010 < R. 1:1(0)   ack 2
            +3.000 < R. 1:1(0)   ack 2
            """);
        Assert.That(trace.Sights[1].Before.Client.FinAcknowledged, Is.False);
    }
}
