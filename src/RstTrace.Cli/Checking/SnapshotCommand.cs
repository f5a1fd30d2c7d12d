using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RstTrace.Host.Snapshots;

namespace RstTrace.Cli.Checking;

/// <summary>The words of <c>rsttrace snapshot</c>.</summary>
sealed class SnapshotCommand : Command, IDocumented
{
    readonly Option<bool> _script = new("--script")
    {
        Description = "print a shell script that does it where rsttrace is not",
    };

    /// <param name="run">Does it; told whether the script is wanted.</param>
    public SnapshotCommand(Func<bool, ExitCode> run)
        : base("snapshot", "what check asks of a server, as JSON")
    {
        Add(_script);
        SetAction(words => (int)run(words.GetValue(_script)));
    }

    /// <inheritdoc/>
    public string Synopsis => "snapshot";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace snapshot > server.json",
        "rsttrace snapshot --script | ssh root@server sh > server.json",
    ];
}

/// <summary>One run of <c>rsttrace snapshot</c>.</summary>
static class SnapshotRun
{
    /// <summary>Prints it.</summary>
    /// <param name="isScript">Whether the script that does the same.</param>
    public static ExitCode Run(bool isScript)
    {
        using Stream output = Output.Open(null, []);
        if (isScript)
        {
            TextWriter text = StandardStream.WriterTo(output);
            SnapshotScript.Write(text);
            text.Flush();
            return ExitCode.Finished;
        }

        using var buffer = new MemoryStream();
        Snapshot.Here().WriteTo(buffer);
        buffer.WriteByte((byte)'\n');
        output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return ExitCode.Finished;
    }
}
