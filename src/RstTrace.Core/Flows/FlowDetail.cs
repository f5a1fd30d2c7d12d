using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What only a reset of a connection asks for.</summary>
/// <remarks>Kept beside the <see cref="Flow"/>: of all connections while nobody knows which will be
/// reset, and of those alone where that was looked up before
/// (<see cref="ResetForesight"/>).</remarks>
[StructLayout(LayoutKind.Sequential, Size = 7 * CacheLine.Octets)]
record struct FlowDetail
{
    static readonly Duration s_pause = Duration.FromSeconds(1);

    /// <summary>When either side last moved the connection on: new payload, SYN or FIN, or an
    /// acknowledgment of something new. Probes, their answers, window updates and retransmissions
    /// do not.</summary>
    public Timestamp LastActivity;

    /// <summary>Numbers of the resets being followed, by who they claim sent them; 0 for
    /// none.</summary>
    public long OpenClientReset, OpenServerReset;

    /// <summary>The silence of the connection that either side ended when it last had something to
    /// say.</summary>
    public Duration ClientSilence, ServerSilence;

    /// <summary>When it was last reset.</summary>
    public Timestamp ResetTime;

    /// <summary>The frame of its first segment.</summary>
    public FrameId StartFrame;

    /// <summary>Its number among the <see cref="Openings"/>, or 0.</summary>
    public uint Opening;

    /// <summary>Who last moved the connection on.</summary>
    public Side LastActor;

    // Three lines each, of which the last is seldom needed.

    public HalfDetail Client;
    public HalfDetail Server;

    /// <summary>One side of it.</summary>
    [UnscopedRef]
    public ref HalfDetail this[Side side] => ref side == Side.Client ? ref Client : ref Server;

    /// <summary>Who was taken for the client is the server.</summary>
    public void SwapSides()
    {
        (Client, Server) = (Server, Client);
        (OpenClientReset, OpenServerReset) = (OpenServerReset, OpenClientReset);
    }

    /// <summary>Takes in a segment after <see cref="Flow.Apply"/> of it.</summary>
    /// <param name="flow">The connection.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="step">What it was for the connection.</param>
    public void Apply(ref Flow flow, Side sender, in Segment segment, Step step)
    {
        if (segment.IsReset)
        {
            ResetTime = segment.Time;
            return;
        }

        ref HalfDetail half = ref this[sender];
        ref HalfDetail other = ref this[sender.Other];
        bool acknowledges = (step & Step.Acknowledges) != 0;
        if (acknowledges) NoteAnswer(ref half, ref other, ref flow[sender.Other], in segment);
        Movement movement = half.Send(ref flow[sender], in segment, step, IsScaled(in flow));

        if (acknowledges) NoteSurvival(ref flow, segment.Time);
        if ((step & Step.Closes) != 0)
        {
            half.FinTime = segment.Time;
            half.SilenceBeforeFin = SilenceUntil(in flow, segment.Time);
        }

        bool serverBegins = sender == Side.Server && !flow.Client.Has(HalfTraits.Data)
            && movement == Movement.New && segment.PayloadLength > 0;
        if (serverBegins) flow.Traits |= FlowTraits.ServerSpokeFirst;
        if (movement == Movement.New || (acknowledges && movement == Movement.None))
            NoteActivity(ref flow, sender, segment.Time, movement == Movement.New);
    }

    readonly bool IsScaled(in Flow flow)
        => flow.Client.SawSyn && Client.WindowShift != Segment.NoWindowShift
            && flow.Server.SawSyn && Server.WindowShift != Segment.NoWindowShift;

    // Of what was sent again it is not known which copy was answered (RFC 6298 §3).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void NoteAnswer(
        ref HalfDetail half, ref HalfDetail other, ref HalfFlow asked, in Segment segment)
    {
        other.NoteAcknowledged(ref asked);
        bool answersLast = other.Last.SequenceEnd == segment.Acknowledgment
            && other.Last.SequenceEnd != other.Last.Sequence
            && !asked.Has(HalfTraits.Insists) && (!other.Last.IsSyn || asked.Syns == 1);
        if (answersLast) half.NoteAnswer(segment.Time - other.Last.Time);
    }

    // Something new is acknowledged long after a reset: the connection lives, so it was forged, or
    // not taken.
    readonly void NoteSurvival(ref Flow flow, Timestamp time)
    {
        const FlowTraits Resets = FlowTraits.ClientReset | FlowTraits.ServerReset;
        if ((flow.Traits & Resets) == 0) return;
        if (time - ResetTime > ResetWatch.OnItsWay(flow.RoundTrip)) flow.Traits &= ~Resets;
    }

    readonly Duration SilenceUntil(in Flow flow, Timestamp time)
        => flow.Has(FlowTraits.Active) ? time - LastActivity : Duration.Zero;

    // What one side says in a row without a pause is one thing said; an acknowledgment says
    // nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void NoteActivity(ref Flow flow, Side sender, Timestamp time, bool saysSomething)
    {
        Duration silence = SilenceUntil(in flow, time);
        ref Duration ended = ref sender == Side.Client ? ref ClientSilence : ref ServerSilence;
        bool isAnother = sender != LastActor || silence > ended || silence >= s_pause;
        if (saysSomething && isAnother) ended = silence;
        LastActor = sender;
        LastActivity = time;
        flow.Traits |= FlowTraits.Active;
    }
}
