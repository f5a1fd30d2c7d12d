using System;
using System.Runtime.CompilerServices;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What a segment was for its connection.</summary>
[Flags]
enum Step : byte
{
    /// <summary>Nothing that moves it on.</summary>
    None = 0,

    /// <summary>It acknowledges something for the first time.</summary>
    Acknowledges = 1,

    /// <summary>New payload, SYN or FIN.</summary>
    New = 2,

    /// <summary>The sender's first segment, or the SYN that its first ones lacked.</summary>
    Begins = 4,

    /// <summary>The sender's first FIN.</summary>
    Closes = 8,
}

partial record struct Flow
{
    static readonly Duration s_shortestTimeout = Duration.FromSeconds(30);

    /// <summary>Takes in a segment that was judged before, if it had to be.</summary>
    /// <param name="sender">Who sent it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="survived">A silence of a second or more that the connection has just proved to
    /// have survived, longer than any before; else zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Step Apply(Side sender, in Segment segment, out Duration survived)
    {
        Duration quiet = segment.Time - LastTime;
        survived = default;
        NoteSegment(in segment);
        ref HalfFlow half = ref this[sender];
        ref HalfFlow other = ref this[sender.Other];
        half.Traits |= HalfTraits.Numbered;
        if (segment.HasAcknowledgment) other.Traits |= HalfTraits.Numbered;
        if (segment.IsReset)
        {
            Traits |= sender == Side.Client ? FlowTraits.ClientReset : FlowTraits.ServerReset;
            return Step.None;
        }

        bool acknowledges = segment.HasAcknowledgment && IsOfThis(in other, in segment)
            && other.TakeAcknowledgment(segment.Acknowledgment);
        Step step = half.Send(in segment);
        if (acknowledges) step |= Step.Acknowledges;
        if (segment.IsSyn || !Has(FlowTraits.Completed)) NoteHandshake(sender, in segment);

        if (acknowledges && Has(FlowTraits.EndedQuiet)) survived = Survive();
        if (quiet >= SilenceLedger.Shortest) NoteQuiet(quiet, step, in segment);
        return step;
    }

    void NoteQuiet(Duration quiet, Step step, in Segment segment)
    {
        bool endsIt = (step & Step.New) != 0 && segment.PayloadLength > 0
            && Has(FlowTraits.Completed);
        if (!endsIt) return;

        Quiet = quiet;
        Traits |= FlowTraits.EndedQuiet;
    }

    // Only what is longer than before tells something new; of what no box would end, only what is
    // much longer.
    Duration Survive()
    {
        Traits &= ~FlowTraits.EndedQuiet;
        Duration least = Quiet < s_shortestTimeout ? LongestSurvived * 2 : LongestSurvived;
        if (Quiet <= least) return default;
        LongestSurvived = Quiet;
        return Quiet;
    }

    /// <summary>In which part of its life it is. Open is what both sides speak in: one side alone
    /// can be made up by anybody.</summary>
    public readonly FlowLife Life
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsOver ? FlowLife.Over
            : Has(FlowTraits.Completed) && Client.Seen && Server.Seen ? FlowLife.Open
            : FlowLife.Handshake;
    }

    // Before its SYN/ACK a server may acknowledge an older connection on the same ports (RFC 5961
    // §4), and a client anything at all: until the handshake is complete, only what was sent can
    // be acknowledged.
    readonly bool IsOfThis(in HalfFlow other, in Segment segment)
        => Has(FlowTraits.Completed) || !other.SawSyn || segment.IsSyn
            || (segment.Acknowledgment.IsAfter(other.InitialSequence)
                && !segment.Acknowledgment.IsAfter(other.SendNext));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteSegment(in Segment segment)
    {
        if (segment.Time < LastTime) Traits |= FlowTraits.ClockRanBack;
        else LastTime = segment.Time;

        const SegmentTraits Noted
            = SegmentTraits.OptionsIncomplete | SegmentTraits.LengthFromFrame;
        if ((segment.Traits & Noted) == 0) return;
        if (segment.Has(SegmentTraits.OptionsIncomplete)) Traits |= FlowTraits.OptionsCut;
        if (segment.Has(SegmentTraits.LengthFromFrame)) Traits |= FlowTraits.Offload;
    }

    void NoteHandshake(Side sender, in Segment segment)
    {
        if (segment.IsSyn)
        {
            NoteSyn(sender, in segment);
        }
        else if (segment.HasAcknowledgment && Completes(sender, segment.Acknowledgment))
        {
            Traits |= FlowTraits.Completed;
            HandshakeTime = segment.Time;
        }
    }

    void NoteSyn(Side sender, in Segment segment)
    {
        // Another try, so no longer a connection that was reset.
        if (!segment.HasAcknowledgment)
            Traits &= ~(FlowTraits.ClientReset | FlowTraits.ServerReset);
        if (this[sender].Syns != 1) return;

        if (!segment.HasAcknowledgment && sender == Side.Client)
        {
            SynTime = segment.Time;
            Traits |= FlowTraits.Asked;
        }

        if (segment.HasAcknowledgment && sender == Side.Server)
        {
            SynAckTime = segment.Time;
            Traits |= FlowTraits.Answered;
        }
    }

    // The client's acknowledgment of the SYN/ACK, or of what came after it; with no SYN/ACK in the
    // capture any acknowledgment by a client, who sends none before; with no handshake at all any
    // traffic, since there must have been one.
    readonly bool Completes(Side sender, SequenceNumber acknowledgment)
        => Server.SawSyn
            ? sender == Side.Client && acknowledgment.IsAfter(Server.InitialSequence)
                && !acknowledgment.IsAfter(Server.SendNext)
            : sender == Side.Client || !Client.SawSyn;
}
