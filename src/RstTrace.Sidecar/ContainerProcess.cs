using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Sidecar;

/// <summary>The process by which a container's network namespace is found.</summary>
public static class ContainerProcess
{
    const int ShortId = 12; // what container engines show

    static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef-");

    /// <summary>Whether a text can be the beginning of a container's id.</summary>
    public static bool IsId(string text)
        => text.Length >= ShortId && !text.AsSpan().ContainsAnyExcept(s_digits);

    /// <summary>Finds the first process of a container: its control group's path holds the
    /// id.</summary>
    /// <param name="id">The beginning of it.</param>
    /// <param name="processes">Where the kernel tells: <c>/proc</c>.</param>
    /// <returns>Null while there is none.</returns>
    /// <exception cref="CaptureException">Processes of several network namespaces fit.</exception>
    public static int? Find(string id, string processes = "/proc")
    {
        int? first = null;
        var spaces = new HashSet<string>();
        foreach (string folder in Directory.EnumerateDirectories(processes))
        {
            bool isProcess = int.TryParse(
                Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture,
                out int process);
            if (!isProcess || !IsOf(folder, id)) continue;

            if (NamespaceOf(folder) is { } space) spaces.Add(space);
            if (first is null || process < first) first = process;
        }

        return spaces.Count <= 1
            ? first
            : throw new CaptureException(
                $"container {id}: processes of {spaces.Count} network namespaces fit",
                "more digits of the id, or --pid N");
    }

    /// <summary>Whether a process still is.</summary>
    public static bool Exists(int process)
        => Directory.Exists(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns"));

    static bool IsOf(string folder, string id)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cgroup"))
                .Contains(id, StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // It has just ended.
        }
    }

    static string? NamespaceOf(string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(folder, "ns/net"), false)?.Name;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
