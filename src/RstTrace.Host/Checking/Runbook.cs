using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace RstTrace.Host.Checking;

/// <summary>Runs the steps of a runbook side by side, and hands over what they found in their
/// order, each as soon as it and those before it are done.</summary>
/// <param name="steps">In order.</param>
/// <param name="closing">Steps that begin when all of the others are done.</param>
public sealed class Runbook(IReadOnlyList<IStep> steps, IReadOnlyList<IStep> closing)
{
    /// <summary>Runs them.</summary>
    /// <param name="awaited">Called with the step that is waited for.</param>
    /// <param name="found">Gets each finding.</param>
    /// <param name="stop">Ends it early: the findings so far stand.</param>
    /// <returns>All findings.</returns>
    public IReadOnlyList<Finding> Run(
        Action<IStep> awaited, Action<Finding> found, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (IReadOnlyList<IStep> group in (IReadOnlyList<IStep>[])[steps, closing])
        {
            var tasks = new List<Task<Finding>>();
            foreach (IStep step in group) tasks.Add(Begin(step, stop));
            for (int i = 0; i < tasks.Count; i++)
            {
                if (!tasks[i].IsCompleted) awaited(group[i]);
                if (Await(tasks[i]) is not { } finding) continue;

                findings.Add(finding);
                found(finding);
            }
        }

        return findings;
    }

    static Finding? Await(Task<Finding> task)
    {
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // A thread each: they wait for the network most of the time.
    static Task<Finding> Begin(IStep step, CancellationToken stop)
        => Task.Factory.StartNew(
            () => step.Run(stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
