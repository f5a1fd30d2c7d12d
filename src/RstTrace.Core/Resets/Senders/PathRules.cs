using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using static RstTrace.Core.Resets.Senders.SenderRule;

namespace RstTrace.Core.Resets.Senders;

/// <summary>Which way a reset came, against the way of the claimed sender's other
/// packets.</summary>
static class PathRules
{
    // A round trip may well shrink when a route does, but seldom to a fifth.
    const double MuchSooner = 0.2;

    // Below this, a round trip is a matter of schedulers rather than of distance.
    static readonly Duration s_shortestDistance = Duration.FromMilliseconds(2);

    public static Observation? HopLimit(ResetEvidence e)
    {
        HalfPicture half = e.SenderHalf;
        byte shown = e.Reset.HopLimit;
        if (half.HopLimits.Count == 0) return null;
        if (half.HopLimits.Contains(shown))
        {
            return new(Claimed(e), $"TTL {Text(shown)}, as other segments of the "
                + Say.Of(e.Sender), FrameWith(shown, half));
        }

        // A raw tool's SYN has any TTL it likes; the kernel behind it resets with its own.
        bool onlyCraftedSyn = half.Packets == half.Syns && half.Has(HalfTraits.CraftedSyn);
        if (onlyCraftedSyn || !HopDistance.Differs(shown, in half.HopLimits)) return null;
        if (IsTheirPathToo(e, shown)) return Moved(e, shown);
        return new(Party.ThirdParty, $"{Came(shown)}, where other segments of the "
            + $"{Say.Of(e.Sender)} {Come(half.HopLimits)}", half.Last.Frame,
            GoesOnOtherwise(e, shown) ? 1 : 2)
        {
            Proof = IsOfAnotherStart(e, shown) ? 2 : 1,
        };
    }

    // A live socket has one TTL, which a route lowers by a few more or a few less. An answer
    // without a socket may be another host's, or have the host's own TTL instead of the socket's.
    static bool IsOfAnotherStart(ResetEvidence e, byte shown)
    {
        const int RouteChange = 8;
        if (e.Shape != ResetShape.Active) return false;

        ref readonly HopLimitSet usual = ref e.SenderHalf.HopLimits;
        for (int index = 0; index < usual.Count; index++)
            if (Math.Abs(shown - usual[index]) < RouteChange) return false;

        return true;
    }

    // A path that changes at the reset changes the TTL by little, and nothing else.
    static bool GoesOnOtherwise(ResetEvidence e, byte shown)
    {
        const int Little = 3;
        HalfPicture half = e.SenderHalf;
        return Math.Abs(shown - half.Last.HopLimit) <= Little && e.ClockGoesOn
            && (e.Reset.IsIpv6 || e.CountGoesOn) && e.Reset.Window != 0;
    }

    /// <summary>Of a connection in which the claimed sender said nothing, its others
    /// tell.</summary>
    public static Observation? HostHopLimit(ResetEvidence e)
    {
        Host host = e.HostNow;
        byte shown = e.Reset.HopLimit;
        if (e.SenderHalf.Seen || host.Handshakes == 0) return null;
        if (host.HandshakeHopLimits.Contains(shown))
        {
            return new(Claimed(e), $"TTL {Text(shown)}, as handshakes of the same host in other "
                + "connections", host.HandshakeFrame);
        }

        bool differs = HopDistance.Differs(shown, in host.HandshakeHopLimits)
            && !MovesWith(shown, in host.HandshakeHopLimits, e);
        return !differs ? null
            : new(Party.ThirdParty, $"{Came(shown)}, where handshakes of the same host in other "
                + $"connections {Come(host.HandshakeHopLimits)}", host.HandshakeFrame, 2)
            {
                Proof = 1, // the address may be a router's, which forwards some of its ports
            };
    }

