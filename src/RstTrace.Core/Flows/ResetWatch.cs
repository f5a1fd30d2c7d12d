using System.Runtime.CompilerServices;
using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>Opens resets when they are seen, follows their flows, and has them judged when they
/// have settled.</summary>
/// <remarks>A ring in order of appearance: resets settle in the order they came, so reports are in
/// order too. It grows to its limit and reuses its entries.</remarks>
sealed class ResetWatch(
    Duration settle, TraceCounters counters, Surroundings surroundings, ResetWatch.Settled settled)
{
    /// <summary>Gets each reset when it has settled.</summary>
    /// <param name="reset">Borrowed for the call.</param>
    public delegate void Settled(OpenReset reset);

    // A flood of resets settles early rather than take more memory: about 2.3 kB each.
    const int MaxOpen = 8192;

    // How far back a reset looks for others of its kind.
    const int LookBack = 64;

    // Resets that one event causes (a process that ends) leave within this time.
    static readonly Duration s_sameMoment = Duration.FromMilliseconds(50);

    // Repeats in one event. A flow that is reset more often begins another event.
    const int MaxFrames = 256;

    OpenReset[] _ring = new OpenReset[64];
    long _first = 1;
    long _next = 1;

    /// <summary>Judges every reset that has been followed long enough.</summary>
    /// <param name="now">The capture's clock.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SettleDue(Timestamp now)
    {
        while (_first < _next && IsDue(now)) Settle(isSettled: true);
    }

    /// <summary>Judges all that are left: the capture is over.</summary>
    /// <param name="end">Time of its last frame.</param>
    public void SettleAll(Timestamp end)
    {
        while (_first < _next) Settle(IsDue(end));
    }

    /// <summary>How long after a reset there may still be segments that were sent before it: a
    /// round trip that the handshake did not show is taken to be long.</summary>
    public static Duration OnItsWay(Duration? roundTrip)
        => ((roundTrip ?? Duration.FromMilliseconds(300)) * 2) + Duration.FromMilliseconds(200);

    /// <summary>Takes in a reset: a new one, or the repeat of one that is open.</summary>
    /// <param name="flow">The flow as it was before.</param>
    /// <param name="sender">In whose name it came.</param>
    /// <param name="segment">The reset.</param>
    /// <param name="payload">Its payload as captured.</param>
    public void Open(
        ref Flow flow, Side sender, in Segment segment, ReadOnlySpan<byte> payload)
    {
        counters.Resets++;
        ref long open = ref sender == Side.Client
            ? ref flow.OpenClientReset
            : ref flow.OpenServerReset;
        if (open >= _first && At(open).Frames.Count < MaxFrames)
        {
            AddRepeat(At(open), ref flow, in segment);
            return;
        }

        if (_next - _first == MaxOpen)
        {
            counters.SettledEarly++;
            Settle(isSettled: false);
        }

        open = _next;
        OpenReset reset = Append();
        reset.Reopen(in flow, sender, in segment);
        reset.Payload.Keep(payload);
        reset.ClientOpening.Keep(surroundings.Openings.Of(flow.Opening, Side.Client));
        reset.ServerOpening.Keep(surroundings.Openings.Of(flow.Opening, Side.Server));
        reset.Host = surroundings.Hosts.Find(segment.SourceAddress);
        LookAround(reset);
    }

    static void AddRepeat(OpenReset reset, ref Flow flow, in Segment segment)
    {
        reset.Frames.Add(segment.Frame);
        ref Aftermath aftermath = ref reset.Aftermath;
        ref readonly HalfFlow half = ref flow[reset.Sender];
        bool isGuess = aftermath.Guess.IsNone && half.SawSyn
            && segment.Sequence.IsAfter(reset.Segment.Sequence)
            && segment.Sequence.IsAfter(half.SendNext + 1)
            && segment.Sequence.IsAfter(half.HighestSequence + 1);
        if (isGuess) aftermath.Guess = segment.Frame;
        aftermath.RepeatHits |= segment.Sequence == half.SendUnacknowledged
            || segment.Sequence == half.SendNext;
        bool isCopy = segment.Sequence == reset.Segment.Sequence
            && segment.Control == reset.Segment.Control;
        if (isCopy && segment.HopLimit != reset.Segment.HopLimit)
            aftermath.OtherHopLimit = segment.Frame;
    }

    // Resets are few, and those of one moment stand side by side in the ring.
    void LookAround(OpenReset reset)
    {
        for (long number = _next - 2; number >= _next - 1 - LookBack && number >= 1; number--)
        {
            if (_next - number >= _ring.Length) return;
            OpenReset other = At(number);
            Duration since = reset.Segment.Time - other.Segment.Time;
            if (since > settle || since < Duration.Zero) return;

            if (since <= s_sameMoment && IsCompanion(reset, other))
            {
                reset.Companions++;
                other.Companions++;
                if (IsSilent(in other.Before)) reset.SilentCompanions++;
                if (IsSilent(in reset.Before)) other.SilentCompanions++;
            }

            if (SharesClientAlone(in reset.Before, in other.Before))
            {
                reset.OtherPeer = other.Segment.Frame;
                other.OtherPeer = reset.Segment.Frame;
            }
        }
    }

    static bool IsCompanion(OpenReset reset, OpenReset other)
    {
        if (!reset.Segment.HasAcknowledgment || !other.Segment.HasAcknowledgment) return false;
        if (reset.Sender != other.Sender || reset.Before.Key == other.Before.Key) return false;

        (IpAddress address, ushort port) = reset.Before.EndpointOf(reset.Sender);
        (IpAddress otherAddress, ushort otherPort) = other.Before.EndpointOf(reset.Sender);
        return address == otherAddress && (reset.Sender == Side.Client || port == otherPort);
    }

    static bool IsSilent(in Flow flow) => !flow.Client.HasSpoken && !flow.Server.HasSpoken;

    static bool SharesClientAlone(in Flow one, in Flow other)
        => one.EndpointOf(Side.Client) == other.EndpointOf(Side.Client)
            && one.EndpointOf(Side.Server).Address != other.EndpointOf(Side.Server).Address;

    /// <summary>Looks at a segment for what it says of resets before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(in Flow flow, Side sender, in Segment segment)
    {
        if (flow.OpenClientReset >= _first)
            Follow(At(flow.OpenClientReset), sender, in segment);
        if (flow.OpenServerReset >= _first)
            Follow(At(flow.OpenServerReset), sender, in segment);
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

    // Where a packet overtakes others by far, timestamps tell which was sent first. Their clock
    // runs at 1 kHz at most (RFC 7323 §5.4; Linux: 1 kHz), so fewer ticks than milliseconds since
    // the last segment before the reset prove nothing.
    static bool MayBeOlder(OpenReset reset, in Segment segment)
    {
        const long Margin = 20;
        ref readonly HalfFlow half = ref reset.Sender == Side.Client
            ? ref reset.Before.Client
            : ref reset.Before.Server;
        if (!segment.HasTimestamps || !half.Has(HalfTraits.Timestamps)) return false;

        if (reset.Segment.HasTimestamps)
            return unchecked((int)(segment.TimestampValue - reset.Segment.TimestampValue)) <= 0;

        long ticks = unchecked((int)(segment.TimestampValue - half.TimestampValue));
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

    // A clock that has run back by as much has passed it, too.
    bool IsDue(Timestamp now)
    {
        Duration since = now - At(_first).Segment.Time;
        return since >= settle || Duration.Zero - since >= settle;
    }

    void Settle(bool isSettled)
    {
        OpenReset reset = At(_first);
        reset.Aftermath.IsSettled = isSettled;
        counters.Events++;
        settled(reset);
        _first++;
    }

    OpenReset At(long number) => _ring[number & (_ring.Length - 1)];

    OpenReset Append()
    {
        if (_next - _first == _ring.Length) Grow();
        ref OpenReset? place = ref _ring[_next++ & (_ring.Length - 1)]!;
        return place ??= new OpenReset();
    }

    void Grow()
    {
        var larger = new OpenReset[_ring.Length * 2];
        for (long number = _first; number < _next; number++)
            larger[number & (larger.Length - 1)] = At(number);
        _ring = larger;
    }
}
