using System;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

public sealed class HalfFlowTests
{
    static Segment Sent(
        uint sequence, int length = 0, ControlBits control = ControlBits.Ack, ushort window = 500)
        => new()
        {
            Frame = new FrameId(0, 1),
            Time = new Timestamp(sequence),
            Sequence = new SequenceNumber(sequence),
            PayloadLength = length,
            Control = control,
            Window = window,
            WindowShift = Segment.NoWindowShift,
            HopLimit = 64,
        };

    /// <summary>A side that has sent a SYN and a hundred octets, all acknowledged: SND.UNA and
    /// SND.NXT are 1101.</summary>
    static OneSide Settled()
    {
        var half = new OneSide();
        half.Send(Sent(1_000, control: ControlBits.Syn), isScaled: true);
        half.Send(Sent(1_001, 100), isScaled: true);
        half.TakeAcknowledgment(new SequenceNumber(1_101));
        return half;
    }

    // The octets 1001 to 1100 were sent and acknowledged.
    [TestCase(1_101u, 0, ControlBits.Ack, Movement.None, 1_101u, TestName = "An acknowledgment")]
    [TestCase(1_101u, 1, ControlBits.Ack, Movement.New, 1_102u, TestName = "An octet")]
    [TestCase(1_101u, 0, ControlBits.Fin, Movement.New, 1_102u, TestName = "A FIN")]
    [TestCase(1_101u, 9, ControlBits.Fin, Movement.New, 1_111u, TestName = "Octets and a FIN")]
    [TestCase(1_201u, 9, ControlBits.Ack, Movement.New, 1_210u, TestName = "Octets after a hole")]
    [TestCase(1_051u, 90, ControlBits.Ack, Movement.New, 1_141u, TestName = "Half of it is new")]
    [TestCase(1_100u, 0, ControlBits.Ack, Movement.Probe, 1_101u, TestName = "A keepalive")]
    [TestCase(1_100u, 1, ControlBits.Ack, Movement.Probe, 1_101u,
        TestName = "A keepalive with an octet of garbage")]
    [TestCase(1_099u, 0, ControlBits.Ack, Movement.None, 1_101u, TestName = "Too early for one")]
    [TestCase(1_099u, 2, ControlBits.Ack, Movement.Retransmission, 1_101u,
        TestName = "Two octets are no keepalive")]
    [TestCase(1_001u, 100, ControlBits.Ack, Movement.Retransmission, 1_101u,
        TestName = "All of it again")]
    [TestCase(1_000u, 0, ControlBits.Syn, Movement.Retransmission, 1_101u,
        TestName = "The SYN again")]
    public void What_a_segment_is_for_its_sender(
        uint sequence, int length, object control, object movement, uint sendNext)
    {
        OneSide half = Settled();
        Assert.That(
            half.Send(Sent(sequence, length, (ControlBits)control), isScaled: true), Is.EqualTo(movement));
        Assert.That(half.Shown.SendNext.Value, Is.EqualTo(sendNext));
        Assert.That(half.Shown.SendUnacknowledged.Value, Is.EqualTo(1_101u));
    }

    [TestCase(1_101u, false, 1_101u, false, TestName = "A repeated acknowledgment")]
    [TestCase(1_051u, false, 1_101u, false, TestName = "An old acknowledgment")]
    [TestCase(1_102u, true, 1_102u, false, TestName = "An acknowledgment of an octet in flight")]
    [TestCase(1_111u, true, 1_111u, false, TestName = "An acknowledgment of all in flight")]
    [TestCase(1_112u, true, 1_112u, true, TestName = "An acknowledgment of what we missed")]
    public void What_an_acknowledgment_does(uint value, bool isNew, uint unacknowledged, bool gap)
    {
        OneSide half = Settled();
        half.Send(Sent(1_101, 10), isScaled: true);
        Assert.Multiple(() =>
        {
            Assert.That(half.TakeAcknowledgment(new SequenceNumber(value)), Is.EqualTo(isNew));
            Assert.That(half.Shown.SendUnacknowledged.Value, Is.EqualTo(unacknowledged));
            Assert.That(half.Shown.Has(HalfTraits.Gap), Is.EqualTo(gap));
            Assert.That(half.Shown.SendNext - half.Shown.SendUnacknowledged, Is.GreaterThanOrEqualTo(0));
        });
    }

