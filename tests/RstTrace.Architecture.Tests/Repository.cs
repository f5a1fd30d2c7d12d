using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RstTrace.Architecture.Tests;

/// <summary>The files of the project, as someone who clones it gets them.</summary>
static class Repository
{
    // A worktree of git has a file named .git where a clone has a folder.
    static readonly string[] s_generated =
    [
        ".git", ".vs", ".idea", "bin", "obj", "artifacts", "TestResults",
        "BenchmarkDotNet.Artifacts",
    ];

    static readonly string[] s_binary = [".pcap", ".pcapng", ".cap", ".gz", ".png"];

    /// <summary>The folder of <c>RstTrace.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Names in the root folder, without what builds and editors leave there.</summary>
    public static IEnumerable<string> RootNames()
        => new DirectoryInfo(Root).EnumerateFileSystemInfos()
            .Select(entry => entry.Name)
            .Where(name => !s_generated.Contains(name));

    /// <summary>Every file below a folder, named from the root with slashes.</summary>
    public static IEnumerable<string> Files(string folder = "", string extension = "")
        => Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(file => file.Name.EndsWith(extension, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    /// <summary>Every file that people read.</summary>
    public static IEnumerable<string> TextFiles()
        => Files().Where(file => !s_binary.Contains(Path.GetExtension(file)));

    /// <summary>What a file says.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The lines for which <paramref name="offends"/> holds, as <c>file:line: text</c>.
    /// </summary>
    public static string[] Offences(IEnumerable<string> files, Func<string, bool> offends)
        => [.. from file in files
               from line in File.ReadLines(Path.Combine(Root, file)).Index()
               where offends(line.Item)
               select $"{file}:{line.Index + 1}: {line.Item.Trim()}"];

    static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
        => folder.EnumerateFiles().Where(file => !s_generated.Contains(file.Name)).Concat(
            folder.EnumerateDirectories()
                .Where(inner => !s_generated.Contains(inner.Name))
                .SelectMany(Walk));

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "RstTrace.sln"))) return folder;
        }

        throw new InvalidOperationException(
            $"No RstTrace.sln in {AppContext.BaseDirectory} or above it");
    }
}
