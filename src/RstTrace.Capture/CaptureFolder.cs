using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.IO.Enumeration;
using RstTrace.Core;

namespace RstTrace.Capture;

/// <summary>The captures in a folder and all below it.</summary>
/// <remarks>Recognised by their first octets; other files are passed over, and so are hidden ones
/// and what links to folders lead to. In ordinal order of their paths.</remarks>
public static class CaptureFolder
{
    /// <summary>Puts in place of each folder the captures in it.</summary>
    /// <param name="paths">As typed: files, folders, "-".</param>
    /// <returns>Files and "-", in the order of the paths. That a named file exists, or is a
    /// capture, is not looked into.</returns>
    /// <exception cref="CaptureException">A folder holds no capture
    /// (<see cref="CaptureFailure.NotACapture"/>) or may not be read.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (path != CaptureFile.StandardInputName && Directory.Exists(path))
                files.AddRange(CapturesIn(path));
            else
                files.Add(path);
        }

        return files;
    }

    static List<string> CapturesIn(string folder)
    {
        var captures = new List<string>();
        try
        {
            foreach (string file in FilesIn(folder))
            {
                if (IsCapture(file)) captures.Add(file);
            }
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Opening(folder, failure);
        }

        if (captures.Count == 0) throw HoldsNone(folder);

        captures.Sort(StringComparer.Ordinal);
        return captures;
    }

    // A file of no octets is no capture, and what has no length may be a pipe that never opens.
    static FileSystemEnumerable<string> FilesIn(string folder)
        => new(folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), s_all)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry)
                => !entry.IsDirectory && entry.Length > 0,
            ShouldRecursePredicate = static (ref FileSystemEntry entry)
                => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };

    static readonly EnumerationOptions s_all = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden,
    };

    /// <summary>Whether a file begins like a capture, or may do so where it cannot be read: opening
    /// it will say why.</summary>
    static bool IsCapture(string file)
    {
        Span<byte> head = stackalloc byte[CaptureFormat.HeadLength];
        try
        {
            using FileStream stream = CaptureStream.OpenFile(file);
            int octets = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (!Gzip.Fits(head[..octets])) return CaptureFormat.Of(head[..octets]) is not null;

            stream.Position = 0;
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
            octets = unpacked.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return octets > 0 && CaptureFormat.Of(head[..octets]) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            return true;
        }
    }

    static CaptureException HoldsNone(string folder)
        => new($"{folder}: no capture in this folder: pcap and pcapng are read, plain and gzip",
            $"file {Shell.Quote(folder)}/*")
        {
            Kind = CaptureFailure.NotACapture,
        };
}
