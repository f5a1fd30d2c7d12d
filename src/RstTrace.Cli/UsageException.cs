using System;

namespace RstTrace.Cli;

/// <summary>The command line cannot be understood.</summary>
/// <param name="message">What is wrong with it, in one line.</param>
/// <param name="hint">What to type instead.</param>
sealed class UsageException(string message, string hint) : Exception(message)
{
    /// <summary>What to type instead.</summary>
    public string Hint { get; } = hint;
}
