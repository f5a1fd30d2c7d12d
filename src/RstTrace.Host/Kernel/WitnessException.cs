using System;

namespace RstTrace.Host.Kernel;

/// <summary>The kernel cannot be heard, in one line, and what to type about it.</summary>
/// <param name="message">What is missing.</param>
/// <param name="hint">What makes it work; null where nothing does.</param>
public sealed class WitnessException(string message, string? hint) : Exception(message)
{
    /// <summary>What to type; null where nothing helps.</summary>
    public string? Hint { get; } = hint;
}
