using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace annotate</c>.</summary>
sealed class AnnotateCommand : Command, IDocumented
{
    readonly Argument<string[]> _captures = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when it is not one.
        Description = "pcap or pcapng, gzip or not",
    };

    readonly Option<string> _output = new(NewFile.Option)
    {
        HelpName = "OUT.pcapng",
        Description = "the copy; - for standard output",
    };

    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public AnnotateCommand(Func<AnnotateRequest, ExitCode> run)
        : base("annotate", "a copy with the verdicts as comments")
    {
        Add(_captures);
        Add(_output);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "annotate FILE -w OUT.pcapng";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace annotate capture.pcap -w OUT.pcapng"];

    AnnotateRequest Read(ParseResult words) => new()
    {
        Path = Capture(Usage.Words(words, _captures)),
        OutputPath = words.GetValue(_output)
            ?? throw new UsageException("annotate needs -w OUT.pcapng", Examples[0]),
        Tracing = _tracing.Read(words),
    };

    string Capture(IReadOnlyList<string> captures) => captures switch
    {
        [] => throw new UsageException("annotate needs a FILE", Examples[0]),
        ["-"] => throw CapturePasses.StandardInputGiven("annotate", "-w OUT.pcapng"),
        [string path] when Directory.Exists(path) => throw new UsageException(
            $"annotate takes one capture, and {path} is a folder", Examples[0]),
        [string path] => path,
        _ => throw new UsageException(
            $"annotate takes one FILE, not {captures.Count}",
            "mergecap -w all.pcapng FILES, then rsttrace annotate all.pcapng -w OUT.pcapng"),
    };
}
