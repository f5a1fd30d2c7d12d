using System;
using System.Runtime.CompilerServices;
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
    // An acknowledgment captured before the SYN it is for is little ahead of it; that of an older
    // connection may be anywhere.
    const int MostBeforeSyn = 1 << 20;

    /// <summary>A counter that other connections use too may move on by this much in
    /// between.</summary>
    public const int CounterReach = 64;

    /// <summary>Takes in a segment that this side sent; not a reset.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isScaled">Whether both sides agreed on window scaling.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Movement Send(in Segment segment, bool isScaled)
    {
        if (!Seen || (segment.IsSyn && !SawSyn)) Begin(in segment);

        Packets = Packets == uint.MaxValue ? Packets : Packets + 1;
        Octets += segment.PayloadLength;
        if (Has(HalfTraits.Insists)) ForgetAnswered();
        NoteHeader(in segment, isScaled);
        Movement movement = Advance(in segment);
        BeforeLast = Last;
        Last.Set(in segment);
        return movement;
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
        if (Has(HalfTraits.Insists))
        {
            InsistenceBeforeAnswer = Insistence;
            NoteInsistence(default);
        }

        return true;
    }

    void ForgetAnswered()
    {
        InsistenceBeforeAnswer = default;
        NoteInsistence(Insistence);
    }

    void NoteInsistence(Insistence insistence)
    {
        Insistence = insistence;
        if (insistence != default || InsistenceBeforeAnswer != default)
            Traits |= HalfTraits.Insists;
        else
            Traits &= ~HalfTraits.Insists;
    }

    void Begin(in Segment segment)
    {
        Traits |= HalfTraits.Seen;
        InitialSequence = segment.IsSyn ? segment.Sequence : segment.Sequence + uint.MaxValue;
        HighestSequence = CapturedNext = segment.Sequence;
        WindowShift = Segment.NoWindowShift;

        // The peer may have acknowledged more, or less, before this side's first segment.
        int acknowledged = SendUnacknowledged - segment.Sequence;
        bool isOfThis = Has(HalfTraits.Acknowledged)
            && (!segment.IsSyn || acknowledged is > 0 and < MostBeforeSyn);
        if (!isOfThis) SendUnacknowledged = SendNext = segment.Sequence;
        else if (segment.Sequence.IsAfter(SendNext)) SendNext = segment.Sequence;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteHeader(in Segment segment, bool isScaled)
    {
        if (Packets == 1 || segment.HopLimit != Last.HopLimit) HopLimits.Add(segment.HopLimit);
        NoteIdentity(in segment);
        if (segment.Sequence.IsAfter(HighestSequence)) HighestSequence = segment.Sequence;
        if (segment.HasTimestamps)
        {
            Traits |= HalfTraits.Timestamps;
            TimestampValue = segment.TimestampValue;
        }

        if (segment.IsSyn) NoteSyn(in segment);
        if (segment.IsFin && !SawFin) NoteFin(in segment);
        NoteWindow(in segment, isScaled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteIdentity(in Segment segment)
    {
        uint mac = Digest(segment.SourceMac);
        if (mac != SourceMac && Packets > 1) Traits |= HalfTraits.MacVaries;
        SourceMac = mac;
        if (segment.IsIpv6)
        {
            FlowLabel = segment.FlowLabel;
            if (FlowLabel != 0) Traits |= HalfTraits.Labels;
            return;
        }

        // The same again is a frame that the capture holds twice.
        if (segment.Identification != 0 && segment.Identification != Identification)
        {
            if (Has(HalfTraits.Identifies))
            {
                bool isNear = (ushort)(segment.Identification - Identification - 1) < CounterReach;
                Traits |= isNear ? HalfTraits.CountsOn : HalfTraits.Jumps;
            }

            Traits |= HalfTraits.Identifies;
            Identification = segment.Identification;
        }
    }

    /// <summary>What is kept of a MAC address: enough to see that another is not the
    /// same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Digest(ulong mac) => (uint)((mac * 0x9E3779B97F4A7C15) >> 32);

    /// <summary>Takes the time of an answer to something new.</summary>
    public void NoteAnswer(Duration after)
    {
        if (after < Duration.Zero) return;
        if (Answers == 0 || after.Nanoseconds < FastestAnswer)
            FastestAnswer = (uint)Math.Min(after.Nanoseconds, uint.MaxValue);
        if (Answers < byte.MaxValue) Answers++;
    }

    void NoteSyn(in Segment segment)
    {
        if (Syns < byte.MaxValue) Syns++;
        WindowShift = segment.WindowShift;
        bool looksCrafted = !segment.HasAcknowledgment
            && (segment.Has(SegmentTraits.NoOptions) || segment.Window <= 1024);
        if (looksCrafted) Traits |= HalfTraits.CraftedSyn;
        if (segment.Identification == 0 && segment.Has(SegmentTraits.DontFragment))
            Traits |= HalfTraits.UnnumberedSyn;
    }

    // RFC 7323 §2.2: the window in a SYN or SYN/ACK is never scaled.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteWindow(in Segment segment, bool isScaled)
    {
        int shift = segment.IsSyn || !isScaled ? 0 : WindowShift;
        ReceiveWindow = (uint)segment.Window << shift;
        if (segment.Window == 0) Traits |= HalfTraits.ZeroWindow | HalfTraits.ShutWindow;
        else Traits &= ~HalfTraits.ZeroWindow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Movement Advance(in Segment segment)
    {
        SequenceNumber end = segment.SequenceEnd;
        if (segment.SequenceLength > 0 && end.IsAfter(CapturedNext))
        {
            NoteNew(in segment, end);
            return Movement.New;
        }

        if (IsProbe(in segment))
        {
            NoteInsistence(Insistence.WithProbe());
            return Movement.Probe;
        }

        if (segment.SequenceLength == 0) return Movement.None;

        if (!segment.IsSyn)
            NoteInsistence(Insistence.WithRetransmission(segment.PayloadLength));
        return Movement.Retransmission;
    }

    // RFC 9293 §3.8.4: a keepalive, and Linux' window probe, has at most one octet, and that was
    // acknowledged before: SEG.SEQ = SND.UNA - 1. One that was not is data sent again.
    readonly bool IsProbe(in Segment segment)
        => segment.PayloadLength <= 1 && !segment.IsSyn && !segment.IsFin
            && segment.Sequence + 1
                == (Has(HalfTraits.Acknowledged) ? SendUnacknowledged : SendNext);

    void NoteNew(in Segment segment, SequenceNumber end)
    {
        CapturedNext = end;
        if (end.IsAfter(SendNext)) SendNext = end;
        if (Has(HalfTraits.Insists)) NoteInsistence(default);
        if (segment.PayloadLength == 0) return;
        Traits |= HalfTraits.Data;
        Hint = segment.Hint;
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
