using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using static RstTrace.Core.Resets.Senders.SenderRule;

namespace RstTrace.Core.Resets.Senders;

/// <summary>How a reset is formed, against how the claimed sender forms its other
/// packets.</summary>
static class FormRules
{
    // After a pause a counter that other connections share may be anywhere.
    static readonly Duration s_pause = Duration.FromSeconds(1);

    static readonly SideSentence s_clockGoesOn = new(static sender
        => $"its timestamp goes on from the {sender}'s");

    public static Observation? Form(ResetEvidence e)
    {
        string text = e.Shape switch
        {
            ResetShape.Refusal => "RST|ACK with sequence number 0: a host without a socket answers "
                + "a SYN",
            ResetShape.Reply when e.HasTrigger => "bare RST at the acknowledgment of frame "
                + $"{Number(e.Trigger.Frame)}: a host without this connection answers it",
            ResetShape.Reply => "bare RST that answers no segment in sight",
            ResetShape.Active when e.Reset.Sequence == e.SenderHalf.SendNext => "RST|ACK at the "
                + "sender's next sequence number: a socket is given up",
            ResetShape.Active => "RST|ACK, as of a socket that is given up",
            ResetShape.Other => $"unusual control bits ({e.Reset.Control})",
            _ => throw new InvalidOperationException($"{e.Shape}"),
        };
        return new(Party.Unknown, text, e.HasTrigger ? e.Trigger.Frame : FrameId.None);
    }

    public static Observation? Identification(ResetEvidence e)
    {
        // 0 with DF is what Linux gives every reply without a socket: it says nothing.
        ushort shown = e.Reset.Identification;
        HalfPicture half = e.SenderHalf;
        if (e.Reset.IsIpv6 || !half.Has(HalfTraits.Identifies)) return null;

        bool counts = half.Has(HalfTraits.CountsOn) && !half.Has(HalfTraits.Jumps);
        if (shown == 0) return null;

        if (e.CountGoesOn)
        {
            return new(Claimed(e), $"IP ID {Text(shown)} goes on from the {Say.Of(e.Sender)}'s "
                + Text(half.Identification), half.Last.Frame);
        }

        // Replies without a socket are often counted apart, or with the host's other packets.
        bool isBehind = (ushort)(half.Identification - shown) <= HalfDetail.CounterReach;
        if (!counts || isBehind || !CountsApart(e)) return null;
        bool isSoon = e.Reset.Time - half.Last.Time < s_pause && e.Fit != SequenceFit.Outside;
        return new(Party.ThirdParty, $"IP ID {Text(shown)}, where the {Say.Of(e.Sender)} counts on "
            + $"from {Text(half.Identification)}", half.Last.Frame, isSoon ? 2 : 1);
    }

    // Of a live socket, as Linux' are, that counts for itself; a counter of the whole host may have
    // moved by anything.
    static bool CountsApart(ResetEvidence e)
        => e.Shape == ResetShape.Active && e.SenderHalf.Has(HalfTraits.Timestamps)
            && (e.Sender == Side.Client || e.SenderHalf.Has(HalfTraits.UnnumberedSyn));

    // A socket that counts its packets counts its reset, too.
    public static Observation? Uncounted(ResetEvidence e)
        => e.Shape == ResetShape.Active && !e.Reset.IsIpv6 && e.Reset.Identification == 0
            && e.SenderHalf.Has(HalfTraits.Timestamps | HalfTraits.CountsOn)
            && !e.SenderHalf.Has(HalfTraits.Jumps)
            ? new(Party.ThirdParty, $"IP ID 0, where the {Say.Of(e.Sender)} counts on from "
                + Text(e.SenderHalf.Identification), e.SenderHalf.Last.Frame, 1)
            : null;

