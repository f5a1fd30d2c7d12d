using System.Runtime.CompilerServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

partial record struct HalfFlow
{
    // An acknowledgment captured before the SYN it is for is little ahead of it; that of an older
    // connection may be anywhere.
    const int MostBeforeSyn = 1 << 20;

    /// <summary>Takes in a segment that this side sent; not a reset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Step Send(in Segment segment)
    {
        Step step = Step.None;
        if (!Seen || (segment.IsSyn && !SawSyn))
        {
            Begin(in segment);
            step |= Step.Begins;
        }

        if (segment.IsSyn && Syns < byte.MaxValue) Syns++;
        if (segment.IsFin && !SawFin)
        {
            NoteFin(in segment);
            step |= Step.Closes;
        }

        SequenceNumber end = segment.SequenceEnd;
        if (segment.SequenceLength == 0 || !end.IsAfter(CapturedNext)) return step;

        CapturedNext = end;
        if (end.IsAfter(SendNext)) SendNext = end;
        if (segment.PayloadLength > 0) Traits |= HalfTraits.Data;
        return step | Step.New;
    }

    /// <summary>Takes in an acknowledgment by the peer.</summary>
    /// <returns>Whether it acknowledged something new.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeAcknowledgment(SequenceNumber acknowledgment)
    {
        if (!Has(HalfTraits.Acknowledged))
        {
            Traits |= HalfTraits.Acknowledged;
            SendUnacknowledged = acknowledgment;
            if (!Seen) SendNext = acknowledgment;
        }
        else if (!acknowledgment.IsAfter(SendUnacknowledged))
        {
            return false;
        }

        // Of data that the capture does not hold: it was lost to us, since the peer has it.
        if (acknowledgment.IsAfter(SendNext))
        {
            if (Seen) Traits |= HalfTraits.Gap;
            SendNext = acknowledgment;
        }

        SendUnacknowledged = acknowledgment;
        return true;
    }

    void Begin(in Segment segment)
    {
        Traits |= HalfTraits.Seen;
        InitialSequence = segment.IsSyn ? segment.Sequence : segment.Sequence + uint.MaxValue;
        CapturedNext = segment.Sequence;

        // The peer may have acknowledged more, or less, before this side's first segment.
        int acknowledged = SendUnacknowledged - segment.Sequence;
        bool isOfThis = Has(HalfTraits.Acknowledged)
            && (!segment.IsSyn || acknowledged is > 0 and < MostBeforeSyn);
        if (!isOfThis) SendUnacknowledged = SendNext = segment.Sequence;
        else if (segment.Sequence.IsAfter(SendNext)) SendNext = segment.Sequence;
    }

    // Also when its place was acknowledged before it was captured: captures are not in order.
    void NoteFin(in Segment segment)
    {
        Traits |= HalfTraits.Fin;
        FinSequence = segment.SequenceEnd + uint.MaxValue;
    }
}
