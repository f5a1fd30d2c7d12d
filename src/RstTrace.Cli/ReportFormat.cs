using System;
using System.Collections.Generic;
using RstTrace.Capture;

namespace RstTrace.Cli;

/// <summary>How resets are reported.</summary>
enum ReportFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON object a line.</summary>
    Ndjson,

    /// <summary>For a ticket or a chat.</summary>
    Markdown,

    /// <summary>For a ticket: one page, to be opened in a browser.</summary>
    Html,

    /// <summary>For spreadsheets: one row a reset.</summary>
    Csv,

    /// <summary>As Zeek writes its logs: one line a reset.</summary>
    Zeek,
}

/// <summary>The formats as they are typed.</summary>
static class ReportFormats
{
    static readonly string[] s_names
        = Array.ConvertAll(Enum.GetNames<ReportFormat>(), static name => name.ToLowerInvariant());

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>"text, ndjson or ...", for a sentence.</summary>
    public static string All { get; } = $"{string.Join(", ", s_names[..^1])} or {s_names[^1]}";

    /// <summary>The format of a name.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static ReportFormat Parse(string name)
    {
        int place = Array.IndexOf(s_names, name);
        return place >= 0
            ? (ReportFormat)place
            : throw new UsageException(
                $"--format takes {All}, not '{name}'",
                $"--format {Spelling.Nearest(name, s_names) ?? "ndjson"}");
    }
}
