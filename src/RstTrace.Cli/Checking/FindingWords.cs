using System;
using System.CommandLine;
using RstTrace.Capture;

namespace RstTrace.Cli.Checking;

/// <summary>The word for how findings are shown.</summary>
static class FindingWords
{
    static readonly string[] s_formats = ["text", "ndjson", "markdown"];

    /// <summary>The option.</summary>
    public static Option<string> Format() => new("--format")
    {
        HelpName = "FORMAT",
        Description = "text, ndjson or markdown (text)",
    };

    /// <summary>What it says.</summary>
    /// <exception cref="UsageException">It is none of them.</exception>
    public static FindingFormat Read(string? name)
    {
        int place = Array.IndexOf(s_formats, name ?? "text");
        return place >= 0
            ? (FindingFormat)place
            : throw new UsageException(
                $"--format takes text, ndjson or markdown, not '{name}'",
                $"--format {Spelling.Nearest(name!, s_formats) ?? "ndjson"}");
    }
}
