using System;
using System.CommandLine;
using RstTrace.Host.Logs;

namespace RstTrace.Cli;

/// <summary>The options of a command that say which logs to look into.</summary>
sealed class LogWords
{
    readonly Option<string[]> _paths = new("--log")
    {
        HelpName = "FILE...",
        Description = "logs, also gzip: their lines that fit a reset",
        AllowMultipleArgumentsPerToken = true, // What a shell makes of syslog*.
    };

    readonly Option<bool> _journal = new("--journal")
    {
        Description = "the same of this host's journal",
    };

    readonly Option<string> _zone = new("--log-zone")
    {
        HelpName = "ZONE",
        Description = "of logs that do not say theirs (this host's)",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_paths);
        command.Add(_journal);
        command.Add(_zone);
    }

    /// <summary>Which logs.</summary>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public LogRequest Read(ParseResult words)
    {
        string? zone = words.GetValue(_zone);
        var request = new LogRequest
        {
            Paths = words.GetValue(_paths) ?? [],
            Journal = words.GetValue(_journal),
            Zone = zone is null ? TimeZoneInfo.Local : Zone(zone),
        };
        if (zone is not null && !request.IsAsked)
        {
            throw new UsageException(
                "--log-zone needs --log FILE", $"--log FILE --log-zone {zone}");
        }

        return request;
    }

    static TimeZoneInfo Zone(string text)
        => LogRequest.ParseZone(text)
            ?? throw new UsageException(
                $"--log-zone takes an offset or the name of a zone, not '{text}'",
                "--log-zone +05:30, or --log-zone Europe/Berlin");
}
