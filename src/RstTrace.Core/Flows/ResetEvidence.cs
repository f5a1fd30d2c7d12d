using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>A settled reset as facts: what the rules and causes are weighed against.</summary>
/// <remarks>Computed once, when the reset settles, from the connection as it was before the reset
/// and from what followed. Borrows the open reset: it lives as long as the call that judges
/// it.</remarks>
sealed partial class ResetEvidence
{
    // A reply follows its trigger by half a round trip seen from here; a busy host needs a moment.
    static readonly Duration s_longestReply = Duration.FromSeconds(2);

    readonly OpenReset _reset;

    public ResetEvidence(OpenReset reset, Surroundings surroundings, Duration idleAfter)
    {
        _reset = reset;
        _surroundings = surroundings;
        ResetAlone = [reset.Segment.Frame];
        Receiver = reset.Sender.Other;
        Sightings = CountSightings();
        Trigger = FindTrigger();
        Shape = ShapeOf(in reset.Segment, HasTrigger, SenderHalf.Seen);
        Fit = FitOf();
        Idle = SilenceBefore();
        IsAfterIdle = Idle is Duration idle && idle >= idleAfter;
        Accepted = AcceptedByReceiver();
        Stated = StatedReasons.Read(in reset.Segment, Payload);
    }

    /// <summary>The reset itself.</summary>
    public ref readonly Segment Reset => ref _reset.Segment;

    /// <summary>Its payload's first octets.</summary>
    public ReadOnlySpan<byte> Payload => _reset.Payload.Octets;

    /// <summary>The reset's frame and those of its repeats.</summary>
    public IReadOnlyList<FrameId> Frames => _reset.Frames;

    /// <summary>The reset's frame alone: what most observations on it have to show.</summary>
    public IReadOnlyList<FrameId> ResetAlone { get; }

    /// <summary>The connection before the reset.</summary>
    public ref readonly FlowPicture Flow => ref _reset.Before;

    /// <summary>What was seen after it.</summary>
    public ref readonly Aftermath Aftermath => ref _reset.Aftermath;

    /// <summary>In whose name it came.</summary>
    public Side Sender => _reset.Sender;

    /// <summary>Whom it was for.</summary>
    public Side Receiver { get; }

    /// <summary>The claimed sender before the reset.</summary>
    public HalfPicture SenderHalf => _reset.Before[Sender];

    /// <summary>The receiver before the reset.</summary>
    public HalfPicture ReceiverHalf => _reset.Before[Receiver];

    /// <summary>The receiver's segment that the reset answers; default without one.</summary>
    public RecentSegment Trigger { get; }

    /// <summary>Whether there is one.</summary>
    public bool HasTrigger => !Trigger.Frame.IsNone;

    /// <summary>How its fields are formed.</summary>
    public ResetShape Shape { get; }

    /// <summary>SEG.SEQ against what the receiver expects.</summary>
    public SequenceFit Fit { get; }

    /// <summary>Silence before the reset or its trigger; null where nothing went before.</summary>
    public Duration? Idle { get; }

    /// <summary>Whether that is at least the idle threshold.</summary>
    public bool IsAfterIdle { get; }

    /// <summary>Whether the receiver took it; null where the capture cannot tell.</summary>
    public bool? Accepted { get; }

    /// <summary>How long the connection had been silent for the claimed sender when it closed: data
    /// that crossed the FIN on its way had not arrived there yet.</summary>
    public Duration SilenceBeforeFin
        => HasTrigger && Trigger.Time < SenderHalf.FinTime
            ? (Idle ?? Duration.Zero) + (SenderHalf.FinTime - Trigger.Time)
            : SenderHalf.SilenceBeforeFin;

    /// <summary>The time to measure "how soon" against: the round trip, or 100 ms where the
    /// handshake did not show one.</summary>
    public Duration RoundTrip
        => Flow.RoundTrip ?? RoundTripOfSightings() ?? Duration.FromMilliseconds(100);

