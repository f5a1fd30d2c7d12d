using System.Collections.Generic;

namespace RstTrace.Cli;

/// <summary>What help says of a command beside its words.</summary>
interface IDocumented
{
    /// <summary>What is typed after "rsttrace".</summary>
    string Synopsis { get; }

    /// <summary>Lines to type.</summary>
    IReadOnlyList<string> Examples { get; }
}
