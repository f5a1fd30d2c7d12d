using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;

namespace RstTrace.Cli;

/// <summary><c>--version</c>.</summary>
/// <param name="output">Where it goes.</param>
sealed class VersionAction(Func<TextWriter> output) : SynchronousCommandLineAction
{
    /// <summary>The program's version.</summary>
    public static string Version { get; }
        = typeof(VersionAction).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter writer = output();
        writer.Write($"rsttrace {Version}\n");
        writer.Flush();
        return (int)ExitCode.Finished;
    }
}
