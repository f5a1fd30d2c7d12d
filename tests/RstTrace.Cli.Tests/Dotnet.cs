using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>The .NET SDK, asked for what it makes of the sources.</summary>
static class Dotnet
{
    const int PatienceMilliseconds = 600_000; // everything is compiled, and a machine may be busy

    /// <summary>The folder of a project under <c>src</c>.</summary>
    public static string Project(string name) => Path.Combine(Root(), "src", name);

    /// <summary>Runs <c>dotnet</c> in the folder of the tests, leaving no server behind; fails the
    /// test unless it ends well and in time.</summary>
    /// <returns>What it said.</returns>
    public static string Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(PatienceMilliseconds);
        if (!ended) process.Kill(entireProcessTree: true);
        Assert.That(ended, Is.True, $"dotnet {words[0]} ends in time");
        Assert.That(process.ExitCode, Is.Zero, said.Result + errors.Result);
        return said.Result;
    }

    static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RstTrace.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No RstTrace.sln above the tests");
    }
}
