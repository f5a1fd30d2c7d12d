using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace analyze</c>.</summary>
sealed class AnalyzeCommand : Command, IDocumented
{
    readonly Argument<string[]> _captures = new("FILE...")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when there is none.
        Description = "pcap, pcapng, also gzip; folders; - for standard input",
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

    readonly Option<bool> _all = new("--all")
    {
        Description = "every reset, however many there are",
    };

    readonly Option<bool> _redact = new("--redact")
    {
        Description = "other addresses, names and text for those off the wire",
    };

    readonly Option<bool> _ring = new("--ring")
    {
        Description = "the files are one capture, as tcpdump -C and -G write it",
    };

    // An option, where live takes it as tcpdump does: here the words are files, and behind "--"
    // they still are, since names may begin with a dash.
    readonly Option<string> _filter = new("--filter")
    {
        HelpName = "EXPRESSION",
        Description = "only the frames that tcpdump's EXPRESSION matches",
    };

    readonly Option<bool> _stats = new("--stats")
    {
        Description = "at the end, what was counted, in JSON on standard error",
    };

    readonly Option<string[]> _failOn = new("--fail-on")
    {
        HelpName = "CONDITION",
        Description = "exit 3 on any, cause=ID, sender=WHO or stage=WHEN",
    };

    readonly LogWords _logs = new();
    readonly TracerWords _tracing = TracerWords.OfFiles;

    /// <param name="run">Does it.</param>
    public AnalyzeCommand(Func<AnalyzeRequest, ExitCode> run)
        : base("analyze", "every reset in captures: who sent it, when, why")
    {
        _format.CompletionSources.Add(_ => ReportFormats.Names);
        _failOn.CompletionSources.Add(_ => FailCondition.Words());
        Add(_captures);
        Add(_format);
        Add(_output);
        Add(_all);
        Add(_redact);
        Add(_ring);
        Add(_filter);
        Add(_stats);
        Add(_failOn);
        _logs.AddTo(this);
        _tracing.AddTo(this);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "analyze FILE...";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace analyze capture.pcap",
        "rsttrace analyze captures/ --format ndjson -o resets.ndjson",
        "rsttrace analyze capture.pcap --format html -o report.html",
        "rsttrace analyze --ring r.pcap* --filter 'port 443' --fail-on stage=handshake",
        "ssh host tcpdump -U -w - tcp | rsttrace analyze -",
    ];

    AnalyzeRequest Read(ParseResult words)
    {
        IReadOnlyList<string> captures = Usage.Words(words, _captures);
        if (captures.Count == 0)
            throw new UsageException("analyze needs a FILE", "rsttrace analyze capture.pcap");

        return new AnalyzeRequest
        {
            Paths = captures,
            Format = ReportFormats.Parse(words.GetValue(_format) ?? "text"),
            OutputPath = words.GetValue(_output),
            All = words.GetValue(_all),
            Redact = words.GetValue(_redact),
            Ring = words.GetValue(_ring),
            Filter = words.GetValue(_filter),
            Stats = words.GetValue(_stats),
            FailOn = Array.ConvertAll(words.GetValue(_failOn) ?? [], FailCondition.Parse),
            Logs = _logs.Read(words),
            Tracing = _tracing.Read(words),
        };
    }
}
