using System;
using System.Buffers.Binary;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Writes pcap, little-endian, as <c>tcpdump -w</c> does on most machines.</summary>
/// <remarks>https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html. One link type; it
/// knows no interfaces, comments or counts, and these are left out. The snap length is that of the
/// first interface.</remarks>
public sealed class PcapWriter : FrameWriter
{
    const int FileHeader = 24, RecordHeader = 16;

    /// <summary>What a file begins with, as its times are counted.</summary>
    internal const uint MagicMicroseconds = 0xA1B2C3D4, MagicNanoseconds = 0xA1B23C4D;

    /// <summary>What one of Alexey Kuznetzov's libpcap begins with; not written.</summary>
    internal const uint MagicModified = 0xA1B2CD34;

    const long Second = 1_000_000_000;

    readonly bool _nanoseconds;
    int _interfaces;
    LinkType _link;

    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="nanoseconds">Whether times keep their nanoseconds, or are cut to
    /// microseconds.</param>
    public PcapWriter(Stream stream, string name, bool nanoseconds) : base(stream, name)
        => _nanoseconds = nanoseconds;

    /// <inheritdoc/>
    public override int AddInterface(SavedInterface from)
    {
        if (_interfaces == 0) WriteHeader(from);
        else if (from.Link != _link) throw TwoLinks(from.Link);

        return _interfaces++;
    }

    /// <inheritdoc/>
    public override void Write(in Frame frame, int from, FrameNote note = default)
    {
        // Without an interface the file has no header, and no frame would be found in it.
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)_interfaces);

        ReadOnlySpan<byte> octets = Kept(in frame);
        Span<byte> record = Sink.Reserve(RecordHeader + octets.Length, frames: 1);

        // What 32 bits of seconds cannot say becomes the nearest that they can.
        long time = Math.Clamp(frame.Time.Nanoseconds, 0, (uint.MaxValue * Second) + Second - 1);
        long fraction = time % Second;
        Word32(record, (uint)(time / Second));
        Word32(record[4..], (uint)(_nanoseconds ? fraction : fraction / 1_000));
        Word32(record[8..], (uint)octets.Length);
        Word32(record[12..], frame.OriginalLength);
        octets.CopyTo(record[RecordHeader..]);
    }

    /// <inheritdoc/>
    public override void WriteCounts(int from, Timestamp until, InterfaceCounts counts)
    {
    }

    void WriteHeader(SavedInterface from)
    {
        _link = from.Link;
        int snapLength = from.SnapLength == 0 ? RecordReader.LongestFrame : from.SnapLength;
        Span<byte> header = Sink.Reserve(FileHeader, frames: 0);
        Word32(header, _nanoseconds ? MagicNanoseconds : MagicMicroseconds);
        Word32(header[4..], 0x0004_0002); // version 2.4
        Word32(header[8..], 0);
        Word32(header[12..], 0);
        Word32(header[16..], (uint)snapLength);
        Word32(header[20..], (uint)from.Link);
    }

    CaptureException TwoLinks(LinkType other)
        => new($"{Name}: pcap holds one link type, not {(int)_link} and {(int)other}",
            "a name that does not end in .pcap: pcapng holds them all");

    static void Word32(Span<byte> octets, uint number)
        => BinaryPrimitives.WriteUInt32LittleEndian(octets, number);
}
