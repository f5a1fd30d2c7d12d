using System.Diagnostics;
using NUnit.Framework;

namespace RstTrace.Host.Tests;

/// <summary>A program of the system.</summary>
static class Tool
{
    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>Its standard output.</returns>
    public static string Run(params string[] words)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{string.Join(' ', words)}: {output}");
        return output;
    }
}
