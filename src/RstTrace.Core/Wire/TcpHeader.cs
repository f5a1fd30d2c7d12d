using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire;

/// <summary>A TCP header read in place (RFC 9293 §3.1). Lengths and offsets are octets.</summary>
/// <remarks>After <see cref="DecodeOutcome.Decoded"/> no member throws; after any other outcome
/// the view is empty and must not be read. It lives as long as the frame it was cut from.</remarks>
public readonly ref struct TcpHeader
{
    /// <summary>A header without options.</summary>
    public const int MinimumLength = 20;

    /// <summary>How much of it must have been captured: up to the window. The checksum and the
    /// urgent pointer after it are not needed, and tshark too reads a header that is cut
    /// there.</summary>
    public const int MinimumCaptured = 16;

    readonly ReadOnlySpan<byte> _octets;

    TcpHeader(ReadOnlySpan<byte> octets, int length)
    {
        _octets = octets;
        Length = length;
    }

    /// <summary>Its length on the wire, options included: 20 to 60.</summary>
    public int Length { get; }

    /// <summary>Source port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_octets);

    /// <summary>Destination port.</summary>
    public ushort DestinationPort
        => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.DestinationPort..]);

    /// <summary>SEG.SEQ: the first octet of this segment.</summary>
    public SequenceNumber Sequence
        => new(BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Sequence..]));

    /// <summary>SEG.ACK as it stands, also without the ACK bit.</summary>
    public SequenceNumber Acknowledgment
        => new(BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Acknowledgment..]));

    /// <summary>The control bits.</summary>
    public ControlBits Control
        => (ControlBits)(BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Control..]) & 0x1FF);

    /// <summary>SEG.WND, not scaled.</summary>
    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Window..]);

    /// <summary>Whether all of it was captured.</summary>
    public bool IsWhole => _octets.Length == Length;

    /// <summary>The options, as far as captured.</summary>
    public ReadOnlySpan<byte> Options
        => _octets.Length > MinimumLength ? _octets[MinimumLength..] : default;

    /// <summary>Cuts a header from the front of some octets.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="onWire">How many octets there were on the wire: the IP payload.</param>
    /// <param name="header">The view.</param>
    public static DecodeOutcome TryParse(
        ReadOnlySpan<byte> octets, int onWire, out TcpHeader header)
    {
        header = default;
        if (onWire < MinimumLength) return DecodeOutcome.Malformed;
        if (octets.Length < MinimumCaptured) return DecodeOutcome.Truncated;

        int length = (octets[Field.Control] >> 4) * 4;
        if (length < MinimumLength || length > onWire) return DecodeOutcome.Malformed;

        header = new TcpHeader(octets[..Math.Min(length, octets.Length)], length);
        return DecodeOutcome.Decoded;
    }

    static class Field
    {
        public const int DestinationPort = 2, Sequence = 4, Acknowledgment = 8;

        /// <summary>The data offset in the high four bits, the control bits in the low nine.
        /// </summary>
        public const int Control = 12;

        public const int Window = 14;
    }
}
