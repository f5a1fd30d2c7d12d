using System;
using System.IO.Pipes;
using System.Threading;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests;

sealed class SlowStreamTests
{
    [TestCase("pcap"), TestCase("pcapng"), TestCase("pcap modified")]
    public void A_frame_is_handed_over_before_more_is_asked_for(string name)
    {
        byte[] file = Sample.Named(name);
        var stream = new DroppingStream(file, 1);
        using CaptureFile capture = Reading.Open(stream);

        // Read from a file that ends where the stream has got to: the frame must be its last.
        int frames = 0;
        while (capture.Read(out _) == ReadOutcome.Frame)
        {
            frames++;
            Assert.That(Reading.Of(file[..stream.Given]).Frames, Has.Count.EqualTo(frames));
            Assert.That(Reading.Of(file[..(stream.Given - 1)]).Frames,
                Has.Count.EqualTo(frames - 1));
        }

        Assert.That(frames, Is.GreaterThan(2));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "There standard input cannot be asked.")]
    public void Where_nothing_has_arrived_a_read_says_so_and_goes_on_later()
    {
        byte[] file = Sample.Pcap(frames: 2);
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        int descriptor = (int)writer.ClientSafePipeHandle.DangerousGetHandle();
        writer.Write(file.AsSpan(0, 24 + 16 + 60));
        using CaptureFile capture = Reading.Open(new StandardInput(descriptor));

        Assert.That(capture.Read(out _), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(capture.Read(out _), Is.EqualTo(ReadOutcome.Waiting));
        writer.Write(file.AsSpan(24 + 16 + 60, 5));
        Assert.That(capture.Read(out _), Is.EqualTo(ReadOutcome.Waiting));
        writer.Write(file.AsSpan(24 + 16 + 60 + 5));
        Assert.That(capture.Read(out Frame second), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(second.Id.Number, Is.EqualTo(2));
        writer.Close();
        Assert.That(capture.Read(out _), Is.EqualTo(ReadOutcome.End));
    }

    [TestCase("pcap"), TestCase("pcap in gzip")]
    [Platform(Exclude = "Win", Reason = "There standard input cannot be asked.")]
    public void Waiting_for_a_capture_to_begin_can_be_cancelled(string name)
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        int descriptor = (int)writer.ClientSafePipeHandle.DangerousGetHandle();
        writer.Write(Sample.Named(name).AsSpan(0, 3));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));

        Assert.That(
            () => CaptureFile.Open(
                new StandardInput(descriptor), "-", 0, new CaptureBuffers(), cancel.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(false), TestCase(true)]
    public void No_octet_is_allocated_for_a_frame(bool pcapng)
    {
        byte[] file = pcapng ? LongPcapng() : Sample.Pcap(frames: 20_000);
        using CaptureFile capture = Reading.Open(new System.IO.MemoryStream(file));
        for (int i = 0; i < 100; i++) capture.Read(out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int frames = 100;
        while (capture.Read(out _) == ReadOutcome.Frame) frames++;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(frames, Is.EqualTo(20_000));
        Assert.That(allocated, Is.Zero);
    }

    static byte[] LongPcapng()
    {
        Testing.PcapngBuilder file = new Testing.PcapngBuilder().Section().Interface();
        for (int i = 0; i < 20_000; i++) file.Enhanced((ulong)i, Sample.Octets(60));
        return file.ToArray();
    }
}