    [Test]
    public void Probes_and_retransmissions_count_until_something_is_acknowledged()
    {
        OneSide half = Settled();
        half.Send(Sent(1_101, 1_000), isScaled: true);
        half.Send(Sent(1_101, 1_000), isScaled: true);
        half.Send(Sent(1_101, 500), isScaled: true);
        half.Send(Sent(1_100), isScaled: true);
        Assert.That(
            half.Shown.Insistence,
            Is.EqualTo(new Insistence
            {
                Retransmissions = 2,
                LargeRetransmissions = 1,
                Probes = 1,
            }));

        half.TakeAcknowledgment(new SequenceNumber(1_101));
        Assert.That(half.Shown.Insistence.Retransmissions, Is.EqualTo(2), "nothing new");

        half.TakeAcknowledgment(new SequenceNumber(2_101));
        Assert.That(half.Shown.Insistence, Is.EqualTo(default(Insistence)));
        Assert.That(half.Shown.InsistenceBeforeAnswer.Retransmissions, Is.EqualTo(2));

        half.Send(Sent(2_101), isScaled: true);
        Assert.That(half.Shown.InsistenceBeforeAnswer, Is.EqualTo(default(Insistence)));
    }

    [TestCase(7, 7, 8, true, false, TestName = "A frame held twice is no jump")]
    [TestCase(7, 8, 9, true, false, TestName = "A counter counts")]
    [TestCase(7, 8, 7, true, true, TestName = "An older one is a jump")]
    [TestCase(7, 7, 7, false, false, TestName = "Always the same counts nothing")]
    public void Identifications_count_on_or_jump(
        int first, int second, int third, bool countsOn, bool jumps)
    {
        OneSide half = Settled();
        foreach (int number in new[] { first, second, third })
            half.Send(Sent(1_101) with { Identification = (ushort)number }, isScaled: true);
        Assert.That(half.Shown.Has(HalfTraits.CountsOn), Is.EqualTo(countsOn));
        Assert.That(half.Shown.Has(HalfTraits.Jumps), Is.EqualTo(jumps));
    }

    [TestCase(899, 0)]
    [TestCase(900, 0)]
    [TestCase(901, 1)]
    public void More_than_900_octets_are_large(int length, int large)
    {
        var insistence = default(Insistence);
        insistence = insistence.WithRetransmission(length);
        Assert.That(insistence.LargeRetransmissions, Is.EqualTo(large));
    }

    [Test]
    public void Insistence_stops_counting_at_its_limit()
    {
        var insistence = default(Insistence);
        for (int times = 0; times < ushort.MaxValue + 2; times++)
        {
            insistence = insistence.WithProbe().WithRetransmission(1);
        }

        Assert.That(insistence.Probes, Is.EqualTo(ushort.MaxValue));
        Assert.That(insistence.Retransmissions, Is.EqualTo(ushort.MaxValue));
    }

    [TestCase(7, 500u, 500u << 7, TestName = "Scaled after the SYN")]
    [TestCase(0, 500u, 500u, TestName = "Shift 0")]
    [TestCase(14, 65_535u, 65_535u << 14, TestName = "The largest there is")]
    [TestCase(Segment.NoWindowShift, 500u, 500u, TestName = "No option, no scale")]
    public void The_window_is_scaled_but_in_the_SYN(int shift, uint window, uint scaled)
    {
        var half = new OneSide();
        bool isScaled = shift != Segment.NoWindowShift;
        half.Send(Sent(0, control: ControlBits.Syn) with { WindowShift = (byte)shift }, isScaled);
        Assert.That(half.Shown.ReceiveWindow, Is.EqualTo(500u), "never in the SYN itself");
        half.Send(Sent(1, window: (ushort)window), isScaled);
        Assert.That(half.Shown.ReceiveWindow, Is.EqualTo(scaled));
    }

    [Test]
    public void The_window_is_shut_as_long_as_the_last_one_was_0()
    {
        OneSide half = Settled();
        half.Send(Sent(1_101, window: 0), isScaled: true);
        Assert.That(half.Shown.Has(HalfTraits.ZeroWindow), Is.True);
        half.Send(Sent(1_101, window: 1), isScaled: true);
        Assert.That(half.Shown.Has(HalfTraits.ZeroWindow), Is.False);
    }

    [TestCase(0, 0u)]
    [TestCase(10, 10u)]
    public void A_FIN_stands_after_the_octets_of_its_segment(int length, uint after)
    {
        OneSide half = Settled();
        half.Send(Sent(1_101, length, ControlBits.Fin | ControlBits.Ack), isScaled: true);
        Assert.That(half.Shown.FinSequence.Value, Is.EqualTo(1_101 + after));
        half.TakeAcknowledgment(half.Shown.FinSequence);
        Assert.That(half.Shown.FinAcknowledged, Is.False, "all but the FIN");
        half.TakeAcknowledgment(half.Shown.FinSequence + 1);
        Assert.That(half.Shown.FinAcknowledged, Is.True);
    }

