using System;
using System.Collections.Generic;

namespace RstTrace.Host.Logs;

/// <summary>Which logs to look into.</summary>
public sealed record LogRequest
{
    /// <summary>Files as the user named them, plain or gzip.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Whether to ask systemd's journal of this host too.</summary>
    public bool Journal { get; init; }

    /// <summary>The zone of those lines that do not say theirs.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Whether there is anything to look into.</summary>
    public bool IsAsked => Journal || Paths.Count > 0;

    /// <summary>A zone as it is typed: an offset, such as +05:30, or a name, such as
    /// Europe/Berlin or UTC.</summary>
    /// <returns>Null where there is no such zone.</returns>
    public static TimeZoneInfo? ParseZone(string text) => LogZone.Parse(text);
}
