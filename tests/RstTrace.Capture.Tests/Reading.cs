using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests;

/// <summary>A frame as it was read, kept.</summary>
sealed record ReadFrame(int File, long Number, long Time, uint Original, string Octets, int Link)
{
    public static ReadFrame Of(in Frame frame)
        => new(frame.Id.File, frame.Id.Number, frame.Time.Nanoseconds, frame.OriginalLength,
            Convert.ToHexString(frame.Octets), (int)frame.Link);
}

/// <summary>All that one source had to say.</summary>
sealed record Reading(List<ReadFrame> Frames, ReadOutcome Outcome, string? Damage)
{
    /// <summary>Reads octets as if they were a file, and closes it.</summary>
    public static Reading Of(byte[] octets) => Of(new MemoryStream(octets));

    public static Reading Of(Stream stream)
    {
        using CaptureFile capture = Open(stream);
        (List<ReadFrame> frames, ReadOutcome outcome) = All(capture);
        return new Reading(frames, outcome, capture.Damage);
    }

    public static CaptureFile Open(Stream stream, int fileIndex = 0)
        => CaptureFile.Open(
            stream, "a.pcap", fileIndex, new CaptureBuffers(), CancellationToken.None);

    public static (List<ReadFrame> Frames, ReadOutcome Outcome) All(IFrameSource source)
    {
        var frames = new List<ReadFrame>();
        ReadOutcome outcome;
        while ((outcome = source.Read(out Frame frame)) == ReadOutcome.Frame)
            frames.Add(ReadFrame.Of(in frame));

        return (frames, outcome);
    }
}

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rsttrace");

    public string Path => _folder.FullName;

    public string Add(string name, byte[] octets)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, octets);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
