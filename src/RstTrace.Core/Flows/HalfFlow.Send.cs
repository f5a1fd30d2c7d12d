using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What a segment turned out to be for the side that sent it.</summary>
enum Movement : byte
{
    /// <summary>An acknowledgment, or nothing new.</summary>
    None,

    /// <summary>New payload, SYN or FIN.</summary>
    New,

    /// <summary>Something sent again.</summary>
    Retransmission,

    /// <summary>A keepalive or window probe: at most one octet, from before SND.NXT.</summary>
    Probe,
}

partial record struct HalfFlow
{
    /// <summary>Takes in a segment that this side sent; not a reset.</summary>
    public Movement Send(in Segment segment)
    {
        if (!Seen || (segment.IsSyn && !SawSyn)) Begin(in segment);

        Packets = Packets == uint.MaxValue ? Packets : Packets + 1;
        Octets += segment.PayloadLength;
        InsistenceBeforeAnswer = default;
        NoteHeader(in segment);
        Movement movement = Advance(in segment);
        BeforeLast = Last;
        Last.Set(in segment);
        return movement;
    }

    /// <summary>Takes in an acknowledgment by the peer.</summary>
    /// <returns>Whether it acknowledged something new.</returns>
    public bool TakeAcknowledgment(SequenceNumber acknowledgment)
    {
        if (!Has(HalfTraits.Acknowledged))
        {
            Traits |= HalfTraits.Acknowledged;
            SendUnacknowledged = acknowledgment;
            if (!Seen) SendNext = acknowledgment;
            return true;
        }

        if (!acknowledgment.IsAfter(SendUnacknowledged)) return false;

        // Of data that the capture does not hold: it was lost to us, since the peer has it.
        if (acknowledgment.IsAfter(SendNext))
        {
            if (Seen) Traits |= HalfTraits.Gap;
            SendNext = acknowledgment;
        }

        SendUnacknowledged = acknowledgment;
        InsistenceBeforeAnswer = Insistence;
        Insistence = default;
        return true;
    }

    void Begin(in Segment segment)
    {
        Traits |= HalfTraits.Seen;
        InitialSequence = segment.IsSyn ? segment.Sequence : segment.Sequence + uint.MaxValue;
        HighestSequence = segment.Sequence;
        WindowShift = Segment.NoWindowShift;

        // The peer may have acknowledged more, or less, before this side's first segment.
        if (!Has(HalfTraits.Acknowledged) || segment.IsSyn) SendUnacknowledged = segment.Sequence;
        if (!Has(HalfTraits.Acknowledged) || segment.IsSyn || segment.Sequence.IsAfter(SendNext))
            SendNext = segment.Sequence;
    }

    void NoteHeader(in Segment segment)
    {
        HopLimits.Add(segment.HopLimit);
        Identification = segment.Identification;
        if (segment.Identification != 0) Traits |= HalfTraits.Identifies;
        if (segment.Sequence.IsAfter(HighestSequence)) HighestSequence = segment.Sequence;
        if (segment.HasTimestamps)
        {
            Traits |= HalfTraits.Timestamps;
            TimestampValue = segment.TimestampValue;
        }

        if (segment.IsSyn) NoteSyn(in segment);
        if (segment.IsFin && !SawFin) NoteFin(in segment);
        NoteWindow(in segment);
    }

    void NoteSyn(in Segment segment)
    {
        if (Syns < byte.MaxValue) Syns++;
        WindowShift = segment.WindowShift;
        bool looksCrafted = !segment.HasAcknowledgment
            && (segment.Has(SegmentTraits.NoOptions) || segment.Window <= 1024);
        if (looksCrafted) Traits |= HalfTraits.CraftedSyn;
    }

    // RFC 7323 §2.2: the window in a SYN or SYN/ACK is never scaled.
    void NoteWindow(in Segment segment)
    {
        int shift = segment.IsSyn || WindowShift == Segment.NoWindowShift ? 0 : WindowShift;
        ReceiveWindow = (uint)segment.Window << shift;
        if (segment.Window == 0) Traits |= HalfTraits.ZeroWindow;
        else Traits &= ~HalfTraits.ZeroWindow;
    }

    Movement Advance(in Segment segment)
    {
        SequenceNumber end = segment.SequenceEnd;
        if (segment.SequenceLength > 0 && end.IsAfter(SendNext))
        {
            NoteNew(in segment, end);
            return Movement.New;
        }

        // RFC 9293 §3.8.4: a keepalive carries SEG.SEQ = SND.NXT - 1 and at most one octet.
        bool isProbe = segment.PayloadLength <= 1 && !segment.IsSyn && !segment.IsFin
            && segment.Sequence + 1 == SendNext;
        if (isProbe)
        {
            Insistence.AddProbe();
            return Movement.Probe;
        }

        if (segment.SequenceLength == 0) return Movement.None;

        if (!segment.IsSyn) Insistence.AddRetransmission(segment.PayloadLength);
        return Movement.Retransmission;
    }

    void NoteNew(in Segment segment, SequenceNumber end)
    {
        SendNext = end;
        Insistence = default;
        if (segment.PayloadLength == 0) return;
        Traits |= HalfTraits.Data;
        LastDataTime = segment.Time;
    }

    // Also when its place was acknowledged before it was captured: captures are not in order.
    void NoteFin(in Segment segment)
    {
        Traits |= HalfTraits.Fin;
        FinSequence = segment.SequenceEnd + uint.MaxValue;
        FinTime = segment.Time;
    }
}
