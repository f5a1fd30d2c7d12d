using System;
using System.Buffers.Binary;
using System.IO;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>Tests in a folder of their own that holds two captures, <c>refused.pcap</c> with one
/// reset in frame 3 and <c>race.pcap</c> with one in frame 13, repeated in frame 15.</summary>
abstract class CaptureFolderTest
{
    /// <summary>Octets of a pcap file's header, and of a record's.</summary>
    protected const int FileHeader = 24, RecordHeader = 16;

    /// <summary>The folder.</summary>
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder()
    {
        Folder = Directory.CreateTempSubdirectory("rsttrace-").FullName;
        File.Copy(Source("closed-port.pcap"), At("refused.pcap"));
        File.Copy(Source("keepalive-race.pcap"), At("race.pcap"));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    /// <summary>A path in the folder.</summary>
    protected string At(string name) => Path.Combine(Folder, name);

    /// <summary>Runs the program in the folder.</summary>
    protected RunResult Run(params string[] words) => RstTraceProcess.RunIn(Folder, words);

    /// <summary>The octets of a file in the folder.</summary>
    protected byte[] Octets(string name) => File.ReadAllBytes(At(name));

    /// <summary>Writes a file in the folder.</summary>
    protected void Write(string name, ReadOnlySpan<byte> octets)
        => File.WriteAllBytes(At(name), octets);

    /// <summary>Where a record of a capture begins, by its frame number from 1.</summary>
    protected static int RecordOf(ReadOnlySpan<byte> capture, int frame)
    {
        int place = FileHeader;
        for (int i = 1; i < frame; i++)
        {
            int captured = BinaryPrimitives.ReadInt32LittleEndian(capture[(place + 8)..]);
            place += RecordHeader + captured;
        }

        return place;
    }

    static string Source(string name)
        => Path.Combine(TestContext.CurrentContext.TestDirectory, "Captures", name);
}
