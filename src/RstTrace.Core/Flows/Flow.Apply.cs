using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

partial record struct Flow
{
    /// <summary>Takes in a segment that was judged before, if it had to be.</summary>
    public void Apply(Side sender, in Segment segment)
    {
        NoteSegment(in segment);
        if (segment.IsReset)
        {
            Traits |= sender == Side.Client ? FlowTraits.ClientReset : FlowTraits.ServerReset;
            return;
        }

        Side receiver = sender == Side.Client ? Side.Server : Side.Client;
        bool acknowledged = segment.HasAcknowledgment
            && this[receiver].TakeAcknowledgment(segment.Acknowledgment);
        Movement movement = this[sender].Send(in segment);

        NoteHandshake(sender, in segment);
        if (movement == Movement.New && segment.IsFin)
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
        if ((segment.Traits & SegmentTraits.OptionsIncomplete) != 0) Traits |= FlowTraits.OptionsCut;
        if ((segment.Traits & SegmentTraits.LengthFromFrame) != 0) Traits |= FlowTraits.Offload;
        if ((segment.Traits & SegmentTraits.Mptcp) != 0) Traits |= FlowTraits.Mptcp;
    }

    void NoteHandshake(Side sender, in Segment segment)
    {
        if (segment.IsSyn)
        {
            ref HalfFlow half = ref this[sender];
            if (half.Syns != 1) return;
            if (segment.HasAcknowledgment) SynAckTime = segment.Time;
            else SynTime = segment.Time;
            return;
        }

        if (Has(FlowTraits.Completed)) return;

        // The client's acknowledgment of the SYN/ACK; or, with no handshake in the capture, any
        // traffic of a connection that must have had one.
        bool completes = Server.SawSyn
            ? sender == Side.Client && segment.HasAcknowledgment
                && segment.Acknowledgment == Server.InitialSequence + 1
            : !Client.SawSyn && segment.HasAcknowledgment;
        if (!completes) return;

        Traits |= FlowTraits.Completed;
        HandshakeTime = segment.Time;
        HandshakeFrame = segment.Frame;
    }

    void NoteActivity(Side sender, Timestamp time)
    {
        Duration silence = LastActivity.Nanoseconds == 0 ? Duration.Zero : time - LastActivity;
        if (sender != SilenceEnder || silence > Silence) Silence = silence;
        SilenceEnder = sender;
        LastActivity = time;
    }
}
