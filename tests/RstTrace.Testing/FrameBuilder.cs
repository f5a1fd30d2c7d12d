using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using RstTrace.Core.Wire;

namespace RstTrace.Testing;

/// <summary>Builds the octets of a frame from parts, outermost first, with the lengths, type
/// numbers and checksums that belong in them.</summary>
/// <remarks>What a part says of the next one follows from the next one. Deliberate lies are
/// parameters: a wrong length, a fragment, an odd version.</remarks>
/// <example><code>
/// FrameBuilder frame = new FrameBuilder()
///     .Ethernet().Vlan(7).Ipv4("192.0.2.1", "192.0.2.2").Tcp(40000, 80, control: ControlBits.Syn);
/// DecodeOutcome outcome = SegmentDecoder.Decode(frame.ToFrame(), out Segment segment);
/// </code></example>
public sealed partial class FrameBuilder
{
    readonly List<Part> _parts = [];

    /// <summary>How the first part begins.</summary>
    public LinkType Link => _parts[0].Link;

    /// <summary>The octets of the frame, from the link header on.</summary>
    public byte[] Build()
    {
        byte[] octets = [];
        Part? next = null;
        for (int index = _parts.Count - 1; index >= 0; index--)
        {
            octets = _parts[index].Wrap(next, octets);
            next = _parts[index];
        }

        return octets;
    }

    /// <summary>The frame as a source would hand it over.</summary>
    /// <param name="captured">How many octets the snap length left; all when null.</param>
    /// <param name="number">Its number in its file.</param>
    /// <param name="time">When it was captured.</param>
    public Frame ToFrame(int? captured = null, long number = 1, Timestamp time = default)
    {
        byte[] octets = Build();
        int length = Math.Min(captured ?? octets.Length, octets.Length);
        return FrameOf(octets.AsSpan(0, length), Link, (uint)octets.Length, number, time);
    }

    /// <summary>A frame of octets that were built, and then perhaps spoilt.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="link">How they begin.</param>
    /// <param name="originalLength">Octets on the wire; as many as captured when null.</param>
    /// <param name="number">Its number in its file.</param>
    /// <param name="time">When it was captured.</param>
    public static Frame FrameOf(
        ReadOnlySpan<byte> octets,
        LinkType link = LinkType.Ethernet,
        uint? originalLength = null,
        long number = 1,
        Timestamp time = default)
        => new()
        {
            Octets = octets,
            OriginalLength = originalLength ?? (uint)octets.Length,
            Time = time,
            Link = link,
            Id = new FrameId(0, number),
        };

    /// <summary>Payload of so many octets, all alike, to be told from headers.</summary>
    public FrameBuilder Payload(int length)
    {
        byte[] octets = new byte[length];
        Array.Fill(octets, (byte)0xA5);
        return Payload(octets);
    }

    /// <summary>These octets as they are: payload, or a header that no part makes.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="etherType">What announces them behind a link.</param>
    /// <param name="protocol">What announces them behind IP.</param>
    public FrameBuilder Payload(byte[] octets, ushort etherType = 0x88B5, byte protocol = 253)
        => Add(new Part
        {
            EtherType = _ => etherType,
            Protocol = protocol,
            Wrap = (_, inner) => [.. octets, .. inner],
        });

    /// <summary>So many octets of padding behind all that is added after this call.</summary>
    public FrameBuilder Padding(int length)
    {
        int before = _parts.Count - 1;
        Part outer = _parts[before];
        _parts[before] = outer with
        {
            Wrap = (next, inner) => outer.Wrap(next, [.. inner, .. new byte[length]]),
        };
        return this;
    }

    FrameBuilder Add(Part part)
    {
        _parts.Add(part);
        return this;
    }

    static byte[] Octets(ulong value, int length)
    {
        byte[] octets = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(octets, value);
        return octets[^length..];
    }

    static byte[] AddressOctets(string address) => IPAddress.Parse(address).GetAddressBytes();

    /// <summary>The Internet checksum (RFC 1071) over some octets.</summary>
    static ushort Checksum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (int index = 0; index < octets.Length; index++)
            sum += (uint)octets[index] << ((index & 1) == 0 ? 8 : 0);
        while (sum > ushort.MaxValue) sum = (sum >> 16) + (sum & 0xFFFF);
        return (ushort)~sum;
    }

    /// <summary>One header: how it is announced and put before what it carries.</summary>
    sealed record Part
    {
        /// <summary>The link type of a frame that begins with it.</summary>
        public LinkType Link { get; init; } = LinkType.Raw;

        /// <summary>The ethertype that announces it, given its length in all.</summary>
        public Func<int, ushort> EtherType { get; init; } = _ => 0x88B5;

        /// <summary>The IP protocol that announces it.</summary>
        public byte Protocol { get; init; } = 253;

        /// <summary>The PPP protocol that announces it.</summary>
        public ushort PppProtocol { get; init; } = 0xC021;

        /// <summary>The addresses of an IP header, for the checksum of TCP.</summary>
        public byte[] Addresses { get; init; } = [];

        /// <summary>Puts this header before what it carries.</summary>
        public required Func<Part?, byte[], byte[]> Wrap { get; init; }
    }
}
