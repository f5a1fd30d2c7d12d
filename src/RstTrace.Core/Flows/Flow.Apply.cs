using System.Runtime.CompilerServices;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

partial record struct Flow
{
    static readonly Duration s_pause = Duration.FromSeconds(1);

    static readonly Duration s_shortestTimeout = Duration.FromSeconds(30);

    /// <summary>Takes in a segment that was judged before, if it had to be.</summary>
    /// <returns>A silence of a second or more that the connection has just proved to have
    /// survived, longer than any before; else zero.</returns>
    public Duration Apply(Side sender, in Segment segment)
    {
        Duration quiet = segment.Time - LastTime;
        NoteSegment(in segment);
        ref HalfFlow half = ref this[sender];
        ref HalfFlow other = ref this[sender.Other];
        half.Traits |= HalfTraits.Numbered;
        if (segment.HasAcknowledgment) other.Traits |= HalfTraits.Numbered;
        if (segment.IsReset)
        {
            Traits |= sender == Side.Client ? FlowTraits.ClientReset : FlowTraits.ServerReset;
            ResetTime = segment.Time;
            return Duration.Zero;
        }

        bool acknowledged = segment.HasAcknowledgment && IsOfThis(in other, in segment)
            && other.TakeAcknowledgment(segment.Acknowledgment);
        if (acknowledged) NoteAnswer(ref half, in other, in segment);
        bool hadFin = half.SawFin;
        Movement movement = half.Send(in segment, IsScaled);

        NoteHandshake(sender, in segment);
        if (acknowledged) NoteSurvival(segment.Time);
        if (half.SawFin && !hadFin) half.SilenceBeforeFin = SilenceUntil(segment.Time);
        bool serverBegins = sender == Side.Server && !Client.Has(HalfTraits.Data)
            && movement == Movement.New && segment.PayloadLength > 0;
        if (serverBegins) Traits |= FlowTraits.ServerSpokeFirst;
        if (movement == Movement.New || (acknowledged && movement == Movement.None))
            NoteActivity(sender, segment.Time, movement == Movement.New);

        Duration survived = acknowledged && Has(FlowTraits.EndedQuiet) ? Survive() : default;
        bool endsQuiet = movement == Movement.New && quiet >= SilenceLedger.Shortest
            && segment.PayloadLength > 0 && Has(FlowTraits.Completed);
        if (endsQuiet)
        {
            Quiet = quiet;
            Traits |= FlowTraits.EndedQuiet;
        }

        return survived;
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

    readonly bool IsScaled
        => Client.SawSyn && Client.WindowShift != Segment.NoWindowShift
            && Server.SawSyn && Server.WindowShift != Segment.NoWindowShift;

    // Before its SYN/ACK a server may acknowledge an older connection on the same ports (RFC 5961
    // §4), and a client anything at all: until the handshake is complete, only what was sent can
    // be acknowledged.
    readonly bool IsOfThis(in HalfFlow other, in Segment segment)
        => Has(FlowTraits.Completed) || !other.SawSyn || segment.IsSyn
            || (segment.Acknowledgment.IsAfter(other.InitialSequence)
                && !segment.Acknowledgment.IsAfter(other.SendNext));

    // Of what was sent again it is not known which copy was answered (RFC 6298 §3).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void NoteAnswer(ref HalfFlow half, in HalfFlow other, in Segment segment)
    {
        bool answersLast = other.Last.SequenceEnd == segment.Acknowledgment
            && other.Last.SequenceEnd != other.Last.Sequence
            && !other.Has(HalfTraits.Insists) && (!other.Last.IsSyn || other.Syns == 1);
        if (answersLast) half.NoteAnswer(segment.Time - other.Last.Time);
    }

    // Something new is acknowledged long after a reset: the connection lives, so it was forged, or
    // not taken.
    void NoteSurvival(Timestamp time)
    {
        const FlowTraits Resets = FlowTraits.ClientReset | FlowTraits.ServerReset;
        if ((Traits & Resets) == 0) return;
        if (time - ResetTime > ResetWatch.OnItsWay(RoundTrip)) Traits &= ~Resets;
    }

    readonly Duration SilenceUntil(Timestamp time)
        => Has(FlowTraits.Active) ? time - LastActivity : Duration.Zero;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteHandshake(Side sender, in Segment segment)
    {
        if (segment.IsSyn)
        {
            // Another try, so no longer a connection that was reset.
            if (!segment.HasAcknowledgment)
                Traits &= ~(FlowTraits.ClientReset | FlowTraits.ServerReset);
            ref HalfFlow half = ref this[sender];
            if (half.Syns != 1) return;
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

    // What one side says in a row without a pause is one thing said; an acknowledgment says
    // nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteActivity(Side sender, Timestamp time, bool saysSomething)
    {
        Duration silence = SilenceUntil(time);
        ref Duration ended = ref sender == Side.Client ? ref ClientSilence : ref ServerSilence;
        bool isAnother = sender != LastActor || silence > ended || silence >= s_pause;
        if (saysSomething && isAnother) ended = silence;
        LastActor = sender;
        LastActivity = time;
        Traits |= FlowTraits.Active;
    }
}
