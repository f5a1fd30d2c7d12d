using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Senders;

/// <summary>What the two ends did around a reset and after it.</summary>
static class AftermathRules
{
    public static Observation? SenderAlive(ResetEvidence e)
        => e.Aftermath.SenderSpoke.IsNone ? null
            : new(Party.ThirdParty, $"the {Say.Of(e.Sender)} went on with the connection after "
                + "\"its\" reset", e.Aftermath.SenderSpoke,
                ProvesAnother(e) ? 3 : 1);

    // Before a connection is open, a host may play games; and what was left of an older one on the
    // same ports does not concern this one.
    static bool ProvesAnother(ResetEvidence e)
        => e.Flow.Has(FlowTraits.Completed) && e.Fit != SequenceFit.Outside;

    // Weaver, Sommer, Paxson, "Detecting Forged TCP Reset Packets" (NDSS 2009), DATA_SEQ_RST. An
    // answer without a socket stands where it was asked, and its host may go on.
    public static Observation? SenderAhead(ResetEvidence e)
        => e.Aftermath.SenderAhead.IsNone || e.Shape != ResetShape.Active
            || !e.Flow.Has(FlowTraits.Completed) ? null
            : new(Party.ThirdParty, $"data of the {Say.Of(e.Sender)} follow from where \"its\" "
                + "reset stands, and a socket that resets has nothing to send from there",
                e.Aftermath.SenderAhead, 1);

    public static Observation? ReceiverAlive(ResetEvidence e)
        => e.Aftermath.ReceiverSpoke.IsNone ? null
            : new(Party.Unknown, $"the {Say.Of(e.Receiver)} went on after the reset: it did not "
                + "take it", e.Aftermath.ReceiverSpoke);

    /// <summary>Resets to both ends at once, of which neither answers anything.</summary>
    public static Observation? BothWays(ResetEvidence e)
    {
        if (e.HasTrigger) return null;

        bool after = !e.Aftermath.Echo.IsNone && !e.Aftermath.EchoIsReply
            && e.Aftermath.EchoTime - e.Reset.Time <= Soon.Processing;
        bool before = e.Flow.Has(e.Receiver == Side.Client
                ? FlowTraits.ClientReset
                : FlowTraits.ServerReset)
            && e.Shape == ResetShape.Active && e.Reset.Time - e.Flow.ResetTime <= Soon.Processing;
        return !after && !before ? null
            : new(Party.ThirdParty, "resets to both ends in the same instant, neither of which "
                + "answers anything", after ? e.Aftermath.Echo : FrameId.None, 1);
    }
}
