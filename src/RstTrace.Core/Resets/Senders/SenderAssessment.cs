using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Senders;

/// <summary>Who sent a reset, weighed from all that the rules show.</summary>
/// <remarks>To accuse a box between the ends takes two signals on different grounds (invariant
/// 10): a path that moves, an odd stack or a late packet each explain one, seldom two.</remarks>
sealed class SenderAssessment
{
    // From here on the claimed sender is in doubt.
    const int ReasonableDoubt = 2;

    // A strong signal and a hint on another ground, at least.
    const int EnoughToAccuse = 3;

    SenderAssessment(Party sender, int doubt, IReadOnlyList<Evidence> evidence)
    {
        Sender = sender;
        Doubt = doubt;
        Evidence = evidence;
    }

    /// <summary>Who, as far as the evidence goes.</summary>
    public Party Sender { get; }

    /// <summary>Points against the claimed sender.</summary>
    public int Doubt { get; }

    /// <summary>What the rules saw.</summary>
    public IReadOnlyList<Evidence> Evidence { get; }

    /// <summary>How much of a cause's certainty is left, given how sure the sender is.</summary>
    public double Trust => Sender switch
    {
        Party.Unknown => 0.5,
        Party.ThirdParty => Doubt >= 5 ? 0.95 : Doubt == 4 ? 0.85 : 0.75,
        Party.Client or Party.Server => Doubt > 0 ? 0.9 : 1,
        _ => throw new InvalidOperationException($"{Sender}"),
    };

    public static SenderAssessment Of(ResetEvidence evidence)
    {
        var observations = new List<(Evidence Seen, int Doubt)>();
        Span<int> against = stackalloc int[Enum.GetValues<Ground>().Length];
        foreach (SenderRule rule in SenderRule.All)
        {
            if (rule.Observe(evidence) is not Observation seen) continue;
            var shown = new Evidence(
                rule.Id, seen.Says, [evidence.Reset.Frame, .. seen.Frames], seen.Text);

            // What weighs most comes first; of equals, as the rules stand.
            int place = observations.FindIndex(other => other.Doubt < seen.Doubt);
            observations.Insert(
                place < 0 ? observations.Count : place, (shown, seen.Doubt));
            ref int ground = ref against[(int)rule.Ground];
            ground = Math.Max(ground, seen.Doubt);
        }

        int grounds = 0, doubt = 0;
        foreach (int points in against)
        {
            if (points > 0) grounds++;
            doubt += points;
        }

        Party sender = grounds >= 2 && doubt >= EnoughToAccuse ? Party.ThirdParty
            : doubt >= ReasonableDoubt ? Party.Unknown
            : SenderRule.Claimed(evidence);
        return new SenderAssessment(
            sender, doubt, observations.ConvertAll(static seen => seen.Seen));
    }
}
