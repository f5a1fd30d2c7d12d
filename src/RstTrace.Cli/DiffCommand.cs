using System;
using System.Collections.Generic;
using System.CommandLine;
using RstTrace.Capture;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace diff</c>.</summary>
sealed class DiffCommand : Command, IDocumented
{
    static readonly string[] s_conditions = ["new", "grown", "worse"];

    readonly Argument<string[]> _sides = new("BEFORE AFTER")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when they are not two.
        Description = "each a capture, a folder, or what --format ndjson wrote",
    };

    readonly Option<string> _format = new("--format")
    {
        HelpName = "text|ndjson",
        Description = "for people, or one JSON object a line (text)",
    };

    readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "where to write it (standard output)",
    };

    readonly Option<string[]> _failOn = new("--fail-on")
    {
        HelpName = "CHANGE",
        Description = "exit 3 on new, grown or worse (either), beyond chance",
    };

    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public DiffCommand(Func<DiffRequest, ExitCode> run)
        : base("diff", "which resets are new, gone, more or fewer")
    {
        _failOn.CompletionSources.Add(_ => s_conditions);
        Add(_sides);
        Add(_format);
        Add(_output);
        Add(_failOn);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "diff BEFORE AFTER";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace diff monday.pcap tuesday.pcap",
        "rsttrace diff --fail-on worse old.ndjson new.ndjson",
    ];

    DiffRequest Read(ParseResult words)
    {
        IReadOnlyList<string> sides = Usage.Words(words, _sides);
        if (sides.Count != 2)
        {
            throw new UsageException(
                $"diff takes two captures, BEFORE and AFTER, not {sides.Count}", Examples[0]);
        }

        if (sides is ["-", "-"])
        {
            throw new UsageException(
                "standard input can be read only once", "rsttrace diff before.pcap -");
        }

        string[] conditions = words.GetValue(_failOn) ?? [];
        foreach (string condition in conditions) Check(condition);
        return new DiffRequest
        {
            Before = sides[0],
            After = sides[1],
            IsNdjson = IsNdjson(words.GetValue(_format) ?? "text"),
            OutputPath = words.GetValue(_output),
            FailsOnNew = Array.Exists(conditions, static word => word != "grown"),
            FailsOnGrown = Array.Exists(conditions, static word => word != "new"),
            Tracing = _tracing.Read(words),
        };
    }

    static bool IsNdjson(string name) => name switch
    {
        "text" => false,
        "ndjson" => true,
        _ => throw new UsageException(
            $"--format takes text or ndjson, not '{name}'",
            $"--format {Spelling.Nearest(name, ["text", "ndjson"]) ?? "ndjson"}"),
    };

    static void Check(string condition)
    {
        if (Array.IndexOf(s_conditions, condition) >= 0) return;

        throw new UsageException(
            $"--fail-on takes new, grown or worse, not '{condition}'",
            $"--fail-on {Spelling.Nearest(condition, s_conditions) ?? "worse"}");
    }
}
