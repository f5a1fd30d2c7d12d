using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets;

/// <summary>Something to check or change, for any reset of a cause.</summary>
/// <remarks>Both texts may hold names of <see cref="Placeholders"/> in braces, such as
/// <c>{server.port}</c>: filled in for a reset, left as they are in documentation.</remarks>
/// <param name="Text">What, in a sentence.</param>
/// <param name="Command">What to type; null when nothing is typed.</param>
public sealed record FixTemplate(string Text, string? Command = null)
{
    /// <summary>The fix of every reset, where there is nothing to fill in; else null.</summary>
    internal Fix? Filled { get; } = Placeholders.AreIn(Text) || Placeholders.AreIn(Command)
        ? null
        : new Fix(Text, Command);

    /// <summary>When it applies, in words that follow "when"; null: always.</summary>
    public string? When { get; init; }

    /// <summary>The same for one reset.</summary>
    internal Func<ResetEvidence, bool> Applies { get; init; } = static _ => true;
}
