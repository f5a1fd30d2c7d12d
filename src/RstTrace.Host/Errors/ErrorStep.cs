using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Errors;

/// <summary>Step: what a pasted error means, and what it cannot mean.</summary>
/// <param name="pasted">The error's words; not trusted.</param>
public sealed class ErrorStep(string pasted) : IStep
{
    const int LongestShown = 200;

    /// <inheritdoc/>
    public string Id => "error";

    /// <inheritdoc/>
    public string Title => "what does the error mean";

    /// <inheritdoc/>
    public Finding Run(CancellationToken ending)
    {
        string shown = pasted.Length > LongestShown ? pasted[..LongestShown] + "..." : pasted;
        List<ErrorPhrase> phrases = ErrorPhrase.In(pasted);
        if (phrases.Count == 0)
        {
            return this.Skipped($"\"{shown}\" is no error that is known here") with
            {
                Next =
                [
                    new Fix("Paste the innermost line: the one with 'reset', 'refused', 'pipe', "
                        + "'timed out', or a number."),
                ],
            };
        }

        // What the program around it says comes on top of what the system said.
        ErrorPhrase first = phrases[0];
        var evidence = new List<string> { $"cannot mean: {first.Kind.CannotMean}" };
        var next = new List<Fix> { new($"Next: {first.Kind.Next}.") };
        foreach (ErrorPhrase phrase in phrases)
        {
            if (phrase.Kind == first.Kind) continue;

            evidence.Add($"and in it {phrase.Kind.Name}: {phrase.Kind.Means}");
            evidence.Add($"cannot mean: {phrase.Kind.CannotMean}");
            break;
        }

        string text = $"\"{shown}\" is {first.Kind.Name} as {first.From} says it: "
            + first.Kind.Means;
        return this.Found(StepVerdict.Ok, text) with { Evidence = evidence, Next = next };
    }
}
