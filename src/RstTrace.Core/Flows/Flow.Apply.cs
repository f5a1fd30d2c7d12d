using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

partial record struct Flow
{
    static readonly Duration s_pause = Duration.FromSeconds(1);

    /// <summary>Takes in a segment that was judged before, if it had to be.</summary>
    public void Apply(Side sender, in Segment segment)
    {
        NoteSegment(in segment);
        if (segment.IsReset)
        {
            Traits |= sender == Side.Client ? FlowTraits.ClientReset : FlowTraits.ServerReset;
            return;
        }

        bool acknowledged = segment.HasAcknowledgment
            && this[sender.Other].TakeAcknowledgment(segment.Acknowledgment);
        Movement movement = this[sender].Send(in segment);

        NoteHandshake(sender, in segment);
        if (segment.IsFin && this[sender].FinTime == segment.Time)
            this[sender].SilenceBeforeFin = segment.Time - LastActivity;
        if (movement == Movement.New || (acknowledged && movement == Movement.None))
            NoteActivity(sender, segment.Time);
    }

    /// <summary>In which part of its life it is.</summary>
    public readonly FlowLife Life
        => IsOver ? FlowLife.Over
            : Has(FlowTraits.Completed) ? FlowLife.Open
            : FlowLife.Handshake;

    void NoteSegment(in Segment segment)
    {
        if (segment.Time < LastTime) Traits |= FlowTraits.ClockRanBack;
        else LastTime = segment.Time;

        const SegmentTraits Noted
            = SegmentTraits.OptionsIncomplete | SegmentTraits.LengthFromFrame | SegmentTraits.Mptcp;
        if ((segment.Traits & Noted) == 0) return;
        if (segment.Has(SegmentTraits.OptionsIncomplete)) Traits |= FlowTraits.OptionsCut;
        if (segment.Has(SegmentTraits.LengthFromFrame)) Traits |= FlowTraits.Offload;
        if (segment.Has(SegmentTraits.Mptcp)) Traits |= FlowTraits.Mptcp;
    }

    void NoteHandshake(Side sender, in Segment segment)
    {
        if (segment.IsSyn)
        {
            // Another try, so no longer a connection that was reset.
            if (!segment.HasAcknowledgment)
                Traits &= ~(FlowTraits.ClientReset | FlowTraits.ServerReset);
            ref HalfFlow half = ref this[sender];
            if (half.Syns != 1) return;
            if (segment.HasAcknowledgment) SynAckTime = segment.Time;
            else SynTime = segment.Time;
            return;
        }

        if (Has(FlowTraits.Completed)) return;

        if (!segment.HasAcknowledgment || !Completes(sender, segment.Acknowledgment)) return;

        Traits |= FlowTraits.Completed;
        HandshakeTime = segment.Time;
    }

    // The client's acknowledgment of the SYN/ACK, or of what came after it; with no SYN/ACK in the
    // capture any acknowledgment by a client, who sends none before; with no handshake at all any
    // traffic, since there must have been one.
    readonly bool Completes(Side sender, SequenceNumber acknowledgment)
        => Server.SawSyn
            ? sender == Side.Client && acknowledgment.IsAfter(Server.InitialSequence)
                && !acknowledgment.IsAfter(Server.SendNext)
            : sender == Side.Client || !Client.SawSyn;

    void NoteActivity(Side sender, Timestamp time)
    {
        // What one side says in a row without a pause is one thing said.
        Duration silence = LastActivity.Nanoseconds == 0 ? Duration.Zero : time - LastActivity;
        ref Duration ended = ref this[sender].Silence;
        if (sender != LastActor || silence > ended || silence >= s_pause) ended = silence;
        LastActor = sender;
        LastActivity = time;
    }
}
