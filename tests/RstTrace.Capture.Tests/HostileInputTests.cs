using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;

namespace RstTrace.Capture.Tests;

/// <summary>Cut, garbled, in drops: never an exception, never a frame that was not there.</summary>
[TestFixtureSource(typeof(Sample), nameof(Sample.Names))]
sealed class HostileInputTests(string name)
{
    readonly byte[] _file = Sample.Named(name);

    [Test]
    public void Every_cut_gives_the_frames_before_it_and_says_so()
    {
        List<ReadFrame> whole = Reading.Of(_file).Frames;
        int unnoticed = 0;
        for (int length = 0; length < _file.Length; length++)
        {
            Reading cut = Reading.Of(_file[..length]);
            Assert.That(cut.Frames, Is.EqualTo(whole[..cut.Frames.Count]), $"cut at {length}");

            if (cut.Outcome == ReadOutcome.End) unnoticed++;
            else Assert.That(cut.Damage, Does.Contain("cut short").Or.Contain("empty"));
        }

        Assert.That(unnoticed, Is.EqualTo(CutsBetweenRecords));
    }

    // There, nothing shows that there was more; gzip always does.
    int CutsBetweenRecords => name switch
    {
        "pcapng" => 12,
        _ => name.EndsWith("gzip", StringComparison.Ordinal) ? 0 : 3,
    };

    [Test]
    public void One_octet_at_a_time_gives_the_same_frames()
    {
        Reading whole = Reading.Of(_file);
        Reading drops = Reading.Of(new DroppingStream(_file, 1));
        Assert.That(drops.Frames, Is.EqualTo(whole.Frames));
        Assert.That(drops.Outcome, Is.EqualTo(whole.Outcome));
    }

    [Test]
    public void Flipped_octets_never_throw_and_never_allocate_for_what_they_claim()
    {
        var random = new Random(4_711);
        var buffers = new CaptureBuffers();
        _ = buffers.Unpacked;
        for (int round = 0; round < 3_000; round++)
        {
            byte[] garbled = [.. _file];
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                garbled[random.Next(4, garbled.Length)] = (byte)random.Next(256);

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using CaptureFile capture = CaptureFile.Open(
                    new MemoryStream(garbled), "a.pcap", 0, buffers, default);
                while (capture.Read(out _) == ReadOutcome.Frame) { }
            }
            catch (CaptureException failure)
            {
                // A gzip file that now holds something else.
                Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.NotACapture));
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThan(64 << 10), $"round {round}");
        }
    }
}

/// <summary>A stream that gives so many octets at a time, and counts how often it was
/// asked.</summary>
sealed class DroppingStream(byte[] octets, int atATime) : ReadOnlyStream
{
    int _given;

    public int Given => _given;

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(Math.Min(atATime, buffer.Length), octets.Length - _given);
        octets.AsSpan(_given, length).CopyTo(buffer);
        _given += length;
        return length;
    }
}
