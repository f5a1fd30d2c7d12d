using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets;

/// <summary>When in a connection's life a reset came, finely: the first entry that holds.</summary>
/// <param name="Id">What the event says.</param>
/// <param name="Radar">The same in the words of the passive-tampering literature: post-syn,
/// post-ack, post-psh, later or none.</param>
/// <param name="Holds">Whether a reset came then.</param>
sealed record Phase(string Id, string Radar, Predicate<ResetEvidence> Holds)
{
    /// <summary>The server answers the last step of the handshake.</summary>
    public static Phase Completing { get; }
        = new("handshake.completing", "post-ack", IsCompleting);

    /// <summary>Open, and nobody has said anything.</summary>
    public static Phase NoData { get; } = new("established.no-data", "post-ack", HasNoData);

    static readonly Phase[] s_all =
    [
        new("unsolicited", "none", static e => e.IsUnsolicited),
        new("reuse", "post-syn", static e => !IsOpen(e) && e.Flow.Client.SawSyn
            && !e.Flow.Server.SawSyn && e.Flow.Server.Seen),
        new("handshake.syn-refused", "post-syn", static e => e.Flow.Client.SawSyn
            && !e.Flow.Server.SawSyn && !IsOpen(e) && e.Sender == Side.Server),
        new("handshake.syn-aborted", "post-syn", static e => e.Flow.Client.SawSyn
            && !e.Flow.Server.SawSyn && !IsOpen(e)),
        new("handshake.synack-rejected", "post-syn", static e => !IsOpen(e)),
        Completing,
        new("closed.time-wait", "later", static e
            => e.Flow.Client.FinAcknowledged && e.Flow.Server.FinAcknowledged),
        new("closing.both", "later", static e => e.Flow.Client.SawFin && e.Flow.Server.SawFin),
        new("closing.own-fin", "later", static e => e.SenderHalf.SawFin),
        new("closing.peer-fin", "later", static e => e.ReceiverHalf.SawFin),
        new("keepalive", "later", static e => e.Probes > 0 && !e.HasTrigger),
        new("retransmitting", "later", static e => e.Stubborn.Retransmissions >= 2),
        new("zero-window", "later", static e => e.SenderHalf.Has(HalfTraits.ZeroWindow)
            || (e.Stubborn.Probes > 0 && e.ReceiverHalf.Has(HalfTraits.ShutWindow))),
        new("idle.first-packet", "later", static e => e.IsAfterIdle && e.HasTrigger),
        new("idle.spontaneous", "later", static e => e.IsAfterIdle),
        NoData,
        new("established.first-request", "post-psh", static e
            => e.Flow.Client.HasSpoken && !e.Flow.Server.HasSpoken),
        new("established.request-pending", "later", static e
            => e.ReceiverHalf.Has(HalfTraits.Data)
            && (!e.SenderHalf.Has(HalfTraits.Data)
                || e.ReceiverHalf.LastDataTime > e.SenderHalf.LastDataTime)),
        new("established.response-in-flight", "later", static e => e.Flow.Server.Outstanding > 0),
        new("established.quiescent", "later", static _ => true),
    ];

    /// <summary>The phase of a reset: see <see cref="ResetEvidence.Phase"/>. One that follows
    /// another reset says so, whatever came before.</summary>
    public static Phase Of(ResetEvidence evidence)
    {
        Phase phase = FirstOf(evidence);
        return evidence.IsAfterReset ? phase with { Id = "post-reset" } : phase;
    }

    static Phase FirstOf(ResetEvidence evidence)
    {
        foreach (Phase phase in s_all)
            if (phase.Holds(evidence)) return phase;

        throw new InvalidOperationException("the last phase holds for every reset");
    }

    /// <summary>The same in one word. A FIN outweighs silence: what is closing may well be
    /// silent.</summary>
    public static Stage StageOf(ResetEvidence evidence)
        => evidence.IsUnsolicited ? Stage.NoConnection
            : evidence.Flow.Client.SawFin || evidence.Flow.Server.SawFin ? Stage.Closing
            : !IsOpen(evidence) || RefusesLastStep(evidence) ? Stage.Handshake
            : evidence.IsAfterIdle ? Stage.AfterIdle
            : Stage.MidStream;

    // A server that answers the end of the handshake without a socket has not completed it.
    static bool RefusesLastStep(ResetEvidence e)
        => e.Shape == ResetShape.Reply && e.HasTrigger && IsCompleting(e);

    static bool IsOpen(ResetEvidence e) => e.Flow.Has(FlowTraits.Completed);

    static bool HasNoData(ResetEvidence e)
        => !e.Flow.Client.HasSpoken && !e.Flow.Server.HasSpoken
            && !e.Flow.Client.SawFin && !e.Flow.Server.SawFin;

    static bool IsCompleting(ResetEvidence e)
    {
        return e.Sender == Side.Server && HasNoData(e) && IsJustCompleted(e);
    }

    /// <summary>Whether the handshake was completed no longer ago than a server takes to answer its
    /// last step.</summary>
    public static bool IsJustCompleted(ResetEvidence e)
        => e.Flow.HandshakeSeen
            && e.Reset.Time - e.Flow.HandshakeTime <= Soon.Accepted(e.RoundTrip);
}
