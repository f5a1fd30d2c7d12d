using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;

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

    const int UsuallySeen = 8;

    // Points that no rule adds up to: what is proven is not weighed.
    const int Certain = 9;

    static readonly int s_groundCount = Enum.GetValues<Ground>().Length;

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
        Party.Client or Party.Server => Doubt is > 0 and < Certain ? 0.9 : 1,
        _ => throw new InvalidOperationException($"{Sender}"),
    };

    // An answer without a socket may be of another host behind the same address (anycast, a
    // failover): that one event changes the way, the time it takes and the form together.
    static Ground GroundOf(SenderRule rule, ResetEvidence evidence)
        => evidence.Shape is (ResetShape.Reply or ResetShape.Refusal)
            && rule.Ground is (Ground.Speed or Ground.Form or Ground.Marks)
            ? Ground.Path
            : rule.Ground;

    public static SenderAssessment Of(ResetEvidence evidence)
    {
        var shown = new List<Evidence>(UsuallySeen);
        Span<int> doubts = stackalloc int[SenderRule.All.Length];
        Span<(int Doubt, int Proof)> grounds = stackalloc (int, int)[s_groundCount];
        foreach (SenderRule rule in SenderRule.All)
        {
            if (rule.Observe(evidence) is not Observation seen) continue;

            // What weighs most comes first; of equals, as the rules stand.
            int place = shown.Count;
            for (; place > 0 && doubts[place - 1] < seen.Doubt; place--)
                doubts[place] = doubts[place - 1];
            doubts[place] = seen.Doubt;
            shown.Insert(
                place, new Evidence(rule.Id, seen.Says, Frames(seen, evidence), seen.Text));
            ref (int Doubt, int Proof) ground = ref grounds[(int)GroundOf(rule, evidence)];
            ground = (Math.Max(ground.Doubt, seen.Doubt), Math.Max(ground.Proof, seen.Proof));
        }

        if (evidence.Proven is { } proven)
            return new SenderAssessment(proven.Sender, Certain, [.. proven.Evidence, .. shown]);

        int signals = 0, doubt = 0, proof = 0;
        foreach ((int Doubt, int Proof) ground in grounds)
        {
            if (ground.Proof > 0) signals++;
            doubt += ground.Doubt;
            proof += ground.Proof;
        }

        if (KernelSentence.Observation(evidence) is { } word) shown.Insert(0, word);

        // Who was there when it was sent does not have to conclude it. Denied, it is of a packet
        // filter on the host whose address it bears.
        if (evidence.Kernel is { Answer: not KernelAnswer.None })
            return new SenderAssessment(SenderRule.Claimed(evidence), 0, shown);

        Party sender = signals >= 2 && proof >= EnoughToAccuse ? Party.ThirdParty
            : doubt >= ReasonableDoubt ? Party.Unknown
            : SenderRule.Claimed(evidence);
        return new SenderAssessment(sender, doubt, shown);
    }

    static IReadOnlyList<FrameId> Frames(Observation seen, ResetEvidence evidence)
        => seen.Frame.IsNone ? evidence.ResetAlone
            : seen.Another.IsNone ? [evidence.Reset.Frame, seen.Frame]
            : [evidence.Reset.Frame, seen.Frame, seen.Another];
}
