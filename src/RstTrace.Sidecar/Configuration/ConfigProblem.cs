using System;
using System.Collections.Generic;

namespace RstTrace.Sidecar.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Message">Where and what, in a line.</param>
/// <param name="Hint">What to write instead.</param>
public readonly record struct ConfigProblem(string Message, string Hint);

/// <summary>The configuration cannot be used.</summary>
/// <param name="problems">All that is wrong, in the order in which it was written; at least
/// one.</param>
public sealed class ConfigException(IReadOnlyList<ConfigProblem> problems)
    : Exception(problems[0].Message)
{
    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
