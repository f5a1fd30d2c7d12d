using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests;

/// <summary>What every frame source owes: derive from it for each.</summary>
abstract class FrameSourceContract
{
    /// <summary>A fresh source of at least two undamaged frames.</summary>
    protected abstract IFrameBatchSource Open();

    [Test]
    public void Numbers_rise_in_every_file_from_one()
    {
        using IFrameSource source = Open();
        var next = new Dictionary<int, long>();
        foreach (ReadFrame frame in Reading.All(source).Frames)
        {
            Assert.That(frame.Number, Is.EqualTo(next.GetValueOrDefault(frame.File, 1)));
            next[frame.File] = frame.Number + 1;
        }

        Assert.That(next, Is.Not.Empty);
    }

    [Test]
    public void A_frame_holds_its_octets_until_the_next_read()
    {
        using IFrameSource first = Open();
        using IFrameSource second = Open();
        while (first.Read(out Frame frame) == ReadOutcome.Frame)
        {
            second.Read(out Frame same);
            Assert.That(frame.Octets.SequenceEqual(same.Octets), Is.True);
            Assert.That(frame.OriginalLength, Is.GreaterThanOrEqualTo(frame.Octets.Length));
        }
    }

    [Test]
    public void Batches_hold_the_frames_that_come_one_by_one()
    {
        using IFrameBatchSource inBatches = Open();
        using IFrameSource oneByOne = Open();
        AssertSame(inBatches, oneByOne);
    }

    [Test]
    public void Rewound_it_reads_the_same_again()
    {
        using IFrameBatchSource source = Open();
        if (!source.CanRewind) return; // gzip: reading again would cost more than reading

        var batch = new FrameBatch();
        source.Read(batch);
        source.Rewind();
        using IFrameSource fresh = Open();
        AssertSame(source, fresh);
        source.Rewind();
        Assert.That(source.Read(out Frame first), Is.EqualTo(ReadOutcome.Frame), "from its end");
        Assert.That(first.Id.Number, Is.EqualTo(1));
    }

    static void AssertSame(IFrameBatchSource inBatches, IFrameSource oneByOne)
    {
        var batch = new FrameBatch();
        while (inBatches.Read(batch) == ReadOutcome.Frame)
        {
            Assert.That(batch.Count, Is.InRange(1, FrameBatch.Capacity));
            for (int index = 0; index < batch.Count; index++)
            {
                Assert.That(oneByOne.Read(out Frame expected), Is.EqualTo(ReadOutcome.Frame));
                Frame frame = batch[index];
                Assert.That(frame.Octets.SequenceEqual(expected.Octets), Is.True);
                Assert.That(
                    (frame.Id, frame.Time, frame.OriginalLength, frame.Link),
                    Is.EqualTo(
                        (expected.Id, expected.Time, expected.OriginalLength, expected.Link)));
            }
        }

        Assert.That(oneByOne.Read(out _), Is.EqualTo(ReadOutcome.End));
    }

    [Test]
    public void After_the_end_comes_the_end_and_no_frame()
    {
        using IFrameSource source = Open();
        Reading.All(source);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(source.Read(out Frame frame), Is.EqualTo(ReadOutcome.End));
            Assert.That(frame.Id.IsNone, Is.True);
        }
    }

    [Test]
    public void It_may_be_disposed_twice_and_is_not_read_after()
    {
        IFrameSource source = Open();
        source.Read(out _);
        source.Dispose();
        source.Dispose();
        Assert.That(() => source.Read(out _), Throws.TypeOf<ObjectDisposedException>());
    }
}

[TestFixtureSource(typeof(Sample), nameof(Sample.Names))]
sealed class CaptureFileContract(string name) : FrameSourceContract
{
    protected override IFrameBatchSource Open()
        => Reading.Open(new MemoryStream(Sample.Named(name)));
}

sealed class RingSourceContract : FrameSourceContract, IDisposable
{
    readonly TemporaryFolder _folder = new();

    protected override IFrameBatchSource Open() => RingSource.Open(
    [
        _folder.Add("1.pcap", Sample.Named("pcap")),
        _folder.Add("2.pcapng", Sample.Named("pcapng in gzip")),
    ]);

    public void Dispose() => _folder.Dispose();
}
