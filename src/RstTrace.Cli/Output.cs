using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>Where the report goes: standard output or a file.</summary>
static class Output
{
    const int BrokenPipe = 32, WindowsBrokenPipe = unchecked((int)0x8007006D),
        WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>Opens it. A file is written in place, so that what was found stays even if the
    /// program is killed.</summary>
    /// <param name="path">The file; null is standard output.</param>
    /// <param name="inputs">What will be read, and so must not be overwritten.</param>
    /// <exception cref="CaptureException">It cannot be opened, or is one of the inputs.</exception>
    public static Stream Open(string? path, IReadOnlyList<string> inputs)
    {
        if (path is null) return StandardStream.OpenOutput();
        if (Directory.Exists(path)) throw WriteFailure(path, new IOException("it is a folder"));

        try
        {
            RefuseInput(path, inputs, "-o");
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure(path, failure);
        }
    }

    /// <summary>Whether a write failed since the reader had enough, as <c>head</c> does.</summary>
    public static bool IsClosedPipe(IOException failure)
        => failure.HResult is BrokenPipe or WindowsBrokenPipe or WindowsNoData;

    /// <summary>A failed write in one line, with what to type next.</summary>
    /// <param name="path">The file; null is standard output.</param>
    /// <param name="failure">The system's own word.</param>
    /// <param name="option">What named it.</param>
    public static CaptureException WriteFailure(
        string? path, Exception failure, string option = "-o")
        => new(
            $"cannot write {path ?? "standard output"}: {Reason(failure)}",
            $"{option} FILE in a folder that is yours to write and has room: ls -ld, df -h",
            failure);

    /// <summary>Why an operation on a file failed, without the path that .NET adds.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "no such directory",
        FileNotFoundException => "no such file",
        UnauthorizedAccessException { InnerException: IOException inner } => Reason(inner),
        _ => failure.Message.Split(" : '")[0].TrimEnd('.'),
    };

    /// <summary>Throws if a file is one of the inputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">What will be read.</param>
    /// <param name="option">What named the file.</param>
    /// <exception cref="CaptureException">It is.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <remarks>One file may have many names: links, mounts, "./". A lock tells: while we hold the
    /// output alone, an input that is the same file does not open.</remarks>
    public static void RefuseInput(string path, IReadOnlyList<string> inputs, string option)
    {
        if (!HoldsSomething(path)) return;

        using var output = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        foreach (string input in inputs)
        {
            if (!HoldsSomething(input) || Opens(input)) continue;
            throw new CaptureException(
                $"{path} is an input too and would be overwritten",
                $"{option} with another file");
        }
    }

    /// <summary>Whether a path is a file with something in it; no pipe and no device.</summary>
    public static bool HoldsSomething(string path)
        => new FileInfo(path) is { Exists: true, Length: > 0 };

    static bool Opens(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // Not ours to read: whoever reads it will say so.
        }
        catch (IOException)
        {
            return false;
        }
    }
}