    /// <summary>How often the claimed sender had repeated itself when it was last heard, before the
    /// answer that came too late.</summary>
    public Insistence Stubborn
        => SenderHalf.Insistence != default ? Counted(SenderHalf.Insistence)
            : HasTrigger && !WasAnsweredBefore ? Counted(SenderHalf.InsistenceBeforeAnswer)
            : default;

    // An answer that drew no reset: it had not given up.
    bool WasAnsweredBefore
        => Trigger.Frame == ReceiverHalf.Last.Frame
            && ReceiverHalf.BeforeLast.Time > SenderHalf.Last.Time;

    /// <summary>Whether its timestamp is no older than the claimed sender's last; false where
    /// either has none.</summary>
    public bool ClockGoesOn
        => Reset.HasTimestamps && SenderHalf.Has(HalfTraits.Timestamps)
            && TimestampClock.Ticks(
                from: SenderHalf.TimestampValue, to: Reset.TimestampValue) >= 0;

    /// <summary>Whether its IPv4 identification is the next, or one of the next, of the claimed
    /// sender; false where either has none.</summary>
    public bool CountGoesOn
        => !Reset.IsIpv6 && Reset.Identification != 0 && SenderHalf.Has(HalfTraits.Identifies)
            && (ushort)(Reset.Identification - SenderHalf.Identification)
                is > 0 and <= HalfDetail.CounterReach;

    /// <summary>Whether a reset of this connection was seen before.</summary>
    public bool IsAfterReset
        => (Flow.Traits & (FlowTraits.ClientReset | FlowTraits.ServerReset)) != 0;

    /// <summary>Whether no connection is known: nothing but what drew the reset.</summary>
    public bool IsUnsolicited
        => !Flow.Client.SawSyn && !Flow.Server.SawSyn && !SenderHalf.Seen
            && ReceiverHalf.Packets <= 2 && !Flow.Has(FlowTraits.EvictedBefore);

    /// <summary>What weakens a verdict on it.</summary>
    public Degradations Degraded
    {
        get
        {
            var degraded = Degradations.None;
            if (Flow.Has(FlowTraits.OptionsCut)) degraded |= Degradations.SnapLength;
            if (SenderHalf.Has(HalfTraits.Gap) || ReceiverHalf.Has(HalfTraits.Gap))
                degraded |= Degradations.Gap;
            if (Flow.Has(FlowTraits.RoleGuessed)) degraded |= Degradations.NoHandshake;
            if (!SenderHalf.Seen ^ !ReceiverHalf.Seen && Flow.Has(FlowTraits.Completed))
                degraded |= Degradations.OneDirection;
            if (Flow.Has(FlowTraits.Offload)) degraded |= Degradations.Offload;
            if (Flow.Has(FlowTraits.ClockRanBack)) degraded |= Degradations.Clock;
            if (!Aftermath.IsSettled) degraded |= Degradations.Unsettled;
            if (Flow.Has(FlowTraits.EvictedBefore)) degraded |= Degradations.Evicted;
            return degraded;
        }
    }

    RecentSegment FindTrigger()
    {
        RecentSegment last = ReceiverHalf.Last, before = ReceiverHalf.BeforeLast;
        if (!Answers(before)) return Answers(last) ? last : default;
        bool isBefore = !Answers(last) || LeftInOneGo(before, last) || AreOne(before, last);
        return isBefore ? before : last;
    }

    // A host answers in order, so of two that fit the earlier one drew the reset. Not if it was
    // acknowledged, or an acknowledgment alone, which a socket that has closed still takes; and
    // what is sent again may have been lost before.
    bool LeftInOneGo(RecentSegment before, RecentSegment last)
        => before.SequenceEnd.IsAfter(before.Sequence)
            && !last.Sequence.IsBefore(before.SequenceEnd)
            && before.SequenceEnd.IsAfter(ReceiverHalf.SendUnacknowledged)
            && last.Time - before.Time <= Soon.Processing;

