using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace explain</c>.</summary>
sealed class ExplainCommand : Command, IDocumented
{
    readonly Argument<string[]> _captures = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when it is not one.
        Description = "pcap or pcapng, gzip or not",
    };

    readonly Option<string> _frame = new("--frame")
    {
        HelpName = "N",
        Description = "number of a RST frame, as analyze and Wireshark count",
    };

    readonly Option<bool> _redact = new("--redact")
    {
        Description = "other addresses, names and text for those off the wire",
    };

    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public ExplainCommand(Func<ExplainRequest, ExitCode> run)
        : base("explain", "one reset in full, with the segments around it")
    {
        Add(_captures);
        Add(_frame);
        Add(_redact);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "explain FILE --frame N";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace explain capture.pcap --frame 42"];

    ExplainRequest Read(ParseResult words) => new()
    {
        Path = Capture(Usage.Words(words, _captures)),
        Frame = Frame(words.GetValue(_frame)),
        Redact = words.GetValue(_redact),
        Tracing = _tracing.Read(words),
    };

    string Capture(IReadOnlyList<string> captures) => captures switch
    {
        [] => throw new UsageException("explain needs a FILE", Examples[0]),
        ["-"] => throw CapturePasses.StandardInputGiven("explain", "--frame N"),
        [string path] when Directory.Exists(path) => throw new UsageException(
            $"explain takes one capture, and {path} is a folder", $"rsttrace analyze {path}"),
        [string path] => path,
        _ => throw new UsageException(
            $"explain takes one FILE, not {captures.Count}", Examples[0]),
    };

    static long Frame(string? text)
    {
        if (text is null) throw FrameMissing();

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long frame)
            && frame > 0
            ? frame
            : throw new UsageException(
                $"--frame takes a frame's number, from 1, not '{text}'", "--frame 42");
    }

    static UsageException FrameMissing()
        => new("explain needs --frame N", "rsttrace analyze FILE, which names the frames");
}
