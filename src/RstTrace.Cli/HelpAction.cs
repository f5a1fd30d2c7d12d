using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;

namespace RstTrace.Cli;

/// <summary><c>--help</c>.</summary>
/// <param name="output">Where it goes.</param>
sealed class HelpAction(Func<TextWriter> output) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter writer = output();
        writer.Write(HelpText.Of(parseResult.CommandResult.Command));
        writer.Flush();
        return (int)ExitCode.Finished;
    }
}
