using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets of what was reset already.</summary>
static class AfterReset
{
    public static CauseEntry Cause { get; } = new()
    {
        Id = "after-reset",
        Title = "Answer to a segment of a connection that was reset before",
        Reference = "RFC 9293 §3.10.7.1",
        Meaning = "Something had reset this connection already. What was still on its way then met "
            + "an end that no longer knew the connection, and that end answered with one more "
            + "reset. It changes nothing: the first reset has the reason.",
        Predicate = "A RST of this connection went before, and this one is formed as an answer: "
            + "bare, with SEG.SEQ = SEG.ACK of what it answers, or RST,ACK with SEG.SEQ 0.",
        Culprits =
        [
            "segments that were in flight when the connection was aborted",
            "an upload that goes on until the reset arrives",
            "an end whose peer was told by somebody else that the connection is over",
        ],
        LookAlikes =
        [
            new("peer-lost-state",
                "a reset that went before on the same connection: after-reset; none in a capture "
                    + "from its start: peer-lost-state"),
        ],
        SeparateBy = "the first reset of this connection: that one has the reason",
        Doer = Doer.Either,
        Weigh = static e => e.IsAfterReset && e.Shape is (ResetShape.Reply or ResetShape.Refusal)
            ? e.HasTrigger ? 0.9 : 0.55
            : 0,
        Tell = static e => "The connection had been reset before; this only answers what was still "
            + $"on its way to the {Say.Of(e.Sender)}.",
        Fixes =
        [
            new("Look at the first reset of this connection instead."),
        ],
    };
}
