using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>A line of a log in words: how long before or after the reset, which log, what it says
/// and what that proves. Not yet safe to show.</summary>
static class LogLineText
{
    static readonly Duration s_second = Duration.FromSeconds(1);

    /// <summary>All in one line.</summary>
    public static string Of(LogEvidence line)
    {
        string proves = line.Proves is { } proved ? $": {proved}" : "";
        return $"{Since(line)}, {line.Source}, {Of(line.Fit)}{proves} \"{Said(line)}\"";
    }

    /// <summary>All lines of a reset, in one; null where there are none.</summary>
    public static string? All(ResetEvent reset)
    {
        if (reset.LogLines.Count == 0) return null;

        var lines = new List<string>();
        foreach (LogEvidence line in reset.LogLines) lines.Add(Of(line));
        return string.Join(" | ", lines);
    }

    /// <summary>What it says, with who says it.</summary>
    public static string Said(LogEvidence line) => (line.Process, line.ProcessId) switch
    {
        (null, _) => line.Text,
        ({ } process, null) => $"{process}: {line.Text}",
        ({ } process, { } id) => $"{process}[{id}]: {line.Text}",
    };

    static string Of(LogFit fit) => fit switch
    {
        LogFit.Endpoint => "this connection",
        LogFit.Address => "by address alone",
        LogFit.Service or _ => "no address",
    };

    // A log that has whole seconds cannot tell which of two in the same second came first.
    static string Since(LogEvidence line)
    {
        if (line.Precision >= s_second && line.Since <= Duration.Zero
            && Duration.Zero - line.Since < line.Precision)
        {
            return "the same second";
        }

        return line.Since < Duration.Zero
            ? $"{Duration.Zero - line.Since} before"
            : $"{line.Since} after";
    }
}
