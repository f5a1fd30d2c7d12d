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
    protected abstract IFrameSource Open();

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
    protected override IFrameSource Open()
        => Reading.Open(new MemoryStream(Sample.Named(name)));
}

sealed class RingSourceContract : FrameSourceContract, IDisposable
{
    readonly TemporaryFolder _folder = new();

    protected override IFrameSource Open() => RingSource.Open(
    [
        _folder.Add("1.pcap", Sample.Named("pcap")),
        _folder.Add("2.pcapng", Sample.Named("pcapng in gzip")),
    ]);

    public void Dispose() => _folder.Dispose();
}
