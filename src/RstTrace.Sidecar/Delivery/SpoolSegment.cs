using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace RstTrace.Sidecar.Delivery;

/// <summary>A file of a spool: records in the order in which they came, appended and never
/// changed.</summary>
/// <param name="path">The file, which is named after its first record's number.</param>
/// <param name="first">That number.</param>
sealed class SpoolSegment(string path, long first)
{
    const string Extension = ".spool";

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The number of its first record.</summary>
    public long First { get; } = first;

    /// <summary>Records in it.</summary>
    public long Count { get; set; }

    /// <summary>Octets of these.</summary>
    public long Octets { get; set; }

    /// <summary>The number after its last record's.</summary>
    public long End => First + Count;

    /// <summary>A segment that begins with a record, not yet on the disk.</summary>
    public static SpoolSegment At(string folder, long first)
        => new(
            System.IO.Path.Combine(
                folder, first.ToString("D20", CultureInfo.InvariantCulture) + Extension),
            first);

    /// <summary>The segments of a folder in their order, each counted.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static List<SpoolSegment> Find(string folder)
    {
        var found = new List<SpoolSegment>();
        foreach (string file in Directory.GetFiles(folder, "*" + Extension))
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(file);
            if (long.TryParse(
                    name, NumberStyles.None, CultureInfo.InvariantCulture, out long first))
            {
                found.Add(new SpoolSegment(file, first));
            }
        }

        found.Sort(static (left, right) => left.First.CompareTo(right.First));
        foreach (SpoolSegment segment in found) segment.CountWhole();
        return found;
    }

    // What ends in no whole record was being written when the process was killed.
    void CountWhole()
    {
        using FileStream file = OpenToRead();
        while (TryRead(file, out _, out _))
        {
            Count++;
            Octets = file.Position;
        }
    }

    /// <summary>Opens it to append after its last whole record.</summary>
    public FileStream OpenToAppend()
    {
        var file = new FileStream(
            Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0);
        file.SetLength(Octets);
        file.Position = Octets;
        return file;
    }

    /// <summary>Opens it at its first record.</summary>
    public FileStream OpenToRead()
        => new(
            Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 64 * 1024);

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there is a whole one.</returns>
    public static bool TryRead(FileStream file, out uint group, out byte[] record)
    {
        group = 0;
        record = [];
        Span<byte> header = stackalloc byte[SpoolFrame.HeaderLength];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !SpoolFrame.TryRead(header, out int length, out uint checksum, out group)
            || length > file.Length - file.Position)
        {
            return false;
        }

        record = new byte[length];
        file.ReadExactly(record);
        return SpoolFrame.Checksum(header[8..], record) == checksum;
    }

    /// <summary>Deletes the file.</summary>
    public void Delete() => File.Delete(Path);
}
