using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Senders;

/// <summary>A reset's sequence number against the connection's.</summary>
static class NumberRules
{
    static readonly SideSentence s_exact = new(static receiver
        => $"exactly at the sequence number that the {receiver} expects");

    static readonly SideSentence s_inWindow = new(static receiver
        => $"ahead of the sequence number that the {receiver} expects, within its window: it will "
            + "be challenged (RFC 5961)");

    static readonly SideSentence s_outside = new(static receiver
        => $"not where the {receiver} expects the next octet: it should be ignored (RFC 5961)");

    public static Observation? Sequence(ResetEvidence e) => e.Fit switch
    {
        SequenceFit.Exact => new(Party.Unknown, s_exact.Of(e.Receiver)),
        SequenceFit.InWindow => new(Party.Unknown, s_inWindow.Of(e.Receiver)),
        SequenceFit.Outside => new(Party.Unknown, s_outside.Of(e.Receiver)),
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
