using System;
using System.Runtime.CompilerServices;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>Opens resets when they are seen, follows their flows, and has them judged when they
/// have settled.</summary>
/// <remarks>A ring in order of appearance: resets settle in the order they came, so reports are in
/// order too. It grows to its limit and reuses its entries.</remarks>
sealed partial class ResetWatch(
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
    Timestamp _firstTime; // of the first that is open, for a look at every segment

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
    /// <param name="detail">Its detail.</param>
    /// <param name="sender">In whose name it came.</param>
    /// <param name="segment">The reset.</param>
    /// <param name="payload">Its payload as captured.</param>
    public void Open(
        in Flow flow, ref FlowDetail detail, Side sender, in Segment segment,
        ReadOnlySpan<byte> payload)
    {
        counters.Resets++;
        ref long open = ref sender == Side.Client
            ? ref detail.OpenClientReset
            : ref detail.OpenServerReset;
        if (open >= _first && At(open).Frames.Count < MaxFrames)
        {
            AddRepeat(At(open), new FlowPicture(in flow, in detail), in segment);
            return;
        }

        if (_next - _first == MaxOpen)
        {
            counters.SettledEarly++;
            Settle(isSettled: false);
        }

        open = _next;
        OpenReset reset = Append();
        reset.Reopen(in flow, in detail, sender, in segment);
        if (_first == open) _firstTime = segment.Time;
        reset.Payload.Keep(payload);
        reset.ClientOpening.Keep(surroundings.Openings.Of(detail.Opening, Side.Client));
        reset.ServerOpening.Keep(surroundings.Openings.Of(detail.Opening, Side.Server));
        reset.Host = surroundings.Hosts.Find(segment.SourceAddress);
        LookAround(reset);
    }

    static void AddRepeat(OpenReset reset, in FlowPicture flow, in Segment segment)
    {
        reset.Frames.Add(segment.Frame);
        reset.Times.Add(segment.Time);
        ref Aftermath aftermath = ref reset.Aftermath;
        HalfPicture half = flow[reset.Sender];
        bool isGuess = aftermath.Guess.IsNone && half.SawSyn
            && segment.Sequence.IsAfter(reset.Segment.Sequence)
            && segment.Sequence.IsAfter(half.SendNext + 1)
            && segment.Sequence.IsAfter(half.HighestSequence + 1);
        if (isGuess) aftermath.Guess = segment.Frame;
        aftermath.RepeatHits |= segment.Sequence == half.SendUnacknowledged
            || segment.Sequence == half.SendNext;
        bool isCopy = segment.Sequence == reset.Segment.Sequence
            && segment.Control == reset.Segment.Control;
        if (!isCopy) return;

        int hops = reset.Segment.HopLimit - segment.HopLimit;
        if (hops is 0 or 1 && IsOnePacket(in reset.Segment, in segment))
        {
            aftermath.Copies++;
            aftermath.CopiedAfterHop |= hops == 1;
        }

        bool isFurtherOn = hops == 1 && aftermath.CopiedAfterHop;
        if (hops != 0 && !isFurtherOn) aftermath.OtherHopLimit = segment.Frame;
    }

    // Captured again: behind a router or a bridge.
    static bool IsOnePacket(in Segment first, in Segment second)
        => second.Time - first.Time <= Soon.Processing
            && second.Acknowledgment == first.Acknowledgment
            && second.Identification == first.Identification
            && second.Window == first.Window
            && second.PayloadLength == first.PayloadLength
            && second.TimestampValue == first.TimestampValue;

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

    static bool IsSilent(in FlowPicture flow) => !flow.Client.HasSpoken && !flow.Server.HasSpoken;

    static bool SharesClientAlone(in FlowPicture one, in FlowPicture other)
        => one.EndpointOf(Side.Client) == other.EndpointOf(Side.Client)
            && one.EndpointOf(Side.Server).Address != other.EndpointOf(Side.Server).Address;

    // A clock that has run back by as much has passed it, too.
    bool IsDue(Timestamp now)
    {
        Duration since = now - _firstTime;
        return since >= settle || Duration.Zero - since >= settle;
    }

    void Settle(bool isSettled)
    {
        OpenReset reset = At(_first);
        reset.Aftermath.IsSettled = isSettled;
        counters.Events++;
        settled(reset);
        if (++_first < _next) _firstTime = At(_first).Segment.Time;
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
