using System.Threading;

namespace RstTrace.Host.Checking;

/// <summary>One step of the runbook.</summary>
public interface IStep
{
    /// <summary>Its id, such as <c>port</c>.</summary>
    string Id { get; }

    /// <summary>What it asks, in a few words.</summary>
    string Title { get; }

    /// <summary>Does it. Steps run side by side, each on a thread of its own.</summary>
    /// <param name="ending">Ends it early.</param>
    /// <exception cref="System.OperationCanceledException">It was ended.</exception>
    Finding Run(CancellationToken ending);
}

/// <summary>Findings of a step.</summary>
public static class Steps
{
    /// <summary>A finding of this step.</summary>
    public static Finding Found(this IStep step, StepVerdict verdict, string text)
        => new() { Step = step.Id, Title = step.Title, Verdict = verdict, Text = text };

    /// <summary>This step cannot be done.</summary>
    /// <param name="step">The step.</param>
    /// <param name="why">In a sentence without a full stop.</param>
    public static Finding Skipped(this IStep step, string why)
        => step.Found(StepVerdict.Skipped, why);
}
