using System;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Writes frames as a capture, in one format.</summary>
/// <remarks>First the interfaces, then the frames. Buffered: <see cref="Flush"/> or
/// <see cref="Dispose"/> sends what waits. Nothing is allocated for a frame without comment. When
/// the stream fails, a writer remembers why and takes no more: it never throws for it. One thread
/// at a time.</remarks>
public abstract class FrameWriter : IDisposable
{
    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    private protected FrameWriter(Stream stream, string name)
        : this(new OctetSink(stream, name), name)
    {
    }

    /// <param name="sink">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    private protected FrameWriter(OctetSink sink, string name)
    {
        Name = name;
        Sink = sink;
    }

    /// <summary>What messages call it.</summary>
    protected string Name { get; }

    private protected OctetSink Sink { get; }

    /// <summary>Octets of the capture so far, sent or waiting.</summary>
    public long Length => Sink.Length;

    /// <summary>Frames that were sent, and so are in the file; complete after
    /// <see cref="Flush"/>.</summary>
    public long Frames => Sink.Frames;

    /// <summary>Frames that were given and are not in the file, since writing failed.</summary>
    public long FramesLost => Sink.FramesLost;

    /// <summary>Why writing ended, with what to do; null while all is well. Once set it
    /// stays.</summary>
    public CaptureException? Failure => Sink.Failure;

    /// <summary>A writer of a format.</summary>
    /// <param name="format">Which.</param>
    /// <param name="stream">Owned: disposed with the writer.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="section">What is said of the capture as a whole, where the format has room for
    /// it.</param>
    public static FrameWriter Create(
        SaveFormat format, Stream stream, string name, SectionFacts section) => format switch
        {
            SaveFormat.PcapMicroseconds => new PcapWriter(stream, name, nanoseconds: false),
            SaveFormat.PcapNanoseconds => new PcapWriter(stream, name, nanoseconds: true),
            SaveFormat.Pcapng => new PcapngWriter(stream, name, section),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };

    /// <summary>Adds an interface that frames can come from.</summary>
    /// <returns>Its index, from 0 in the order of adding.</returns>
    /// <exception cref="CaptureException">The format cannot hold it beside those
    /// before.</exception>
    public abstract int AddInterface(SavedInterface from);

    /// <summary>Adds a frame. Its link type is that of the interface.</summary>
    /// <param name="frame">Borrowed for the call. More octets than a capture may hold of one frame
    /// (262,144) are cut.</param>
    /// <param name="from">Index of its interface.</param>
    /// <param name="note">What is said of it, where the format has room.</param>
    public abstract void Write(in Frame frame, int from, FrameNote note = default);

    /// <summary>Adds what an interface counted, where the format has room: at the end.</summary>
    /// <param name="from">Its index.</param>
    /// <param name="until">When it was counted.</param>
    /// <param name="counts">What was counted since the capture began.</param>
    public abstract void WriteCounts(int from, Timestamp until, InterfaceCounts counts);

    /// <summary>Sends what waits, so that who reads the file sees it.</summary>
    public void Flush() => Sink.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        Sink.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>As many of a frame's octets as can be kept.</summary>
    private protected static ReadOnlySpan<byte> Kept(in Frame frame)
        => frame.Octets[..Math.Min(frame.Octets.Length, RecordReader.LongestFrame)];
}
