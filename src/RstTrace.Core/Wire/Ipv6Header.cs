using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire;

/// <summary>An IPv6 header read in place (RFC 8200 §3). Lengths and offsets are octets.</summary>
/// <remarks>After <see cref="DecodeOutcome.Decoded"/> no member throws; after any other outcome
/// the view is empty and must not be read. It lives as long as the frame it was cut from.</remarks>
public readonly ref struct Ipv6Header
{
    /// <summary>Its length, always.</summary>
    public const int Length = 40;

    readonly ReadOnlySpan<byte> _octets;

    Ipv6Header(ReadOnlySpan<byte> octets) => _octets = octets;

    /// <summary>Traffic class.</summary>
    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_octets) >> 4);

    /// <summary>Flow label, 20 bits.</summary>
    public uint FlowLabel => BinaryPrimitives.ReadUInt32BigEndian(_octets) & 0xF_FFFF;

    /// <summary>Octets after this header; 0 for a jumbogram (RFC 2675), or where segmentation
    /// offload left it to the hardware.</summary>
    public int PayloadLength
        => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.PayloadLength..]);

    /// <summary>What follows, by IANA's protocol numbers.</summary>
    public byte NextHeader => _octets[Field.NextHeader];

    /// <summary>Hop limit.</summary>
    public byte HopLimit => _octets[Field.HopLimit];

    /// <summary>Source address.</summary>
    public IpAddress Source => IpAddress.FromIpv6(_octets[Field.Source..]);

    /// <summary>Destination address as it stands in the header, whatever a routing header
    /// says.</summary>
    public IpAddress Destination => IpAddress.FromIpv6(_octets[Field.Destination..]);

    /// <summary>Cuts a header from the front of some octets.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="onWire">How many octets there were on the wire.</param>
    /// <param name="header">The view.</param>
    public static DecodeOutcome TryParse(
        ReadOnlySpan<byte> octets, int onWire, out Ipv6Header header)
    {
        header = default;
        if (onWire < Length) return DecodeOutcome.Malformed;
        if (octets.Length < Length) return DecodeOutcome.Truncated;
        if (octets[0] >> 4 != 6) return DecodeOutcome.Malformed;

        header = new Ipv6Header(octets[..Length]);
        return DecodeOutcome.Decoded;
    }

    static class Field
    {
        public const int PayloadLength = 4, NextHeader = 6, HopLimit = 7;
        public const int Source = 8, Destination = 24;
    }
}