    /// <summary>Linux answers without a socket with identification 0 and window 0
    /// (tcp_v4_send_reset). A host that numbers its packets as Linux does should do so
    /// here.</summary>
    public static Observation? ReplyForm(ResetEvidence e)
    {
        const HalfTraits Linux
            = HalfTraits.UnnumberedSyn | HalfTraits.Timestamps | HalfTraits.CountsOn;
        bool isOdd = e.Shape == ResetShape.Reply && !e.Reset.IsIpv6 && e.SenderHalf.Has(Linux)
            && (e.Reset.Identification != 0 || e.Reset.Window != 0);
        return !isOdd ? null
            : new(Party.ThirdParty, "a bare RST with an IP ID or a window, as the system of the "
                + $"{Say.Of(e.Sender)}, going by its other packets, does not form it",
                e.SenderHalf.Last.Frame, 1);
    }

    public static Observation? Timestamps(ResetEvidence e)
    {
        HalfPicture half = e.SenderHalf;
        if (!half.Has(HalfTraits.Timestamps)) return null;
        if (e.Reset.HasTimestamps)
        {
            return !e.ClockGoesOn ? null
                : new(Claimed(e), s_clockGoesOn.Of(e.Sender), half.Last.Frame);
        }

        // A live socket that has negotiated timestamps puts them on its resets, as Linux does;
        // RFC 7323 §3.2 only recommends it.
        return e.Shape != ResetShape.Active ? null
            : new(Party.ThirdParty, "no timestamp, though the connection uses them",
                half.Last.Frame, 1);
    }

    // Linux puts the socket's own window on an abort. Windows puts 0, without timestamps.
    public static Observation? Window(ResetEvidence e)
    {
        bool isOdd = e.Shape == ResetShape.Active && e.Reset.Window == 0
            && e.SenderHalf is { Packets: > 1, ReceiveWindow: > 0 }
            && e.SenderHalf.Has(HalfTraits.Timestamps);
        return !isOdd ? null
            : new(Party.ThirdParty, $"window 0, where the {Say.Of(e.Sender)} had one to offer",
                e.SenderHalf.Last.Frame, 1);
    }

    // netfilter's REJECT leaves the label 0 (net/ipv6/netfilter/nf_reject_ipv6.c); a stack that
    // labels its flows labels its resets, but for older ones that answer without a socket.
    public static Observation? FlowLabel(ResetEvidence e)
    {
        if (!e.Reset.IsIpv6) return null;

        bool inFlow = e.SenderHalf.Has(HalfTraits.Labels);
        if (e.Reset.FlowLabel != 0 || !(inFlow || e.HostBefore.Labels || e.HostNow.Labels))
            return null;
        return new(Party.ThirdParty, $"IPv6 flow label 0, where the {Say.Of(e.Sender)} labels its "
            + "packets: so do packet filters, and some systems",
            inFlow ? e.SenderHalf.Last.Frame : FrameId.None, 1);
    }

    // Linux copies the class of the segment that it answers (tcp_v4_send_reset), netfilter's
    // REJECT leaves 0. Other systems do as they like, so it takes a reset of the same host that
    // did copy.
    public static Observation? TrafficClass(ResetEvidence e)
    {
        int asked = e.Trigger.TrafficClass >> 2, answered = e.Reset.TrafficClass >> 2;
        if (!e.HasTrigger || asked == 0 || e.Shape == ResetShape.Active) return null;

        if (answered == asked)
        {
            return new(Claimed(e), "its traffic class is copied from the segment that it answers, "
                + "as Linux' own stack does and its packet filter does not", e.Trigger.Frame);
        }

        if (answered != 0) return null;
        bool hostCopies = e.HostBefore.CopiesClass || e.HostNow.CopiesClass;
        return new(hostCopies ? Party.ThirdParty : Party.Unknown, "its traffic class is 0, not "
            + "that of the segment that it answers: so do packet filters, and some systems"
            + (hostCopies ? ", but not this host in other connections" : ""),
            e.Trigger.Frame, hostCopies ? 1 : 0);
    }

    // A load balancer that owns the address is the server, as far as the client is concerned.
    public static Observation? StatedReason(ResetEvidence e)
        => e.Stated is not { } stated ? null
            : new(Party.Unknown, $"it says of itself: {stated.Text}", FrameId.None,
                stated.MayBeOfDevice ? 1 : 0);
}
