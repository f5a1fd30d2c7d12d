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
        SeparateBy = "the first reset of this connection: that one has the reason",
        Weigh = static e => e.IsAfterReset && e.Shape is (ResetShape.Reply or ResetShape.Refusal)
            ? 0.9
            : 0,
        Tell = static e => "The connection had been reset before; this only answers what was still "
            + $"on its way to the {Say.Of(e.Sender)}.",
        Advise = static _ => [new("Look at the first reset of this connection instead.")],
    };
}
