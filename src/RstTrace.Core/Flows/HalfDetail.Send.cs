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

partial record struct HalfDetail
{
    /// <summary>A counter that other connections use too may move on by this much in
    /// between.</summary>
    public const int CounterReach = 64;

    /// <summary>Takes in a segment that this side sent, after <see cref="HalfFlow.Send"/> of
    /// it.</summary>
    /// <param name="half">Where the side stands; gets traits.</param>
    /// <param name="segment">The segment, not a reset.</param>
    /// <param name="step">What it was for the connection.</param>
    /// <param name="isScaled">Whether both sides agreed on window scaling.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Movement Send(ref HalfFlow half, in Segment segment, Step step, bool isScaled)
    {
        if ((step & Step.Begins) != 0)
        {
            HighestSequence = segment.Sequence;
            WindowShift = Segment.NoWindowShift;
        }

        Packets = Packets == uint.MaxValue ? Packets : Packets + 1;
        Octets += segment.PayloadLength;
        if (half.Has(HalfTraits.Insists)) ForgetAnswered(ref half);
        NoteHeader(ref half, in segment, isScaled);
        Movement movement = Move(ref half, in segment, (step & Step.New) != 0);
        BeforeLast = Last;
        Last.Set(in segment);
        return movement;
    }

    /// <summary>The peer has acknowledged something new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteAcknowledged(ref HalfFlow half)
    {
        if (!half.Has(HalfTraits.Insists)) return;
        InsistenceBeforeAnswer = Insistence;
        NoteInsistence(ref half, default);
    }

    /// <summary>Takes the time of an answer to something new.</summary>
    public void NoteAnswer(Duration after)
    {
        if (after < Duration.Zero) return;
        if (Answers == 0 || after.Nanoseconds < FastestAnswer)
            FastestAnswer = (uint)Math.Min(after.Nanoseconds, uint.MaxValue);
        if (Answers < byte.MaxValue) Answers++;
    }

    /// <summary>What is kept of a MAC address: enough to see that another is not the
    /// same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Digest(ulong mac) => (uint)((mac * 0x9E3779B97F4A7C15) >> 32);

    void ForgetAnswered(ref HalfFlow half)
    {
        InsistenceBeforeAnswer = default;
        NoteInsistence(ref half, Insistence);
    }

    void NoteInsistence(ref HalfFlow half, Insistence insistence)
    {
        Insistence = insistence;
        if (insistence != default || InsistenceBeforeAnswer != default)
            half.Traits |= HalfTraits.Insists;
        else
            half.Traits &= ~HalfTraits.Insists;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteHeader(ref HalfFlow half, in Segment segment, bool isScaled)
    {
        if (Packets == 1 || segment.HopLimit != Last.HopLimit) HopLimits.Add(segment.HopLimit);
        NoteIdentity(ref half, in segment);
        if (segment.Sequence.IsAfter(HighestSequence)) HighestSequence = segment.Sequence;
        if (segment.HasTimestamps)
        {
            half.Traits |= HalfTraits.Timestamps;
            TimestampValue = segment.TimestampValue;
        }

        if (segment.IsSyn) NoteSyn(ref half, in segment);
        NoteWindow(ref half, in segment, isScaled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteIdentity(ref HalfFlow half, in Segment segment)
    {
        uint mac = Digest(segment.SourceMac);
        if (mac != SourceMac && Packets > 1) half.Traits |= HalfTraits.MacVaries;
        SourceMac = mac;
        if (segment.IsIpv6)
        {
            FlowLabel = segment.FlowLabel;
            if (FlowLabel != 0) half.Traits |= HalfTraits.Labels;
            return;
        }

        // The same again is a frame that the capture holds twice.
        if (segment.Identification == 0 || segment.Identification == Identification) return;
        if (half.Has(HalfTraits.Identifies))
        {
            bool isNear = (ushort)(segment.Identification - Identification - 1) < CounterReach;
            half.Traits |= isNear ? HalfTraits.CountsOn : HalfTraits.Jumps;
        }

        half.Traits |= HalfTraits.Identifies;
        Identification = segment.Identification;
    }

    void NoteSyn(ref HalfFlow half, in Segment segment)
    {
        WindowShift = segment.WindowShift;
        bool looksCrafted = !segment.HasAcknowledgment
            && (segment.Has(SegmentTraits.NoOptions) || segment.Window <= 1024);
        if (looksCrafted) half.Traits |= HalfTraits.CraftedSyn;
        if (segment.Identification == 0 && segment.Has(SegmentTraits.DontFragment))
            half.Traits |= HalfTraits.UnnumberedSyn;
    }

    // RFC 7323 §2.2: the window in a SYN or SYN/ACK is never scaled.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteWindow(ref HalfFlow half, in Segment segment, bool isScaled)
    {
        int shift = segment.IsSyn || !isScaled ? 0 : WindowShift;
        ReceiveWindow = (uint)segment.Window << shift;
        if (segment.Window == 0) half.Traits |= HalfTraits.ZeroWindow | HalfTraits.ShutWindow;
        else half.Traits &= ~HalfTraits.ZeroWindow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Movement Move(ref HalfFlow half, in Segment segment, bool isNew)
    {
        if (isNew)
        {
            if (half.Has(HalfTraits.Insists)) NoteInsistence(ref half, default);
            if (segment.PayloadLength == 0) return Movement.New;
            Hint = segment.Hint;
            LastDataTime = segment.Time;
            return Movement.New;
        }

        if (IsProbe(in half, in segment))
        {
            NoteInsistence(ref half, Insistence.WithProbe());
            return Movement.Probe;
        }

        if (segment.SequenceLength == 0) return Movement.None;

        if (!segment.IsSyn)
            NoteInsistence(ref half, Insistence.WithRetransmission(segment.PayloadLength));
        return Movement.Retransmission;
    }

    // RFC 9293 §3.8.4: a keepalive, and Linux' window probe, has at most one octet, and that was
    // acknowledged before: SEG.SEQ = SND.UNA - 1. One that was not is data sent again.
    static bool IsProbe(in HalfFlow half, in Segment segment)
        => segment.PayloadLength <= 1 && !segment.IsSyn && !segment.IsFin
            && segment.Sequence + 1
                == (half.Has(HalfTraits.Acknowledged) ? half.SendUnacknowledged : half.SendNext);
}
