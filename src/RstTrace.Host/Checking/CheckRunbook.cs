using System.Collections.Generic;
using System.Threading;
using RstTrace.Host.Metrics;
using RstTrace.Host.Parameters;
using RstTrace.Host.Probes;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Checking;

/// <summary>The runbook of "Connection reset by peer": docs/runbook.md.</summary>
public static class CheckRunbook
{
    /// <summary>Its steps for one service.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="opening">Steps to show before them.</param>
    /// <param name="closing">Steps to run when those are done.</param>
    /// <param name="stop">Ends what is begun.</param>
    public static Runbook Of(
        CheckQuestion question, IReadOnlyList<IStep> opening, IReadOnlyList<IStep> closing,
        CancellationToken stop)
    {
        var facts = new CheckFacts(question, stop);
        var steps = new List<IStep>(opening)
        {
            new NameStep(facts),
            new ReachStep(facts),
            new MtuStep(facts),
            new PortStep(facts),
            new GreetingStep(facts),
            new PathStep(facts),
            new TimeoutStep(facts),
            new ParameterStep(facts, isRemote: false),
            new MetricStep(facts, isRemote: false),
        };
        if (question.Remote is not null) steps.Add(new ParameterStep(facts, isRemote: true));
        steps.Add(new MetricStep(facts, isRemote: true));
        return new Runbook(steps, closing);
    }
}