    [Test]
    public void Data_on_the_SYN_counts_from_behind_it()
    {
        var half = new OneSide();
        half.Send(Sent(1_000, 100, ControlBits.Syn), isScaled: true);
        Assert.Multiple(() =>
        {
            Assert.That(half.Shown.SendNext.Value, Is.EqualTo(1_101u));
            Assert.That(half.Shown.InitialSequence.Value, Is.EqualTo(1_000u));
            Assert.That(half.Shown.Has(HalfTraits.Data), Is.True);
        });
    }

    [Test]
    public void Sequence_numbers_ahead_of_SND_NXT_show_what_was_lost_on_the_way_here()
    {
        OneSide half = Settled();
        half.Send(Sent(2_549), isScaled: true);
        Assert.That(half.Shown.LostBeforeCapture, Is.EqualTo(1_448));
        half.Send(Sent(1_101, 1_448), isScaled: true);
        Assert.That(half.Shown.LostBeforeCapture, Is.Zero);
    }

    [TestCase(new byte[] { }, 64, false, false)]
    [TestCase(new byte[] { 64 }, 64, true, false)]
    [TestCase(new byte[] { 64, 61 }, 59, false, false)]
    [TestCase(new byte[] { 64, 0, 255, 128 }, 255, true, false)]
    [TestCase(new byte[] { 1, 2, 3, 4, 4 }, 200, false, false)]
    [TestCase(new byte[] { 1, 2, 3, 4, 5 }, 5, false, true)]
    public void Hop_limits_are_a_set_of_four(
        byte[] shown, int asked, bool contains, bool overflowed)
    {
        var set = new HopLimitSet();
        foreach (byte hopLimit in shown) set.Add(hopLimit);
        Assert.That(set.Contains((byte)asked), Is.EqualTo(contains));
        Assert.That(set.Overflowed, Is.EqualTo(overflowed));
    }

    enum Move
    {
        New,
        Again,
        Keepalive,
        Acknowledge,
        AcknowledgeAgain,
    }

    static readonly Arbitrary<(uint Start, (Move Move, int Octets)[] Steps)> s_lives =
        (from start in Gen.Choose(-2_000, 2_000)
         from steps in (from step in Gen.Elements(Enum.GetValues<Move>())
                        from octets in Gen.Choose(1, 1_460)
                        select (step, octets)).ArrayOf()
         select (unchecked((uint)start), steps)).ToArbitrary();

    /// <summary>Against a sender that counts octets without end.</summary>
    [Test]
    public void Near_the_wrap_it_counts_as_one_who_never_wraps()
        => Prop.ForAll(s_lives, life =>
        {
            var half = new OneSide();
            half.Send(Sent(life.Start, control: ControlBits.Syn), isScaled: true);
            half.TakeAcknowledgment(new SequenceNumber(unchecked(life.Start + 1)));
            long next = life.Start + 1L, unacknowledged = next;
            foreach ((Move step, int octets) in life.Steps)
            {
                bool fits = Play(half, step, octets, ref next, ref unacknowledged)
                    && half.Shown.SendNext.Value == unchecked((uint)next)
                    && half.Shown.SendUnacknowledged.Value == unchecked((uint)unacknowledged)
                    && half.Shown.Outstanding == next - unacknowledged
                    && half.Shown.LostBeforeCapture == 0
                    && !half.Shown.Has(HalfTraits.Gap);
                if (!fits) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    static bool Play(
        OneSide half, Move step, int octets, ref long next, ref long unacknowledged)
    {
        long inFlight = next - unacknowledged;
        switch (step)
        {
            case Move.New:
                bool isNew = half.Send(Sent(unchecked((uint)next), octets), true) == Movement.New;
                next += octets;
                return isNew;
            case Move.Again when inFlight > 1:
                return half.Send(Sent(unchecked((uint)unacknowledged), (int)inFlight), true)
                    == Movement.Retransmission;
            case Move.Keepalive when inFlight == 0:
                return half.Send(Sent(unchecked((uint)(next - 1))), true) == Movement.Probe;
            case Move.Acknowledge when inFlight > 0:
                unacknowledged += Math.Min(octets, inFlight);
                return half.TakeAcknowledgment(
                    new SequenceNumber(unchecked((uint)unacknowledged)));
            case Move.AcknowledgeAgain:
                return !half.TakeAcknowledgment(
                    new SequenceNumber(unchecked((uint)unacknowledged)));
            default:
                return true;
        }
    }
}