    /// <summary>A host has one TTL for whatever it answers without a socket. Shown before the reset
    /// and again after it, by a handshake, it is no path that has moved.</summary>
    public static Observation? HostReplies(ResetEvidence e)
    {
        Host before = e.HostBefore, now = e.HostNow;
        byte shown = e.Reset.HopLimit;
        bool applies = e.Shape is ResetShape.Reply or ResetShape.Refusal
            && before.ReplyHopLimits.Count > 0 && !before.ReplyHopLimits.Contains(shown)
            && now.HandshakeFrame.File == e.Reset.Frame.File
            && now.HandshakeFrame.Number > e.Reset.Frame.Number
            && HopDistance.Differs(shown, in now.HandshakeHopLimits)
            && HopDistance.Differs(shown, in before.ReplyHopLimits);
        return !applies ? null
            : new(Party.ThirdParty, $"{Came(shown)}, where resets of the same host in other "
                + $"connections {Come(before.ReplyHopLimits)}",
                before.ReplyFrame, 2)
            {
                Another = now.HandshakeFrame,
                Proof = 1, // or the host and its guests share the address
            };
    }

    /// <summary>A gateway that takes over changes the link address, and the way.</summary>
    public static Observation? SourceMac(ResetEvidence e)
        => !HasOtherMac(e) || HopDistance.Of(e.Reset.HopLimit) == 0 ? null
            : new(Party.ThirdParty, "it came from another neighbour on the link than the "
                + $"{Say.Of(e.Sender)}'s other packets", e.SenderHalf.Last.Frame, 2)
            {
                Proof = 1,
            };

    /// <summary>A neighbour that is not the gateway, and nobody's route: it made the reset
    /// itself.</summary>
    public static Observation? OnTheLink(ResetEvidence e)
        => !HasOtherMac(e) || HopDistance.Of(e.Reset.HopLimit) != 0
            || !HopDistance.Differs(e.Reset.HopLimit, in e.SenderHalf.HopLimits) ? null
            : new(Party.ThirdParty, "it came from a neighbour on the link that does not forward "
                + $"the {Say.Of(e.Sender)}'s other packets, and with a TTL that nobody lowered",
                e.SenderHalf.Last.Frame, 2);

    static bool HasOtherMac(ResetEvidence e)
    {
        HalfPicture half = e.SenderHalf;
        uint shown = HalfDetail.Digest(e.Reset.SourceMac);
        return e.Reset.SourceMac != 0 && half.SourceMac != 0 && half.Packets > 1
            && !half.Has(HalfTraits.MacVaries) && shown != half.SourceMac
            && shown != e.HostNow.SourceMac;
    }

    /// <summary>The neighbour that forwards the claimed sender's packets from the next link sends
    /// this one with a TTL that nobody has lowered: it made it itself.</summary>
    public static Observation? NextDoor(ResetEvidence e)
    {
        HalfPicture half = e.SenderHalf;
        bool isFromNeighbour = e.Reset.SourceMac != 0 && !half.Has(HalfTraits.MacVaries)
            && half.Packets > 1 && HalfDetail.Digest(e.Reset.SourceMac) == half.SourceMac
            && HopDistance.Of(e.Reset.HopLimit) == 0
            && e.ReceiverHalf.HopLimits.Count > 0
            && HopDistance.Of(e.ReceiverHalf.HopLimits[0]) == 0; // this is the receiver's link
        return !isFromNeighbour || !AreOneHopAway(in half.HopLimits) ? null
            : new(Party.ThirdParty, "the router on this link, which lowers the TTL of what it "
                + $"forwards for the {Say.Of(e.Sender)}, sent it with a TTL that is not lowered",
                half.Last.Frame, 2);
    }

    // Further away, and it may be a TTL that a socket chose.
    static bool AreOneHopAway(in HopLimitSet hopLimits)
    {
        for (int index = 0; index < hopLimits.Count; index++)
            if (HopDistance.Of(hopLimits[index]) != 1) return false;

        return !hopLimits.Overflowed;
    }