    // RFC 9293 §3.10.7.1: with ACK off, SEG.SEQ is the trigger's SEG.ACK; with ACK on, SEG.SEQ is
    // 0 and SEG.ACK is the trigger's SEG.SEQ + SEG.LEN.
    bool Answers(RecentSegment candidate)
    {
        if (candidate.Frame.IsNone) return false;
        if (candidate.Time > Reset.Time || IsTooOld(candidate)) return false;
        return Reset.HasAcknowledgment
            ? !candidate.HasAcknowledgment && Reset.Sequence.Value == 0
                && Reset.Acknowledgment == candidate.SequenceEnd
            : candidate.HasAcknowledgment && candidate.Acknowledgment == Reset.Sequence;
    }

    /// <summary>Whether a segment is too long ago to have drawn the reset.</summary>
    public bool IsTooOld(RecentSegment segment)
        => Reset.Time - segment.Time > s_longestReply + (RoundTrip * 2);

    static ResetShape ShapeOf(in Segment reset, bool hasTrigger, bool senderSpoke)
    {
        if ((reset.Control & (ControlBits.Syn | ControlBits.Fin)) != 0) return ResetShape.Other;
        if (!reset.HasAcknowledgment) return ResetShape.Reply;
        bool refuses = reset.Sequence.Value == 0 && (hasTrigger || !senderSpoke);
        return refuses ? ResetShape.Refusal : ResetShape.Active;
    }

    SequenceFit FitOf()
    {
        // RFC 9293 §3.10.7.3: in SYN-SENT only the acknowledgment of the SYN counts.
        bool receiverInSynSent = ReceiverHalf.SawSyn && !SenderHalf.SawSyn
            && Receiver == Side.Client;
        if (receiverInSynSent)
        {
            return Reset.HasAcknowledgment
                && Reset.Acknowledgment.IsAfter(ReceiverHalf.InitialSequence)
                && !Reset.Acknowledgment.IsAfter(ReceiverHalf.SendNext)
                ? SequenceFit.Exact
                : SequenceFit.Outside;
        }

        if (!SenderHalf.Seen && !SenderHalf.Has(HalfTraits.Acknowledged))
            return SequenceFit.Unknown;

        // RCV.NXT is what was acknowledged, or what has been sent since.
        SequenceNumber acknowledged = SenderHalf.SendUnacknowledged;
        SequenceNumber receiveNext = SenderHalf.SendNext;
        if (Reset.Sequence == acknowledged || Reset.Sequence == receiveNext)
            return SequenceFit.Exact;

        bool windowIsKnown = ReceiverHalf.SawSyn && SenderHalf.SawSyn;
        if (!windowIsKnown && Reset.Sequence.IsAfter(receiveNext)) return SequenceFit.Unknown;

        uint reach = (uint)Math.Max(0, receiveNext - acknowledged) + ReceiverHalf.ReceiveWindow;
        return Reset.Sequence.IsWithin(acknowledged, reach)
            ? SequenceFit.InWindow
            : SequenceFit.Outside;
    }

    Duration? SilenceBefore()
    {
        bool nothingBefore = !Flow.Has(FlowTraits.Active)
            || (HasTrigger && Trigger.Frame == Flow.StartFrame);
        if (nothingBefore) return null;

        // The trigger moved the connection on (or was sent again until it was answered): the
        // silence that it ended.
        bool isProbe = Trigger.PayloadLength == 1
            && Trigger.Sequence + 1 == ReceiverHalf.SendUnacknowledged;
        bool triggerSaysSomething = HasTrigger && !isProbe
            && (Trigger.PayloadLength > 0 || Trigger.IsFin || Trigger.IsSyn);
        if (triggerSaysSomething) return Flow.SilenceEndedBy(Receiver);

        Timestamp until = HasTrigger ? Trigger.Time : Reset.Time;
        Duration silence = until - Flow.LastActivity;
        return silence > Duration.Zero ? silence : Duration.Zero;
    }

    bool? AcceptedByReceiver()
    {
        if (!ReceiverHalf.Seen) return null;
        if (!Aftermath.ReceiverSpoke.IsNone) return false;
        if (!Aftermath.Echo.IsNone) return true;

        // Silence after what must be ignored, or challenged, may have any reason.
        return Aftermath.IsSettled && Fit == SequenceFit.Exact ? true : null;
    }
}
