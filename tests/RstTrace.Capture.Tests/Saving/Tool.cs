using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using NUnit.Framework;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>A program of the system, run to its end.</summary>
static class Tool
{
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed, and says why.</exception>
    public static string Run(string program, params string[] arguments)
        => RunIn(Environment.CurrentDirectory, program, arguments);

    public static string RunIn(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? answer
            : throw new InvalidOperationException($"{program} failed: {complaints.Result}");
    }
}

/// <summary>Captures of the project's own, by where they lie.</summary>
static class Captures
{
    static readonly string s_root = FindRoot();

    /// <summary>Every capture among the samples and of the lab.</summary>
    public static IEnumerable<string> All()
    {
        foreach (string folder in (string[])["samples-pcap", "tests/lab/captures"])
        {
            foreach (string file in CaptureFolder.Expand([Path.Combine(s_root, folder)]))
                yield return Path.GetRelativePath(s_root, file);
        }
    }

    public static string PathOf(string name) => Path.Combine(s_root, name);

    static string FindRoot()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder!, "RstTrace.sln")))
            folder = Path.GetDirectoryName(folder);

        return folder!;
    }
}

/// <summary>A disk of so many octets, gone after the test.</summary>
sealed class SmallDisk : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public SmallDisk(int octets)
        => Tool.Run("mount", "-t", "tmpfs", "-o", $"size={octets}", "tmpfs", Path);

    public string Path => _folder.Path;

    public void Dispose()
    {
        Tool.Run("umount", Path);
        _folder.Dispose();
    }
}
