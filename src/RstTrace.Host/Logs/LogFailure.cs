using System;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Host.Logs;

/// <summary>Why a log cannot be read, in one line with a remedy.</summary>
static class LogFailure
{
    /// <param name="name">The log.</param>
    /// <param name="failure">How .NET says it.</param>
    public static CaptureException Opening(string name, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException
            => new($"{name}: no such log", $"ls -l '{name}'", failure),
        UnauthorizedAccessException
            => new($"{name}: no permission to read this log", $"sudo chmod a+r '{name}'", failure),
        _ => new($"{name}: this log cannot be opened", $"ls -l '{name}'", failure),
    };

    /// <param name="name">The log.</param>
    /// <param name="failure">How .NET says it.</param>
    public static CaptureException Reading(string name, Exception failure) => failure switch
    {
        InvalidDataException
            => new($"{name}: damaged or cut short: the rest of this log was not read",
                $"gzip -t '{name}'", failure),
        _ => new($"{name}: reading this log failed: the rest was not read",
            $"cp '{name}' copy.log, then --log copy.log", failure),
    };

    /// <param name="name">A file of which no line begins with a time that is known.</param>
    public static CaptureException NotALog(string name)
        => new($"{name}: no line of it begins with a time that is known: nothing was taken from it",
            "--log with syslog, journalctl -o json, nginx, HAProxy, PostgreSQL, or ISO 8601 times");
}
