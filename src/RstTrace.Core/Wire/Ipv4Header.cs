using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire;

/// <summary>An IPv4 header read in place (RFC 791 §3.1). Lengths and offsets are octets.</summary>
/// <remarks>After <see cref="DecodeOutcome.Decoded"/> no member throws; after any other outcome
/// the view is empty and must not be read. It lives as long as the frame it was cut from.</remarks>
public readonly ref struct Ipv4Header
{
    /// <summary>A header without options.</summary>
    public const int MinimumLength = 20;

    readonly ReadOnlySpan<byte> _octets;

    Ipv4Header(ReadOnlySpan<byte> octets) => _octets = octets;

    /// <summary>Its length, options included.</summary>
    public int Length => _octets.Length;

    /// <summary>Type of service, or DSCP and ECN.</summary>
    public byte TrafficClass => _octets[Field.TrafficClass];

    /// <summary>The datagram's length, this header included; 0 where segmentation offload left it
    /// to the hardware.</summary>
    public int TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.TotalLength..]);

    /// <summary>Identification.</summary>
    public ushort Identification
        => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Identification..]);

    /// <summary>DF.</summary>
    public bool DontFragment => (_octets[Field.Fragment] & 0x40) != 0;

    /// <summary>MF: others follow.</summary>
    public bool MoreFragments => (_octets[Field.Fragment] & 0x20) != 0;

    /// <summary>Whether it carries a fragment after the first.</summary>
    public bool IsLaterFragment
        => (BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Fragment..]) & 0x1FFF) != 0;

    /// <summary>Time to live.</summary>
    public byte HopLimit => _octets[Field.HopLimit];

    /// <summary>What it carries, by IANA's protocol numbers.</summary>
    public byte Protocol => _octets[Field.Protocol];

    /// <summary>Source address.</summary>
    public IpAddress Source
        => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Source..]));

    /// <summary>Destination address.</summary>
    public IpAddress Destination
        => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.Destination..]));

    /// <summary>Cuts a header from the front of some octets.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="onWire">How many octets there were on the wire.</param>
    /// <param name="header">The view.</param>
    public static DecodeOutcome TryParse(
        ReadOnlySpan<byte> octets, int onWire, out Ipv4Header header)
    {
        header = default;
        if (onWire < MinimumLength) return DecodeOutcome.Malformed;
        if (octets.Length < MinimumLength) return DecodeOutcome.Truncated;

        int length = (octets[0] & 0x0F) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(octets[Field.TotalLength..]);
        if (octets[0] >> 4 != 4 || length < MinimumLength || length > onWire)
            return DecodeOutcome.Malformed;

        if (total != 0 && total < length) return DecodeOutcome.Malformed;
        if (length > octets.Length) return DecodeOutcome.Truncated;

        header = new Ipv4Header(octets[..length]);
        return DecodeOutcome.Decoded;
    }

    static class Field
    {
        public const int TrafficClass = 1, TotalLength = 2, Identification = 4, Fragment = 6;
        public const int HopLimit = 8, Protocol = 9, Source = 12, Destination = 16;
    }
}
