using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Senders;

/// <summary>A reset's sequence number against the connection's.</summary>
static class NumberRules
{
    public static Observation? Sequence(ResetEvidence e) => e.Fit switch
    {
        SequenceFit.Exact => new(Party.Unknown, "exactly at the sequence number that the "
            + $"{Say.Of(e.Receiver)} expects"),
        SequenceFit.InWindow => new(Party.Unknown, "ahead of the sequence number that the "
            + $"{Say.Of(e.Receiver)} expects, within its window: it will be challenged "
            + "(RFC 5961)"),
        SequenceFit.Outside => new(Party.Unknown, $"not where the {Say.Of(e.Receiver)} expects "
            + "the next octet: it should be ignored (RFC 5961)"),
        SequenceFit.Unknown => null,
        _ => throw new InvalidOperationException($"{e.Fit}"),
    };

    /// <summary>The same reset again, from another distance.</summary>
    public static Observation? Copies(ResetEvidence e)
        => e.Aftermath.OtherHopLimit.IsNone ? null
            : new(Party.ThirdParty, "repeated with another TTL", e.Aftermath.OtherHopLimit, 1);

    // Weaver, Sommer, Paxson, "Detecting Forged TCP Reset Packets" (NDSS 2009): a series of resets
    // with rising numbers is a guess at a window that moves on meanwhile.
    public static Observation? Guess(ResetEvidence e)
        => e.Aftermath.Guess.IsNone ? null
            : new(Party.ThirdParty, "repeated further ahead than anything that the "
                + $"{Say.Of(e.Sender)} has sent: a guess at where the connection might be",
                e.Aftermath.Guess, 2);
}
