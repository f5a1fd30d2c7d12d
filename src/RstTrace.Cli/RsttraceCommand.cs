using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace</c>.</summary>
sealed class RsttraceCommand : RootCommand, IDocumented
{
    /// <param name="output">Where help goes.</param>
    /// <param name="commands">What it can do.</param>
    public RsttraceCommand(Func<TextWriter> output, params Command[] commands)
        : base("who resets TCP connections, when, why, and how sure that is")
    {
        foreach (Command command in commands) Add(command);
        foreach (Option option in Options)
        {
            if (option is HelpOption) Reword(option, new HelpAction(output), "this text");
            if (option is VersionOption) Reword(option, new VersionAction(output), "its version");
        }
    }

    static void Reword(Option option, CommandLineAction action, string description)
    {
        option.Action = action;
        option.Description = description;
        option.Aliases.Remove("/?");
        option.Aliases.Remove("/h");
        option.Aliases.Remove("-?");
    }

    /// <inheritdoc/>
    public string Synopsis => "COMMAND";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace analyze capture.pcap    # more of them: rsttrace COMMAND --help",
    ];
}
