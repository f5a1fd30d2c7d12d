using System;
using System.Buffers.Binary;
using System.IO;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>Writes frames as a classic pcap of Ethernet with microseconds, in little-endian
/// order (https://www.tcpdump.org/manpages/pcap-savefile.5.html).</summary>
/// <remarks>Gathers large blocks; the stream is the caller's, and complete after
/// <see cref="Flush"/>.</remarks>
public sealed class PcapWriter
{
    const int FileHeaderLength = 24, RecordHeaderLength = 16;
    const int BlockLength = 1 << 20;
    const uint MicrosecondMagic = 0xA1B2_C3D4;
    const uint LargestSnapLength = 262_144;

    readonly Stream _stream;
    readonly byte[] _block = new byte[BlockLength];
    int _length;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="snapLength">What the header says of it; 0 is no limit.</param>
    public PcapWriter(Stream stream, int snapLength)
    {
        _stream = stream;
        Span<byte> header = _block;
        BinaryPrimitives.WriteUInt32LittleEndian(header, MicrosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(
            header[16..], snapLength == 0 ? LargestSnapLength : (uint)snapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)LinkType.Ethernet);
        _length = FileHeaderLength;
    }

    /// <summary>Writes one frame.</summary>
    public void Write(in Frame frame)
    {
        int length = RecordHeaderLength + frame.Octets.Length;
        if (_length + length > BlockLength) Flush();

        Span<byte> record = _block.AsSpan(_length, length);
        long microseconds = frame.Time.Nanoseconds / 1000;
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(microseconds / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(microseconds % 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)frame.Octets.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], frame.OriginalLength);
        frame.Octets.CopyTo(record[RecordHeaderLength..]);
        _length += length;
    }

    /// <summary>Hands all that was written to the stream.</summary>
    public void Flush()
    {
        _stream.Write(_block, 0, _length);
        _length = 0;
    }
}
