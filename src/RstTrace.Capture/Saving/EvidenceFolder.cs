using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RstTrace.Core;

namespace RstTrace.Capture.Saving;

/// <summary>A folder of evidence files, kept within limits by removing the oldest.</summary>
/// <remarks>Ours are those whose name has our form and whose first octets say that we wrote them,
/// of earlier runs too. No other file is ever removed or overwritten: one that was renamed is its
/// owner's.</remarks>
sealed class EvidenceFolder
{
    /// <summary>What the section comment of each of our files begins with.</summary>
    public const string Mark = "rsttrace evidence: ";

    readonly string _path;
    readonly int _mostFiles;
    readonly long _mostOctets;
    readonly Queue<(string Path, long Octets)> _ours = new();
    long _octets;

    EvidenceFolder(EvidenceRequest request)
    {
        _path = request.Folder;
        _mostFiles = request.MostFiles;
        _mostOctets = request.MostOctets;
    }

    /// <summary>Files that were removed to make room.</summary>
    public long Removed { get; private set; }

    /// <summary>Opens a folder, and makes it if it is not there.</summary>
    /// <exception cref="CaptureException">It cannot be made, or is not ours to write.</exception>
    public static EvidenceFolder Open(EvidenceRequest request)
    {
        var folder = new EvidenceFolder(request);
        try
        {
            Directory.CreateDirectory(request.Folder);
            string trial = Path.Combine(request.Folder, Path.GetRandomFileName());
            new FileStream(trial, FileMode.CreateNew).Dispose();
            File.Delete(trial);
            folder.FindOurs();
        }
        catch (Exception failure) when (SystemFailure.Is(failure) || failure is ArgumentException)
        {
            throw SystemFailure.Writing(Path.Combine(request.Folder, "*"), failure);
        }

        return folder;
    }

    /// <summary>Removes the oldest files until one more has room.</summary>
    /// <param name="octets">Of the one more.</param>
    /// <returns>False, and nothing removed, if it has more than all may have.</returns>
    public bool MakeRoom(long octets)
    {
        if (octets > _mostOctets) return false;

        while (_ours.Count > 0
            && (_ours.Count >= _mostFiles || _octets + octets > _mostOctets))
        {
            (string path, long length) = _ours.Dequeue();
            _octets -= length;
            if (!IsOurs(path)) continue; // gone, or another's by now

            File.Delete(path);
            Removed++;
        }

        return true;
    }

    /// <summary>Opens a new file; none is overwritten.</summary>
    /// <param name="name">Without a folder; it gets a number if there is such a file.</param>
    /// <returns>The caller's to dispose.</returns>
    public FileStream Create(string name)
    {
        string path = Path.Combine(_path, name);
        for (int number = 2; Path.Exists(path); number++)
            path = Path.Combine(_path, EvidenceName.Again(name, number));

        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
    }

    /// <summary>Counts a file that was written.</summary>
    public void Add(string path, long octets)
    {
        _ours.Enqueue((path, octets));
        _octets += octets;
    }

    void FindOurs()
    {
        var paths = new List<string>();
        foreach (string path in Directory.EnumerateFiles(_path))
        {
            if (IsOurs(path)) paths.Add(path);
        }

        paths.Sort(StringComparer.Ordinal); // by time
        foreach (string path in paths) Add(path, new FileInfo(path).Length);
    }

    static bool IsOurs(string path)
    {
        const int CommentAt = 28; // the first option of the section header

        if (!EvidenceName.Fits(Path.GetFileName(path.AsSpan()))) return false;

        Span<byte> head = stackalloc byte[CommentAt + Mark.Length];
        try
        {
            // No link, and no pipe, which would never open.
            if (new FileInfo(path) is not { Exists: true, Length: > 0, LinkTarget: null })
                return false;

            using FileStream file = CaptureStream.OpenFile(path);
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
                return false;
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            return false; // What cannot be read is not known to be ours.
        }

        return new ByteOrder(bigEndian: false).UInt32(head) == PcapngBlock.Section
            && Ascii.Equals(head[CommentAt..], Mark);
    }
}
