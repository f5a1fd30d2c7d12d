using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Copies captures into one pcapng file, adds comments and leaves frames out.</summary>
/// <remarks>What is pcapng already is copied block by block, octet for octet, in its own byte
/// order; what is not becomes a section with the same link types, resolution of time and lengths.
/// When the stream fails, a copy remembers why and takes no more: it never throws for it. A file
/// is copied as far as it can be read.</remarks>
public sealed class CaptureCopy : IDisposable
{
    readonly OctetSink _sink;
    readonly string _name;
    readonly string _application;

    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="application">The program and its version, for sections of its own.</param>
    public CaptureCopy(Stream stream, string name, string application)
    {
        _sink = new OctetSink(stream, name);
        _name = name;
        _application = application;
    }

    /// <summary>Octets so far, sent or waiting.</summary>
    public long Octets => _sink.Length;

    /// <summary>Frames that were sent; complete after <see cref="Dispose"/>.</summary>
    public long Frames => _sink.Frames;

    /// <summary>Whether what was copied holds secrets: keys of TLS sessions, say.</summary>
    public bool HasSecrets { get; private set; }

    /// <summary>Why writing ended, with what to do; null while all is well. Complete after
    /// <see cref="Dispose"/>.</summary>
    public CaptureException? Failure => _sink.Failure;

    /// <summary>Copies a file.</summary>
    /// <param name="request">What of it.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="CaptureException">The file cannot be opened, is no capture, or the system
    /// could not read on. What was copied stays.</exception>
    public void Add(CopyRequest request, CancellationToken stop)
    {
        using OctetBuffer octets = Open(request.Path);
        using CaptureFile frames = CaptureFile.Open(request.Path, request.FileIndex, stop);
        if (octets.Demand(sizeof(uint)) == Arrival.Enough
            && new ByteOrder(bigEndian: true).UInt32(octets.Arrived) == PcapngBlock.Section)
        {
            CopyBlocks(new PcapngBlocks(octets), frames, request, stop);
        }
        else
        {
            CopyFrames(PcapHeader.Read(octets), frames, request, stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();

    static OctetBuffer Open(string path)
    {
        const int Head = 2;

        var buffers = new CaptureBuffers();
        var file = new OctetBuffer(CaptureStream.Open(path), path, buffers.File);
        try
        {
            return file.Demand(Head) == Arrival.Enough && Gzip.Fits(file.Arrived)
                ? Gzip.Unpack(file, path, buffers.Unpacked, CancellationToken.None)
                : file;
        }
        catch (CaptureException)
        {
            file.Dispose();
            throw;
        }
    }

    void CopyFrames(
        SavedInterface? from, CaptureFile frames, CopyRequest request, CancellationToken stop)
    {
        // Not disposed: the sink is ours.
        var writer = new PcapngWriter(
            _sink, _name, new SectionFacts { Application = _application });
        var links = new List<LinkType>();
        if (from is not null) AddInterface(from);
        while (CanGoOn(stop) && frames.Read(out Frame frame) == ReadOutcome.Frame)
        {
            FrameFate fate = request.Choose(in frame);
            if (!fate.IsKept) continue;

            if (!links.Contains(frame.Link)) AddInterface(new SavedInterface(null, frame.Link));
            Frame cut = Cut(in frame, request.SnapLength);
            writer.Write(in cut, links.IndexOf(frame.Link), new FrameNote(fate.Comment));
        }

        void AddInterface(SavedInterface another)
        {
            writer.AddInterface(another);
            links.Add(another.Link);
        }
    }

    void CopyBlocks(
        PcapngBlocks blocks, CaptureFile frames, CopyRequest request, CancellationToken stop)
    {
        while (CanGoOn(stop) && blocks.Next(out ReadOnlySpan<byte> block))
        {
            if (blocks.IsFrame)
            {
                // It reads the same blocks, and knows better where sense ends.
                if (frames.Read(out Frame frame) != ReadOutcome.Frame) return;

                CopyFrame(blocks, block, in frame, request);
            }
            else if (!blocks.IsEntry || request.KeepsEntries)
            {
                _sink.Append(blocks.IsSection ? WithoutLength(block) : block, frames: 0);
                HasSecrets |= blocks.IsSecret;
            }
        }
    }

    void CopyFrame(
        PcapngBlocks blocks, ReadOnlySpan<byte> block, in Frame frame, CopyRequest request)
    {
        FrameFate fate = request.Choose(in frame);
        if (!fate.IsKept) return;

        Frame cut = Cut(in frame, request.SnapLength);
        var edit = new BlockEdit(blocks, block, in frame, cut.Octets, fate.Comment);
        _sink.Append(edit.IsNeeded ? edit.Make() : block, frames: 1);
    }

    // The length of the section will be another: -1 says that it is not known.
    static byte[] WithoutLength(ReadOnlySpan<byte> section)
    {
        const int At = 16;

        byte[] copy = section.ToArray();
        copy.AsSpan(At, sizeof(long)).Fill(0xFF);
        return copy;
    }

    bool CanGoOn(CancellationToken stop)
        => _sink.Failure is null && !stop.IsCancellationRequested;

    static Frame Cut(in Frame frame, int most)
    {
        if (most == 0 || frame.Octets.Length <= most) return frame;

        return new Frame
        {
            Octets = frame.Octets[..most],
            OriginalLength = frame.OriginalLength,
            Time = frame.Time,
            Link = frame.Link,
            Id = frame.Id,
        };
    }
}
