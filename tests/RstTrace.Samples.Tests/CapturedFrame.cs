using System;
using System.Collections.Generic;
using System.Linq;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>A frame of a capture, kept, to be written again.</summary>
/// <param name="Link">How it begins.</param>
/// <param name="Nanoseconds">Its time, since 1970.</param>
/// <param name="Octets">What was captured of it.</param>
/// <param name="Original">Octets it had on the wire.</param>
sealed record CapturedFrame(LinkType Link, long Nanoseconds, byte[] Octets, uint Original)
{
    /// <summary>Every frame that can be read of a file.</summary>
    public static CapturedFrames AllOf(string path)
    {
        var frames = new List<CapturedFrame>();
        using CaptureFile file = CaptureFile.Open(path);
        while (file.Read(out Frame frame) == ReadOutcome.Frame)
        {
            frames.Add(new CapturedFrame(
                frame.Link, frame.Time.Nanoseconds, frame.Octets.ToArray(), frame.OriginalLength));
        }

        return new CapturedFrames(frames);
    }
}

/// <summary>The frames of a capture, to be written again.</summary>
sealed class CapturedFrames
{
    readonly LinkType[] _links;
    readonly byte[] _head;
    readonly byte[][] _blocks;

    public CapturedFrames(IEnumerable<CapturedFrame> frames)
    {
        Frames = [.. frames];
        _links = [.. Frames.Select(frame => frame.Link).Distinct()];

        PcapngBuilder head = new PcapngBuilder().Section();
        foreach (LinkType link in Links) head.Interface((int)link, resolution: 9);
        _head = head.ToArray();
        _blocks = [.. Frames.Select(Block)];
    }

    public IReadOnlyList<CapturedFrame> Frames { get; }

    /// <summary>The ways in which frames begin.</summary>
    public IReadOnlyList<LinkType> Links => _links;

    /// <summary>Some of them as a pcapng file, to the nanosecond.</summary>
    public byte[] Pcapng(Range range) => [.. _head, .. _blocks[range].SelectMany(block => block)];

    /// <summary>All of them as a pcap file of a big-endian machine, to the nanosecond.</summary>
    public byte[] Pcap()
    {
        var file = new PcapBuilder(PcapBuilder.Nanoseconds, bigEndian: true, (long)Links.Single());
        foreach (CapturedFrame frame in Frames)
        {
            (long seconds, long fraction) = Math.DivRem(frame.Nanoseconds, 1_000_000_000);
            file.Frame(seconds, fraction, frame.Octets, frame.Original);
        }

        return file.ToArray();
    }

    byte[] Block(CapturedFrame frame)
        => new PcapngBuilder()
            .Enhanced(
                (ulong)frame.Nanoseconds, frame.Octets,
                Array.IndexOf(_links, frame.Link), frame.Original)
            .ToArray();
}
