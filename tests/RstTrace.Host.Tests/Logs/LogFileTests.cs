using System;
using System.IO;
using System.IO.Compression;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Host.Logs;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Files that are packed, damaged, huge, or no logs at all.</summary>
sealed class LogFileTests : LogFolderTest
{
    [Test]
    public void Gzip_and_the_files_of_a_rotation_are_one_log()
    {
        string old = Path.Combine(Folder, "x.log.1.gz");
        using (var packed = new GZipStream(File.Create(old), CompressionLevel.Fastest))
            packed.Write("2026-11-21T11:59:59.9Z h x: lost 192.0.2.7:4711\n"u8);
        string log = Write("2026-11-21T12:00:00.3Z h x: gone 192.0.2.7:4711");

        Assert.That(
            string.Join(", ", Resets.Texts(Attach([log, old], Resets.At(0))[0])),
            Is.EqualTo("gone 192.0.2.7:4711, lost 192.0.2.7:4711"));
    }

    [Test]
    public void What_cannot_be_read_is_said_once_and_the_rest_is_found()
    {
        string log = Write("2026-11-21T12:00:00.3Z h x: gone 192.0.2.7:4711");
        byte[] noise = new byte[100_000];
        new Random(7).NextBytes(noise);
        string rubbish = WriteOctets("rubbish", noise);
        byte[] packed = Packed(20_000);
        string cut = WriteOctets("cut.gz", packed[..(packed.Length / 2)]);
        string capture = WriteOctets("x.pcap", [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0]);
        string none = Path.Combine(Folder, "none.log");
        LogSearch search = Search([none, rubbish, cut, capture, Folder, log], "");
        search.Attach([Resets.At(0)]);
        ResetEvent reset = search.Attach([Resets.At(0)])[0];

        Assert.That(Resets.Texts(reset), Does.Contain("gone 192.0.2.7:4711"));
        Assert.That(Failures, Has.Count.EqualTo(5));
        Assert.That(Failures, Has.One.StartsWith($"{none}: no such log"));
        Assert.That(Failures, Has.One.StartsWith($"{rubbish}: no line of it begins with a time"));
        Assert.That(Failures, Has.One.StartsWith($"{cut}: damaged or cut short"));
        Assert.That(Failures, Has.One.StartsWith($"{capture}: a capture, not a log"));
        Assert.That(Failures, Has.One.StartsWith($"{Folder}: a folder"));
    }

    [Test]
    public void What_was_read_before_the_damage_is_kept()
    {
        byte[] packed = Packed(20_000);
        string cut = WriteOctets("cut.gz", packed[..(packed.Length / 2)]);
        Assert.That(Attach([cut], Resets.At(0))[0].LogLines, Is.Not.Empty);
    }

    [Test]
    public void A_line_without_end_takes_no_more_memory_than_another()
    {
        const int Megabytes = 64;
        string log = Path.Combine(Folder, "long.log");
        using (FileStream file = File.Create(log))
        {
            byte[] piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'x');
            file.Write("2026-11-21T12:00:00.100Z h x: 192.0.2.7:4711 "u8);
            for (int i = 0; i < Megabytes; i++) file.Write(piece);
            file.Write("\n2026-11-21T12:00:00.300Z h x: gone 192.0.2.7:4711\r\n"u8);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        ResetEvent reset = Attach([log], Resets.At(0))[0];
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.LessThan(4 << 20));
        Assert.That(reset.LogLines, Has.Count.EqualTo(2));
        Assert.That(reset.LogLines[0].Text, Is.EqualTo("gone 192.0.2.7:4711"));
        Assert.That(reset.LogLines[1].Text, Has.Length.EqualTo(403).And.EndsWith("..."));
    }
}
