using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Logs;

/// <summary>What lines of logs change about a verdict: how sure it is, where a line of this very
/// connection says what the verdict says, and nothing else.</summary>
/// <remarks>The sender stays: a line is the word of one host, and no line proves that a box on the
/// path did it. Nor does the word of a log weaken a verdict: it may be of another
/// moment.</remarks>
static class LogVerdict
{
    // Of the doubt that is left, so much goes; never all of it.
    const double Taken = 0.4, Most = 0.95;

    /// <summary>The reset with its lines.</summary>
    public static ResetEvent With(ResetEvent reset, IReadOnlyList<LogEvidence> lines)
    {
        if (lines.Count == 0) return reset;

        Verdict verdict = reset.Verdict;
        foreach (LogEvidence line in lines)
        {
            // By address alone it may be another connection of this client.
            if (line.Fit != LogFit.Endpoint || Supporting(line, verdict.Cause) is not { } phrase)
                continue;

            verdict = Confirmed(verdict, phrase);
            break;
        }

        return reset with { LogLines = lines, Verdict = verdict };
    }

    /// <summary>The phrase of a line that says what a cause says; null where it says something
    /// else, or nothing that is known.</summary>
    public static Phrase? Supporting(LogEvidence line, Cause cause)
    {
        foreach (Phrase phrase in PhraseTable.All)
        {
            if (phrase.Id == line.Phrase)
                return Array.IndexOf(phrase.Supports, cause.Id) >= 0 ? phrase : null;
        }

        return null;
    }

    static Verdict Confirmed(Verdict verdict, Phrase phrase)
    {
        double doubt = 1 - verdict.Confidence;
        double confidence = verdict.Sender is Party.Client or Party.Server
            ? Math.Max(verdict.Confidence, Math.Min(Most, 1 - (doubt * (1 - Taken))))
            : verdict.Confidence;
        double left = doubt > 0 ? (1 - confidence) / doubt : 1;
        var alternatives = new List<Alternative>(verdict.Alternatives.Count);
        foreach (Alternative other in verdict.Alternatives)
        {
            double share = Math.Floor(other.Confidence * left * 100) / 100;
            alternatives.Add(other with { Confidence = share });
        }

        string text = $"a log says what the cause says: {phrase.Proves} "
            + $"Refuted by: {phrase.RefutedBy}.";
        return verdict with
        {
            Confidence = Math.Round(confidence, 2),
            Alternatives = alternatives,
            Evidence =
            [
                .. verdict.Evidence, new Evidence("log." + phrase.Id, Party.Unknown, [], text),
            ],
        };
    }
}
