using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;

namespace RstTrace.Cli;

/// <summary><c>--version</c>.</summary>
/// <param name="output">Where it goes.</param>
sealed class VersionAction(Func<TextWriter> output) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter writer = output();
        writer.Write($"rsttrace {typeof(VersionAction).Assembly.GetName().Version?.ToString(3)}\n");
        writer.Flush();
        return (int)ExitCode.Finished;
    }
}
