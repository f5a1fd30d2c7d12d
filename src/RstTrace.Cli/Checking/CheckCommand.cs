using System;
using System.Collections.Generic;
using System.CommandLine;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Cli.Checking;

/// <summary>The words of <c>rsttrace check</c>.</summary>
sealed class CheckCommand : Command, IDocumented
{
    readonly Argument<string[]> _service = new("HOST:PORT")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when it is not one.
        Description = "the service, as its clients name it",
    };

    readonly Option<string> _error = new("--error")
    {
        HelpName = "WORDS",
        Description = "an error as pasted: what it means and cannot mean",
    };

    readonly Option<string> _remote = new("--remote")
    {
        HelpName = "FILE",
        Description = "the server's rsttrace snapshot: judge its side too",
    };

    readonly Option<string> _capture = new("--capture")
    {
        HelpName = "FILE",
        Description = "a capture: idle timeouts by its silences",
    };

    readonly Option<string> _haproxy = new("--haproxy")
    {
        HelpName = "FILE",
        Description = "haproxy.cfg: its timeouts against the others",
    };

    readonly Option<string> _nginx = new("--nginx")
    {
        HelpName = "FILE",
        Description = "nginx.conf, the same",
    };

    readonly Option<string> _heartbeat = Seconds("--heartbeat", "how often the client speaks");

    readonly Option<string> _clientIdle =
        Seconds("--client-idle", "after how long the client closes an idle one");

    readonly Option<string> _serverIdle =
        Seconds("--server-idle", "after how long the server does");

    readonly Option<bool> _silent = new("--silent")
    {
        Description = "say nothing to the service: connect and listen",
    };

    readonly Option<string> _format = FindingWords.Format();

    /// <param name="run">Does it.</param>
    public CheckCommand(Func<CheckRequest, ExitCode> run)
        : base("check", "why a service refuses or resets connections")
    {
        Add(_service);
        foreach (Option option in (Option[])
            [_error, _remote, _capture, _haproxy, _nginx, _heartbeat, _clientIdle, _serverIdle,
                _silent, _format])
        {
            Add(option);
        }

        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "check HOST:PORT";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace check db.example:5432",
        "rsttrace check shop:443 --haproxy haproxy.cfg --heartbeat 300",
        "rsttrace check --error 'read: connection reset by peer'",
    ];

    CheckRequest Read(ParseResult words)
    {
        IReadOnlyList<string> services = Usage.Words(words, _service);
        string? error = words.GetValue(_error);
        if (services.Count > 1 || (services.Count == 0 && error is null))
        {
            throw new UsageException(
                $"check takes one HOST:PORT, not {services.Count}",
                services.Count == 2 ? $"rsttrace check {services[0]}:{services[1]}" : Examples[0]);
        }

        return new CheckRequest
        {
            Question = services.Count == 0 ? null : Question(ServiceName.Parse(services[0]), words),
            Error = error,
            RemotePath = words.GetValue(_remote),
            CapturePath = words.GetValue(_capture),
            HaproxyPath = words.GetValue(_haproxy),
            NginxPath = words.GetValue(_nginx),
            Format = FindingWords.Read(words.GetValue(_format)),
        };
    }

    CheckQuestion Question(ServiceName service, ParseResult words) => new()
    {
        Name = service.Host,
        Port = service.Port,
        IsSilent = words.GetValue(_silent),
        Heartbeat = Time(words, _heartbeat),
        ClientIdle = Time(words, _clientIdle),
        ServerIdle = Time(words, _serverIdle),
    };

    static Duration? Time(ParseResult words, Option<string> option)
        => words.GetValue(option) is { } text ? Quantity.Seconds(option.Name, text, 60) : null;

    static Option<string> Seconds(string name, string description) => new(name)
    {
        HelpName = "S",
        Description = description,
    };
}