    /// <summary>An answer cannot come sooner than the way there and back takes.</summary>
    public static Observation? TooFast(ResetEvidence e)
    {
        if (Answered(e) is not RecentSegment answered) return null;
        (Duration fastest, int times) = FastestAnswer(e);
        Duration taken = e.Reset.Time - answered.Time;
        bool isTooFast = times > 0 && fastest >= s_shortestDistance
            && taken <= fastest * MuchSooner;
        return !isTooFast ? null
            : new(Party.ThirdParty, $"{taken} after the segment that it answers, where the "
                + $"{Say.Of(e.Sender)} never took less than {fastest}", answered.Frame,
                times > 1 ? 2 : 1)
            {
                // Another host behind the same address may be nearer; it does not have the socket.
                Proof = e.Shape == ResetShape.Active && times > 1 ? 2 : 1,
            };
    }

    // The segment that the reset cannot have been sent before: it answers it or acknowledges it,
    // and no earlier one would do.
    static RecentSegment? Answered(ResetEvidence e)
    {
        HalfPicture half = e.ReceiverHalf;
        if (e.HasTrigger)
        {
            bool isTheOnlyOne = e.Trigger.IsSyn || (e.Trigger.Frame == half.Last.Frame
                && (half.BeforeLast.Acknowledgment != e.Trigger.Acknowledgment
                    || e.Reset.Time - half.BeforeLast.Time
                        > ResetWatch.OnItsWay(e.Flow.RoundTrip)));
            return isTheOnlyOne ? e.Trigger : null;
        }

        bool acknowledges = e.Shape == ResetShape.Active && half.Last.PayloadLength > 0
            && e.Reset.Acknowledgment == half.Last.SequenceEnd
            && half.Insistence.Retransmissions == 0;
        return acknowledges ? half.Last : null;
    }

    static (Duration Fastest, int Times) FastestAnswer(ResetEvidence e)
    {
        HalfPicture half = e.SenderHalf;
        if (half.Seen)
            return (new(half.FastestAnswer), e.Flow.RoundTrip is null ? 0 : half.Answers);
        Host host = e.HostNow;
        return host.FastestHandshake is Duration fastest ? (fastest, host.Handshakes) : default;
    }

    // Seen on the claimed sender's segments afterwards, or on those of its host in other
    // connections, the new TTL is its own.
    static bool IsTheirPathToo(ResetEvidence e, byte shown)
        => MovesWith(shown, in e.SenderHalf.HopLimits, e)
            || e.Aftermath.LaterHopLimits.Contains(shown)
            || e.HostNow.HandshakeHopLimits.Contains(shown);

    // In a capture before and after a router, a path that does not move shows two TTLs.
    static bool MovesWith(byte shown, in HopLimitSet others, ResetEvidence e)
        => HopDistance.MovesWith(shown, in others) && !(e.WasRouted && others.Count == 2);

    static Observation? Moved(ResetEvidence e, byte shown)
        => new(Party.Unknown, $"TTL {Text(shown)}: the way of the {Say.Of(e.Sender)}'s packets has "
            + "changed, or differs between connections");

    static string Came(byte hopLimit)
        => HopDistance.Of(hopLimit) is int hops
            ? $"TTL {Text(hopLimit)}: it came {Say.Count(hops, "hop")}"
            : $"TTL {Text(hopLimit)}";

    static string Come(in HopLimitSet hopLimits)
    {
        byte usual = hopLimits[hopLimits.Count - 1];
        for (int index = 0; index < hopLimits.Count; index++)
            if (HopDistance.Of(hopLimits[index]) is not null) usual = hopLimits[index];

        return HopDistance.Of(usual) is int hops
            ? $"have {Text(usual)}: {Say.Count(hops, "hop")}"
            : $"have {Text(usual)}";
    }

    static FrameId FrameWith(byte hopLimit, HalfPicture half)
        => half.Last.HopLimit == hopLimit ? half.Last.Frame
            : half.BeforeLast.HopLimit == hopLimit && !half.BeforeLast.Frame.IsNone
                ? half.BeforeLast.Frame
            : FrameId.None;
}
