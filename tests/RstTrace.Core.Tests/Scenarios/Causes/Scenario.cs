using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>A trace with a reset, and what may and may not be said of its first event.</summary>
/// <param name="Name">What happens, in a sentence.</param>
/// <param name="Trace">The segments.</param>
/// <param name="Causes">The causes that are right: several, where the wire of one vantage cannot
/// tell them apart. None, when only <see cref="Never"/> counts.</param>
sealed record Scenario(string Name, string Trace, params string[] Causes)
{
    /// <summary>Causes that would be wrong.</summary>
    public string[] Never { get; init; } = [];

    /// <summary>When, finely; not checked when null.</summary>
    public string? Phase { get; init; }

    /// <summary>When, in the words of the passive-tampering literature.</summary>
    public string? Radar { get; init; }

    /// <summary>When, in one word.</summary>
    public Stage? Stage { get; init; }

    /// <summary>The cause of every event after the first; not checked when null.</summary>
    public string? Afterwards { get; init; }

    /// <summary>Every cause that some scenario is.</summary>
    public static IEnumerable<string> AllCauses
        => typeof(Scenario).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CauseScenarios)))
            .Select(type => type.GetField(
                "s_scenarios", BindingFlags.NonPublic | BindingFlags.Static))
            .SelectMany(list => (Scenario[]?)list?.GetValue(null) ?? [])
            .SelectMany(scenario => scenario.Causes);

    /// <summary>Scenarios as NUnit wants them.</summary>
    public static IEnumerable<TestCaseData> Cases(IEnumerable<Scenario> scenarios)
        => scenarios.Select(
            scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.Name));
}
