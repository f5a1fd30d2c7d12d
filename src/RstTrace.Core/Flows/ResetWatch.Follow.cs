using System.Runtime.CompilerServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

// What comes after a reset.
partial class ResetWatch
{
    /// <summary>Looks at a segment for what it says of resets before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(in FlowDetail detail, Side sender, in Segment segment)
    {
        if (detail.OpenClientReset >= _first)
            Follow(At(detail.OpenClientReset), sender, in segment);
        if (detail.OpenServerReset >= _first)
            Follow(At(detail.OpenServerReset), sender, in segment);
    }

    static void Follow(OpenReset reset, Side sender, in Segment segment)
    {
        ref Aftermath aftermath = ref reset.Aftermath;
        if (segment.IsReset)
        {
            if (sender != reset.Sender && aftermath.Echo.IsNone) TakeEcho(reset, in segment);
            return;
        }

        if (sender == reset.Sender) aftermath.LaterHopLimits.Add(segment.HopLimit);
        if (segment.IsSyn)
        {
            FollowSyn(reset, sender, in segment);
            return;
        }

        bool asksBack = sender != reset.Sender && segment.SequenceLength == 0
            && segment.Acknowledgment == reset.Before[reset.Sender].SendUnacknowledged;
        if (asksBack && aftermath.Challenge.IsNone) aftermath.Challenge = segment.Frame;

        bool isAhead = sender == reset.Sender && aftermath.SenderAhead.IsNone
            && IsAhead(reset, in segment);
        if (isAhead) aftermath.SenderAhead = segment.Frame;

        // What was on its way when the reset was sent proves nothing.
        if (segment.Time - reset.Segment.Time <= OnItsWay(reset.Before.LikelyRoundTrip)) return;
        if (sender != reset.Sender)
        {
            aftermath.ReceiverSpoke = segment.Frame;
            return;
        }

        // A side that has reset the connection has nothing left to send from, or to acknowledge
        // with. What it had sent before may come again, late or twice.
        if (MayBeOlder(reset, in segment)) return;
        bool saysSomethingNew = segment.SequenceLength > 0
            && segment.SequenceEnd.IsAfter(reset.Before[sender].SendNext);
        bool hasHeardNew = segment.HasAcknowledgment && reset.Before.Has(FlowTraits.Completed)
            && segment.Acknowledgment.IsAfter(reset.Before[sender.Other].SendNext);
        if (saysSomethingNew || hasHeardNew) aftermath.SenderSpoke = segment.Frame;
    }

    // A reset of a socket stands at SND.NXT, so what it overtakes on the way lies behind its
    // number, and so does what the network doubles. (Linux puts it at the end of a window that
    // shrank, tcp_acceptable_seq: then what lies ahead of it was mostly seen before.)
    static bool IsAhead(OpenReset reset, in Segment segment)
    {
        HalfPicture half = reset.Before[reset.Sender];
        SequenceNumber number = reset.Segment.Sequence;
        bool isOlder = segment.HasTimestamps && reset.Segment.HasTimestamps
            && TimestampClock.Ticks(
                from: reset.Segment.TimestampValue, to: segment.TimestampValue) < 0;
        return segment.PayloadLength > 0 && !isOlder && number == half.SendNext
            && segment.Sequence.IsWithin(
                number, reset.Before[reset.Sender.Other].ReceiveWindow);
    }

    // Where a packet overtakes others by far, timestamps tell which was sent first. Their clock
    // runs at 1 kHz at most (RFC 7323 §5.4; Linux: 1 kHz), so fewer ticks than milliseconds since
    // the last segment before the reset prove nothing.
    static bool MayBeOlder(OpenReset reset, in Segment segment)
    {
        const long Margin = 20;
        HalfPicture half = reset.Before[reset.Sender];
        if (!segment.HasTimestamps || !half.Has(HalfTraits.Timestamps)) return false;

        if (reset.Segment.HasTimestamps)
        {
            return TimestampClock.Ticks(
                from: reset.Segment.TimestampValue, to: segment.TimestampValue) <= 0;
        }

        long ticks = TimestampClock.Ticks(from: half.TimestampValue, to: segment.TimestampValue);
        long milliseconds = (reset.Segment.Time - half.Last.Time).Nanoseconds / 1_000_000;
        return ticks <= milliseconds + Margin;
    }

    static void TakeEcho(OpenReset reset, in Segment segment)
    {
        ref Aftermath aftermath = ref reset.Aftermath;
        aftermath.Echo = segment.Frame;
        aftermath.EchoTime = segment.Time;
        aftermath.EchoIsReply = !segment.HasAcknowledgment;
    }

    // A SYN sent again is another try. A SYN/ACK without another try comes from the host that is
    // said to have refused: it cannot have sent both.
    static void FollowSyn(OpenReset reset, Side sender, in Segment segment)
    {
        ref Aftermath aftermath = ref reset.Aftermath;
        if (sender != reset.Sender)
        {
            aftermath.WasTriedAgain = true;
            return;
        }

        bool contradicts = segment.HasAcknowledgment && !reset.Before[sender].Seen
            && !aftermath.WasTriedAgain;
        if (contradicts) aftermath.SenderSpoke = segment.Frame;
    }
}
