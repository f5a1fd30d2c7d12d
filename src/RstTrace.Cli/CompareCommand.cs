using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace compare</c>.</summary>
sealed class CompareCommand : Command, IDocumented
{
    readonly Argument<string[]> _captures = new("CLIENT SERVER...")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when they are fewer than two.
        Description = "captures of one time at several places, in any order",
    };

    readonly Option<string> _format = new("--format")
    {
        HelpName = "FORMAT",
        Description = ReportFormats.All,
    };

    readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "where to write the report (standard output)",
    };

    readonly Option<string[]> _map = new("--map")
    {
        HelpName = "A=B",
        Description = "address (and port) A of one capture is B in another",
    };

    readonly Option<bool> _all = new("--all")
    {
        Description = "every reset, however many there are",
    };

    readonly Option<bool> _redact = new("--redact")
    {
        Description = "other addresses, names and text for those off the wire",
    };

    readonly Option<string[]> _failOn = new("--fail-on")
    {
        HelpName = "CONDITION",
        Description = "exit 3 on any, cause=ID, sender=WHO or stage=WHEN",
    };

    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public CompareCommand(Func<CompareRequest, ExitCode> run)
        : base("compare", "who sent each reset, by captures of both ends")
    {
        Add(_captures);
        Add(_format);
        Add(_output);
        Add(_map);
        Add(_all);
        Add(_redact);
        Add(_failOn);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "compare FILE FILE...";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace compare client.pcap server.pcap",
        "rsttrace compare client.pcap firewall.pcap server.pcap --format ndjson",
        "rsttrace compare client.pcap server.pcap --map 203.0.113.9:443=10.0.0.5:8443",
    ];

    CompareRequest Read(ParseResult words)
    {
        IReadOnlyList<string> captures = Usage.Words(words, _captures);
        if (captures.Count < 2)
        {
            throw new UsageException(
                $"compare takes two captures or more, not {captures.Count}", Examples[0]);
        }

        foreach (string capture in captures)
        {
            if (capture == "-") throw CapturePasses.StandardInputGiven("compare", "other.pcap");
        }

        return new CompareRequest
        {
            Paths = captures,
            Format = ReportFormats.Parse(words.GetValue(_format) ?? "text"),
            OutputPath = words.GetValue(_output),
            Map = EndpointWords.Parse(words.GetValue(_map) ?? []),
            All = words.GetValue(_all),
            Redact = words.GetValue(_redact),
            FailOn = Array.ConvertAll(words.GetValue(_failOn) ?? [], FailCondition.Parse),
            Tracing = _tracing.Read(words),
        };
    }
}
