using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace extract</c>.</summary>
sealed class ExtractCommand : Command, IDocumented
{
    const long MostOctets = 262_144;

    readonly Argument<string[]> _captures = new("FILE...")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when there is none.
        Description = "pcap, pcapng, also gzip; folders",
    };

    readonly Option<string> _output = new(NewFile.Option)
    {
        HelpName = "OUT.pcapng",
        Description = "where the connections go; - for standard output",
    };

    readonly Option<string[]> _frames = new("--frame")
    {
        HelpName = "N",
        Description = "that of a RST frame, as analyze and Wireshark count",
    };

    readonly Option<string[]> _streams = new("--stream")
    {
        HelpName = "N",
        Description = "a stream, reset or not, as Wireshark counts from 0",
    };

    readonly Option<string[]> _causes = new("--cause")
    {
        HelpName = "ID",
        Description = "those reset for this cause",
    };

    readonly Option<string[]> _senders = new("--sender")
    {
        HelpName = "WHO",
        Description = "client, server, third-party or unknown sent it",
    };

    readonly Option<string[]> _stages = new("--stage")
    {
        HelpName = "WHEN",
        Description = "reset then, such as handshake or after-idle",
    };

    readonly Option<string> _snap = new("--snap")
    {
        HelpName = "N",
        Description = "keep N octets of each frame (all)",
    };

    readonly Option<bool> _ring = new("--ring")
    {
        Description = "the files are one capture, as tcpdump -C and -G write it",
    };

    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public ExtractCommand(Func<ExtractRequest, ExitCode> run)
        : base("extract", "whole connections, by reset or by stream")
    {
        _causes.CompletionSources.Add(_ => ResetTerms.WordsFor("cause"));
        _senders.CompletionSources.Add(_ => ResetTerms.WordsFor("sender"));
        _stages.CompletionSources.Add(_ => ResetTerms.WordsFor("stage"));
        Add(_captures);
        Add(_output);
        Add(_causes);
        Add(_frames);
        Add(_streams);
        Add(_senders);
        Add(_stages);
        Add(_snap);
        Add(_ring);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "extract FILE... -w OUT.pcapng";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace extract capture.pcap -w OUT.pcapng --frame 42",
        "rsttrace extract capture.pcap -w OUT.pcapng --stream 6",
        "rsttrace extract captures/ -w OUT.pcapng --cause idle-timeout --sender server",
    ];

    ExtractRequest Read(ParseResult words)
    {
        IReadOnlyList<string> captures = Usage.Words(words, _captures);
        if (captures.Count == 0) throw new UsageException("extract needs a FILE", Examples[0]);
        foreach (string path in captures)
        {
            if (path == "-")
                throw CapturePasses.StandardInputGiven("extract", "-w OUT.pcapng --frame N");
        }

        ResetChoice choice = Choice(words);
        if (choice.IsEmpty)
        {
            throw new UsageException(
                "extract needs --cause, --frame, --stream, --sender or --stage", Examples[0]);
        }

        return new ExtractRequest
        {
            Paths = captures,
            OutputPath = words.GetValue(_output)
                ?? throw new UsageException("extract needs -w OUT.pcapng", Examples[0]),
            Choice = choice,
            Ring = words.GetValue(_ring),
            SnapLength = words.GetValue(_snap) is { } snap
                ? (int)Quantity.Whole("--snap", snap, 1, MostOctets, 256)
                : 0,
            Tracing = _tracing.Read(words),
        };
    }

    ResetChoice Choice(ParseResult words) => new()
    {
        Frames = Numbers("--frame", words.GetValue(_frames), least: 1),
        Streams = Numbers("--stream", words.GetValue(_streams), least: 0),
        Terms = new Dictionary<string, string[]>
        {
            ["cause"] = Terms("cause", words.GetValue(_causes)),
            ["sender"] = Terms("sender", words.GetValue(_senders)),
            ["stage"] = Terms("stage", words.GetValue(_stages)),
        },
    };

    static long[] Numbers(string option, string[]? typed, long least)
        => Array.ConvertAll(
            typed ?? [], text => Quantity.Whole(option, text, least, long.MaxValue, 42));

    static string[] Terms(string key, string[]? typed)
    {
        foreach (string word in typed ?? []) ResetTerms.Check($"--{key} ", key, word);

        return typed ?? [];
    }
}
