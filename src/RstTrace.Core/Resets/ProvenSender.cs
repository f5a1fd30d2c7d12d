using System;
using System.Collections.Generic;

namespace RstTrace.Core.Resets;

/// <summary>Who sent a reset, by more than one capture's word.</summary>
/// <param name="Sender">Who.</param>
/// <param name="Confidence">How sure: 0 to 1.</param>
/// <param name="Strength">Who says so.</param>
/// <param name="Evidence">What shows it, strongest first.</param>
public sealed record ProvenSender(
    Party Sender, double Confidence, Strength Strength, IReadOnlyList<Evidence> Evidence)
{
    const string Overruled = "nothing: it is what this capture says alone, and more was seen";

    /// <summary>The event of a reset that was judged anew.</summary>
    /// <param name="alone">What its capture says alone: kept among the alternatives.</param>
    /// <param name="judged">What is said now that the sender is known.</param>
    internal ResetEvent Overrule(ResetEvent alone, ResetEvent judged)
    {
        Verdict before = alone.Verdict, after = judged.Verdict;
        var alternatives = new List<Alternative>();
        if (before.Sender != after.Sender || before.Cause != after.Cause)
        {
            double left = Math.Min(before.Confidence, 1 - Math.Min(after.Confidence, Confidence));
            alternatives.Add(
                new(before.Sender, before.Cause, Math.Round(left, 2), Overruled));
        }

        foreach (Alternative other in after.Alternatives)
        {
            if (other.Cause != before.Cause || alternatives.Count == 0) alternatives.Add(other);
        }

        return judged with
        {
            Alone = before,
            Verdict = after with
            {
                Strength = Strength,
                SenderConfidence = Confidence,
                Alternatives = alternatives,
            },
        };
    }
}
