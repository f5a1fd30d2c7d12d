using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets after both sides had closed.</summary>
static class AfterBothFins
{
    public static CauseEntry TimeWaitAssassination { get; } = new()
    {
        Id = "timewait-assassination",
        Title = "A reset hits TIME-WAIT after a clean close",
        Reference = "RFC 1337, RFC 9293 §3.10.7.1",
        Meaning = "Both sides had closed properly; then a late acknowledgment met an end that had "
            + "already forgotten the connection and said so. No application sees it. On Linux the "
            + "reset may end TIME-WAIT early, unless tcp_rfc1337 is set.",
        Predicate = "The FINs of both sides were acknowledged; then a segment without data, SYN or "
            + "FIN drew a bare RST with SEG.SEQ = its SEG.ACK.",
        Culprits =
        [
            "a delayed duplicate that TIME-WAIT acknowledges once more",
            "a FIN that was sent again because its acknowledgment was lost",
            "an end that leaves TIME-WAIT out",
        ],
        LookAlikes =
        [
            new("late-segment-after-close",
                "what drew it: an acknowledgment without data comes from TIME-WAIT, data or a FIN "
                    + "came late; harmless either way"),
        ],
        SeparateBy = "nothing: both sides had closed, so no application can notice",
        Weigh = static e => e.Shape != ResetShape.Reply || !e.HasTrigger
            || e.Trigger is not { PayloadLength: 0, IsFin: false, IsSyn: false } ? 0
            : IsClosed(e) ? 0.85
            : HitsFormerClient(e) ? 0.92
            : 0,
        Tell = static _ => "Both sides had closed; a last acknowledgment met an end that had "
            + "already forgotten the connection. Harmless.",
        Fixes =
        [
            new("Nothing to do: no application sees this reset."),
        ],
    };

    public static CauseEntry LateSegment { get; } = new()
    {
        Id = "late-segment-after-close",
        Title = "A late segment after both sides had closed",
        Reference = "RFC 9293 §3.10.7.1",
        Meaning = "Both sides had closed, and each knew of the other's close. Something came late "
            + "or twice after that and met nobody. No application sees this reset.",
        Predicate = "The FINs of both sides were acknowledged before the RST.",
        Culprits =
        [
            "segments that the network delayed or doubled",
            "a retransmission that crossed its acknowledgment",
            "a box that resets what it takes off its table",
            "a program that aborts what is already closed",
        ],
        LookAlikes =
        [
            new("abort-after-own-fin",
                "the acknowledgments of both FINs before the reset: with both, nothing can be "
                    + "lost; with one missing, something may be"),
        ],
        SeparateBy = "nothing: both sides had closed, so no application can notice",
        Weigh = static e => IsClosed(e) ? 0.8 : 0,
        Tell = static _ => "Both sides had closed; a late or repeated segment drew a reset. "
            + "Harmless.",
        Fixes =
        [
            new("Nothing to do: no application sees this reset."),
        ],
    };

    /// <summary>Whether each side knew of the other's close.</summary>
    public static bool IsClosed(ResetEvidence e)
        => e.Flow.Client.FinAcknowledged && e.Flow.Server.FinAcknowledged;

    // A SYN of the former server met the former client's TIME-WAIT.
    static bool HitsFormerClient(ResetEvidence e)
        => e.Flow.Has(FlowTraits.ReusedAfterClose) && e.Sender == Side.Server
            && e.Flow.Server.SawSyn && !e.Flow.Client.SawSyn;
}
