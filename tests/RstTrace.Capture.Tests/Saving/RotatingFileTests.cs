using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>Files and names, against those of the real tcpdump.</summary>
sealed class RotatingFileTests
{
    static readonly SavedInterface[] s_interfaces = [new("eth0", LinkType.Ethernet, 262_144)];

    static SaveRequest Request(string path, Rotation rotation) => new()
    {
        Path = path,
        Format = SaveFormat.PcapMicroseconds,
        Interfaces = s_interfaces,
        Rotation = rotation,
    };

    static Timestamp Now => new((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks
        * TimeSpan.NanosecondsPerTick);

    /// <summary>The frames of a real capture again and again: 4.7 million octets.</summary>
    static void MakeLong(string path)
    {
        using FrameWriter writer = new PcapWriter(File.Create(path), path, nanoseconds: false);
        writer.AddInterface(s_interfaces[0]);
        for (int i = 0; i < 100; i++)
        {
            using CaptureFile capture = CaptureFile.Open(
                Captures.PathOf("samples-pcap/close-unread-data.upload.server.pcap"));
            while (capture.Read(out Frame frame) == ReadOutcome.Frame) writer.Write(in frame, 0);
        }
    }

    static void Save(CaptureFile capture, RotatingFile file)
    {
        while (capture.Read(out Frame frame) == ReadOutcome.Frame) file.Write(in frame, 0);
    }

    /// <summary>What lies in a folder: length and hash by name.</summary>
    static SortedDictionary<string, (int, string)> FilesIn(string folder)
    {
        var files = new SortedDictionary<string, (int, string)>(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(folder))
        {
            byte[] octets = File.ReadAllBytes(file);
            string hash = Convert.ToHexString(SHA256.HashData(octets));
            files.Add(Path.GetFileName(file), (octets.Length, hash));
        }

        return files;
    }

    [TestCase("a.pcap", 1, 0, 0, 5, TestName = "Sizes")]
    [TestCase("a.pcap", 1, 0, 3, 3, TestName = "A ring of 3")]
    [TestCase("a.pcap", 1, 0, 1, 1, TestName = "A ring of 1")]
    [TestCase("a.pcap", 1, 0, 10, 5, TestName = "A ring of 10")]
    [TestCase("a.pcap", 1, 0, 11, 5, TestName = "A ring of 11")]
    [TestCase("a.pcap", 2, 0, 2, 2, TestName = "A ring of 2, larger")]
    [TestCase("a.pcap", 0, 0, 3, 1, TestName = "A number of files alone means nothing")]
    [TestCase("a%Y.pcap", 1, 0, 3, 3, TestName = "Without times a name is no pattern")]
    [TestCase("a-%Y%m%d-%H%M-%a.pcap", 0, 86_400, 0, 1, TestName = "A time")]
    [TestCase("a-%F.pcap", 1, 86_400, 0, 5, TestName = "Times and sizes")]
    [TestCase("a-%F.pcap", 1, 86_400, 3, 3, TestName = "Times and sizes and a ring")]
    public void Files_are_those_of_tcpdump(string name, int size, int time, int files, int expected)
    {
        using var folder = new TemporaryFolder();
        string input = Path.Combine(folder.Path, "long.pcap");
        MakeLong(input);
        string theirs = folder.Path + "/theirs", ours = folder.Path + "/ours";

        List<string> arguments = ["-Z", "root", "-r", input, "-w", name];
        if (size > 0) arguments.AddRange(["-C", $"{size}"]);
        if (time > 0) arguments.AddRange(["-G", $"{time}"]);
        if (files > 0) arguments.AddRange(["-W", $"{files}"]);
        Timestamp start;
        do // until the minute did not change meanwhile
        {
            if (Directory.Exists(theirs)) Directory.Delete(theirs, recursive: true);
            Directory.CreateDirectory(theirs);
            start = Now;
            Tool.RunIn(theirs, "tcpdump", [.. arguments]);
        }
        while (start.Nanoseconds / 60_000_000_000 != Now.Nanoseconds / 60_000_000_000);

        Directory.CreateDirectory(ours);
        var rotation = new Rotation { Octets = size * 1_000_000L, Seconds = time, Files = files };
        using (CaptureFile capture = CaptureFile.Open(input))
        using (var file = RotatingFile.Open(Request(Path.Combine(ours, name), rotation), start))
            Save(capture, file);

        Assert.That(FilesIn(ours), Is.EqualTo(FilesIn(theirs)));
        Assert.That(FilesIn(ours), Has.Count.EqualTo(expected));
    }

    // Both get each frame at the same time, a second or two after the one before.
    [Test]
    public void Intervals_are_those_of_tcpdump([Values(0, 2)] int files)
    {
        using var folder = new TemporaryFolder();
        string theirs = folder.Path + "/theirs", ours = folder.Path + "/ours";
        Directory.CreateDirectory(theirs);
        Directory.CreateDirectory(ours);
        var rotation = new Rotation { Seconds = 1, Files = files };
        byte[] sample = File.ReadAllBytes(
            Captures.PathOf("samples-pcap/write-after-close.server.pcap"));

        WaitUntil(0.2, Now);
        Timestamp start = Now;
        using Process tcpdump = StartTcpdump(theirs, files);
        using var file = RotatingFile.Open(Request(ours + "/f%s-%H%M%S.pcap", rotation), start);
        tcpdump.StandardInput.BaseStream.Write(sample, 0, 24);
        using CaptureFile frames = Reading.Open(new MemoryStream(sample));
        int at = 24;
        foreach (double moment in (double[])[0.6, 1.4, 1.6, 3.4])
        {
            WaitUntil(moment, start);
            Assert.That(frames.Read(out Frame frame), Is.EqualTo(ReadOutcome.Frame));
            tcpdump.StandardInput.BaseStream.Write(sample, at, 16 + frame.Octets.Length);
            tcpdump.StandardInput.BaseStream.Flush();
            at += 16 + frame.Octets.Length;
            file.Write(At(Now, in frame), 0);
            Assert.That((Now.Nanoseconds / 1_000_000_000) - (start.Nanoseconds / 1_000_000_000),
                Is.EqualTo((long)moment), "this machine is too slow for the test");
        }

        Close(tcpdump);
        file.Dispose();
        Assert.That(FilesIn(ours).Keys, Is.EqualTo(FilesIn(theirs).Keys));
        Assert.That(FilesIn(ours), Has.Count.EqualTo(files == 0 ? 3 : 2));
        foreach ((string name, (int length, _)) in FilesIn(theirs))
            Assert.That(FilesIn(ours)[name].Item1, Is.EqualTo(length), name);

        Assert.That(file.IsComplete, Is.EqualTo(files == 2));
        Assert.That((file.Frames, file.FramesLost), Is.EqualTo(files == 2 ? (3, 1) : (4, 0)));
        Assert.That(file.Failure, Is.Null);
    }

    static Frame At(Timestamp time, in Frame frame) => new()
    {
        Octets = frame.Octets,
        OriginalLength = frame.OriginalLength,
        Time = time,
        Link = frame.Link,
        Id = frame.Id,
    };

    static Process StartTcpdump(string folder, int files)
    {
        string[] limit = files > 0 ? ["-W", $"{files}"] : [];
        return Process.Start(new ProcessStartInfo(
            "tcpdump",
            ["-Z", "root", "-U", "-r", "-", "-G", "1", "-w", "f%s-%H%M%S.pcap", .. limit])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
    }

    static void Close(Process tcpdump)
    {
        try
        {
            tcpdump.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had its number of files and went.
        }

        tcpdump.WaitForExit();
    }

    /// <summary>Waits for a moment after the beginning of the second in which a time is.</summary>
    static void WaitUntil(double seconds, Timestamp start)
    {
        long until = (start.Nanoseconds / 1_000_000_000 * 1_000_000_000) + (long)(seconds * 1e9);
        if (until < Now.Nanoseconds) until += 1_000_000_000;
        while (Now.Nanoseconds < until) Thread.Sleep(5);
    }

    [Test]
    public void Every_file_of_a_pcapng_ring_stands_by_itself_and_ends_with_the_counts()
    {
        using var folder = new TemporaryFolder();
        string input = Path.Combine(folder.Path, "long.pcap");
        MakeLong(input);
        var request = Request(folder.Path + "/a", new Rotation { Octets = 1_000_000, Files = 3 });
        request = request with
        {
            Format = SaveFormat.Pcapng,
            Counts = from => new InterfaceCounts(4_000 + from, 7),
        };
        using (CaptureFile capture = CaptureFile.Open(input))
        using (var file = RotatingFile.Open(request, Now))
        {
            Save(capture, file);
            Assert.That(file.Files, Is.EqualTo(5));
            Assert.That(file.Path, Does.EndWith("/a1"));
        }

        foreach (string name in (string[])["a0", "a1", "a2"])
        {
            Assert.That(Tool.Run("capinfos", Path.Combine(folder.Path, name)),
                Does.Contain("Number of stat entries = 1").And.Contain("Name = eth0"));
        }
    }

    [TestCase("/proc/none/a.pcap", "mkdir -p /proc/none")]
    [TestCase("/proc", "the name of a file in it")]
    [TestCase("", "a folder with room")]
    public void What_cannot_be_opened_is_said_before_the_capture(string path, string hint)
        => Assert.That(
            () => RotatingFile.Open(Request(path, Rotation.None), Now),
            Throws.TypeOf<CaptureException>()
                .With.Property(nameof(CaptureException.Hint)).Contains(hint));

    [Test]
    public void Standard_output_is_one_file()
        => Assert.That(
            () => RotatingFile.Onto(Stream.Null, Request("-", new Rotation { Seconds = 1 })),
            Throws.TypeOf<CaptureException>());

    [Test]
    public void No_octet_is_allocated_for_a_frame()
    {
        var rotation = new Rotation { Octets = long.MaxValue, Seconds = long.MaxValue };
        using var folder = new TemporaryFolder();
        using var file = RotatingFile.Open(Request(folder.Path + "/a", rotation), Now);
        long allocated = Allocated.ByFrames(
            new byte[100], (in Frame frame) => file.Write(in frame, 0));
        Assert.That(allocated, Is.Zero);
    }
}
