using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace man</c>.</summary>
sealed class ManCommand : Command, IDocumented
{
    /// <param name="output">Where the page goes.</param>
    public ManCommand(Func<TextWriter> output)
        : base("man", "all of this as a manual page, in roff")
        => SetAction(words =>
        {
            TextWriter writer = output();
            writer.Write(ManPage.Of(words.RootCommandResult.Command));
            writer.Flush();
            return (int)ExitCode.Finished;
        });

    /// <inheritdoc/>
    public string Synopsis => "man";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace man | man -l -",
        "rsttrace man > /usr/local/share/man/man1/rsttrace.1",
    ];
}
