using System.IO;
using System.IO.Pipes;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>Disks and pipes that take no more.</summary>
sealed class DiskFullTests
{
    const int Frames = 2_000;

    static SaveRequest Request(string path, Rotation? rotation = null) => new()
    {
        Path = path,
        Format = SaveFormat.Pcapng,
        Interfaces = [new SavedInterface("eth0", LinkType.Ethernet)],
        Rotation = rotation ?? Rotation.None,
    };

    static void Save(RotatingFile file)
    {
        for (int i = 0; i < Frames; i++)
        {
            var frame = new Frame
            {
                Octets = Sample.Octets(1_001),
                OriginalLength = 1_001,
                Time = new Timestamp(i),
                Link = LinkType.Ethernet,
                Id = new FrameId(0, i + 1),
            };
            file.Write(in frame, 0);
        }
    }

    [Test]
    public void A_full_disk_ends_the_saving_once_and_leaves_a_whole_file([Values] bool ring)
    {
        using var disk = new SmallDisk(1 << 20);
        string path = Path.Combine(disk.Path, "a");
        using var file = RotatingFile.Open(
            Request(path, new Rotation { Octets = ring ? 300_000 : 0, Files = 9 }), default);
        Save(file);
        CaptureException? first = file.Failure;
        Save(file);
        file.Flush();

        Assert.That(first!.Message,
            Does.StartWith(path).And.EndsWith("cannot be written: No space left on device"));
        Assert.That(first.Hint, Does.StartWith($"df -h {disk.Path}"));
        Assert.That(file.Failure, Is.SameAs(first));
        Assert.That(file.Frames, Is.GreaterThan(500).And.LessThan(1_100));
        Assert.That(file.Frames + file.FramesLost, Is.EqualTo(2 * Frames));

        int read = 0;
        foreach (string part in Directory.GetFiles(disk.Path))
        {
            Reading reading = Reading.Of(File.ReadAllBytes(part));
            Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.End), part);
            read += reading.Frames.Count;
        }

        Assert.That(read, Is.EqualTo(file.Frames));
    }

    [Test]
    public void A_device_that_is_always_full_is_no_exception()
    {
        using var file = RotatingFile.Open(Request("/dev/full"), default);
        Save(file);
        Assert.That(file.Failure!.Message, Does.EndWith("No space left on device"));
        Assert.That(file.FramesLost, Is.EqualTo(Frames));
    }

    [Test]
    public void A_folder_that_went_away_is_said_when_the_next_file_is_due()
    {
        using var folder = new TemporaryFolder();
        string path = Directory.CreateDirectory(folder.Path + "/gone").FullName;
        using var file = RotatingFile.Open(
            Request(path + "/a", new Rotation { Octets = 500_000 }), default);
        Directory.Delete(path, recursive: true);
        Save(file);

        Assert.That(file.Failure!.Message, Does.EndWith("a1: cannot be written: no such folder"));
        Assert.That(file.Frames, Is.GreaterThan(400).And.LessThan(600));
        Assert.That(file.Frames + file.FramesLost, Is.EqualTo(Frames));
    }

    [Test]
    public void A_pipe_that_nobody_reads_any_more_keeps_the_system_s_word()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        var writer = new AnonymousPipeClientStream(
            PipeDirection.Out, reader.GetClientHandleAsString());
        using var file = RotatingFile.Onto(writer, Request("standard output"));
        reader.Dispose();
        Save(file);

        Assert.That(file.Failure!.InnerException, Is.InstanceOf<IOException>());
        Assert.That(file.FramesLost, Is.EqualTo(Frames));
    }
}
