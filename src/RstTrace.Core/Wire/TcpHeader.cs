using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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

    // Read in two gulps, each member a shift of one: a bounds check each, not one a member.
    readonly ulong _toSequence;
    readonly ulong _toWindow;
    readonly ReadOnlySpan<byte> _octets;

    TcpHeader(ReadOnlySpan<byte> octets)
    {
        _toSequence = BinaryPrimitives.ReadUInt64BigEndian(octets);
        _toWindow = BinaryPrimitives.ReadUInt64BigEndian(octets[8..]);
        _octets = octets[..Math.Min(Length, octets.Length)];
    }

    /// <summary>Its length on the wire, options included: 20 to 60.</summary>
    public int Length => (int)((_toWindow >> 28) & 0x0F) * 4;

    /// <summary>How much of it was captured: up to its length.</summary>
    public int Captured => _octets.Length;

    /// <summary>Source port.</summary>
    public ushort SourcePort => (ushort)(_toSequence >> 48);

    /// <summary>Destination port.</summary>
    public ushort DestinationPort => (ushort)(_toSequence >> 32);

    /// <summary>SEG.SEQ: the first octet of this segment.</summary>
    public SequenceNumber Sequence => new((uint)_toSequence);

    /// <summary>SEG.ACK as it stands, also without the ACK bit.</summary>
    public SequenceNumber Acknowledgment => new((uint)(_toWindow >> 32));

    /// <summary>The control bits.</summary>
    public ControlBits Control => (ControlBits)((_toWindow >> 16) & 0x1FF);

    /// <summary>SEG.WND, not scaled.</summary>
    public ushort Window => (ushort)_toWindow;

    /// <summary>Whether all of it was captured.</summary>
    public bool IsWhole => Captured == Length;

    /// <summary>The options, as far as captured.</summary>
    public ReadOnlySpan<byte> Options
        => Captured > MinimumLength ? _octets[MinimumLength..] : default;

    /// <summary>Cuts a header from the front of some octets.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="onWire">How many octets there were on the wire: the IP payload.</param>
    /// <param name="header">The view.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DecodeOutcome TryParse(
        ReadOnlySpan<byte> octets, int onWire, out TcpHeader header)
    {
        header = default;
        if (onWire < MinimumLength) return DecodeOutcome.Malformed;
        if (octets.Length < MinimumCaptured) return DecodeOutcome.Truncated;

        var parsed = new TcpHeader(octets);
        if (parsed.Length < MinimumLength || parsed.Length > onWire)
            return DecodeOutcome.Malformed;

        header = parsed;
        return DecodeOutcome.Decoded;
    }
}
