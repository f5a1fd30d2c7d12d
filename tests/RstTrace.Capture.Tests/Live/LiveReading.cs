using System;
using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Live;

/// <summary>Reads what a live source has.</summary>
static class LiveReading
{
    /// <summary>Stops a source and takes all that it still has.</summary>
    public static List<ReadFrame> Rest(this LiveSource source)
    {
        source.Stop();
        var frames = new List<ReadFrame>();
        source.ReadUntil(outcome => outcome == ReadOutcome.End, frames);
        return frames;
    }

    /// <summary>Reads until something is so, for twenty seconds at most.</summary>
    public static void ReadUntil(
        this LiveSource source, Func<ReadOutcome, bool> isEnough, List<ReadFrame>? frames = null)
    {
        long end = Environment.TickCount64 + 20_000;
        ReadOutcome outcome;
        do
        {
            outcome = source.Read(out Frame frame);
            if (outcome == ReadOutcome.Frame) frames?.Add(ReadFrame.Of(in frame));
            Assert.That(Environment.TickCount64, Is.LessThan(end), "nothing came of it");
        }
        while (!isEnough(outcome));
    }

    /// <summary>Reads until a notice comes that says this.</summary>
    public static void ReadUntilNotice(this LiveSource source, string words)
    {
        source.ReadUntil(_ =>
            source.TryTakeNotice(out string notice)
            && notice.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>The segment in a frame.</summary>
    public static Segment Segment(this ReadFrame read)
    {
        var frame = new Frame
        {
            Octets = Convert.FromHexString(read.Octets),
            OriginalLength = read.Original,
            Time = new Timestamp(read.Time),
            Link = (LinkType)read.Link,
            Id = new FrameId(read.File, read.Number),
        };
        Assert.That(
            SegmentDecoder.Decode(in frame, out Segment segment),
            Is.EqualTo(DecodeOutcome.Decoded));
        return segment;
    }
}
