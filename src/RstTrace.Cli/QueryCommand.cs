using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using RstTrace.Capture;
using RstTrace.Sidecar.Store;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace query</c>.</summary>
sealed class QueryCommand : Command, IDocumented
{
    const int UsualLines = 20, UsualTimeout = 30, MostTimeout = 600;

    static readonly string[] s_formats = ["text", "ndjson", "csv"];

    readonly Option<string> _store = Named("--store", "FILE", StoreOptions.UsualFile);
    readonly Option<string> _since = Named("--since", "TIME", "30m, 2h, 3d, 03:12 or a date, UTC");
    readonly Option<string> _until = Named("--until", "TIME", "the same; that moment is not in it");
    readonly Option<string[]> _cause = Several("--cause", "ID", "as rsttrace causes lists them");
    readonly Option<string[]> _sender = Several(
        "--sender", "WHO", "client, server, third-party or unknown");

    readonly Option<string[]> _stage = Several("--stage", "STAGE", "such as handshake");
    readonly Option<string> _server = Named("--server", "HOST", "ADDRESS, NAME, :PORT or both");
    readonly Option<string> _client = Named("--client", "HOST", "ADDRESS, :PORT or both");
    readonly Option<string> _limit = Named("--limit", "N", "the latest N (text: 20, else all)");
    readonly Option<string> _format = Named("--format", "text|ndjson|csv", "how to write (text)");
    readonly Option<string> _sql = Named("--sql", "SELECT", "a question over resets, incidents");
    readonly Option<string> _timeout = Named("--timeout", "SECONDS", "give up after (30)");

    readonly TimeProvider _clock;

    /// <param name="clock">What time it is.</param>
    /// <param name="run">Does it.</param>
    public QueryCommand(TimeProvider clock, Func<QueryRequest, ExitCode> run)
        : base("query", "asks the history that a sidecar keeps")
    {
        _clock = clock;
        Option[] options =
        [
            _since, _until, _cause, _sender, _stage, _server, _client, _limit, _format, _sql,
            _store, _timeout,
        ];
        foreach (Option option in options) Add(option);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "query";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace query --since 2h --server 10.0.0.9:5432",
        "rsttrace query --since 03:00 --sender third-party --format ndjson",
        "rsttrace query --sql 'SELECT cause, count(*) FROM resets GROUP BY 1'",
    ];

    QueryRequest Read(ParseResult words)
    {
        QueryFormat format = FormatOf(words.GetValue(_format) ?? "text");
        string? sql = words.GetValue(_sql);
        if (sql is not null) RefuseOthers(words);
        (string? server, int? serverPort) = Host("--server", words.GetValue(_server));
        (string? client, int? clientPort) = Host("--client", words.GetValue(_client));
        string? limit = words.GetValue(_limit);
        return new QueryRequest
        {
            Store = words.GetValue(_store) ?? StoreOptions.UsualFile,
            Sql = sql,
            Format = format,
            Timeout = TimeSpan.FromSeconds(
                Quantity.Whole(
                    "--timeout", words.GetValue(_timeout) ?? $"{UsualTimeout}", 1, MostTimeout,
                    UsualTimeout)),
            Question = new StoreQuestion
            {
                Since = Moment("--since", words.GetValue(_since)),
                Until = Moment("--until", words.GetValue(_until)),
                Causes = Terms(words, _cause, "cause"),
                Senders = Terms(words, _sender, "sender"),
                Stages = Terms(words, _stage, "stage"),
                Server = server,
                ServerPort = serverPort,
                Client = client,
                ClientPort = clientPort,
                Limit = limit is not null
                    ? Quantity.Whole("--limit", limit, 0, long.MaxValue, UsualLines)
                    : format == QueryFormat.Text ? UsualLines : null,
            },
        };
    }

    void RefuseOthers(ParseResult words)
    {
        Option[] others =
            [_since, _until, _cause, _sender, _stage, _server, _client, _limit];
        foreach (Option other in others)
        {
            if (words.GetResult(other) is null) continue;
            throw new UsageException(
                $"--sql says itself what is asked for, and takes no {other.Name}",
                "... WHERE time > ... LIMIT 20, in the SELECT");
        }
    }

    static string[] Terms(ParseResult words, Option<string[]> option, string key)
    {
        string[] given = words.GetValue(option) ?? [];
        foreach (string word in given) ResetTerms.Check($"--{key} ", key, word);
        return given;
    }

    static QueryFormat FormatOf(string name) => name switch
    {
        "text" => QueryFormat.Text,
        "ndjson" => QueryFormat.Ndjson,
        "csv" => QueryFormat.Csv,
        _ => throw new UsageException(
            $"--format takes text, ndjson or csv, not '{name}'",
            $"--format {Spelling.Nearest(name, s_formats) ?? "ndjson"}"),
    };

    // "10.0.0.9", "10.0.0.9:5432", "shop.example.org:443", ":5432", "[::1]:443", "::1".
    static (string? Name, int? Port) Host(string option, string? text)
    {
        if (text is null) return (null, null);

        int colon = text.LastIndexOf(':');
        bool isBare = colon < 0 || (text[0] != '[' && text.IndexOf(':') != colon)
            || text.EndsWith(']');
        string name = isBare ? text : text[..colon];
        int port = 0;
        bool hasPort = !isBare;
        if (hasPort && (!int.TryParse(
                text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port > ushort.MaxValue))
        {
            throw new UsageException(
                $"{option} takes an address, a port or both, not '{text}'",
                $"{option} 10.0.0.9:5432");
        }

        name = name.Trim('[', ']');
        return (name.Length == 0 ? null : name, hasPort ? port : null);
    }

    long? Moment(string option, string? text)
    {
        if (text is null) return null;

        DateTimeOffset now = _clock.GetUtcNow();
        return Nanoseconds(PastMoment.Parse(text, now) ?? throw new UsageException(
            $"{option} takes a time ago or a moment in UTC, not '{text}'",
            $"{option} 2h, {option} 03:12 or {option} {now:yyyy-MM-dd'T'HH:mm}"));
    }

    static long Nanoseconds(DateTimeOffset moment)
        => (moment - DateTimeOffset.UnixEpoch).Ticks * (1_000_000 / TimeSpan.TicksPerMillisecond);

    static Option<string> Named(string name, string value, string what)
        => new(name) { HelpName = value, Description = what };

    static Option<string[]> Several(string name, string value, string what)
        => new(name) { HelpName = value, Description = what };
}
