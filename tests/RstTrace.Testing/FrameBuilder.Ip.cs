using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire;

namespace RstTrace.Testing;

public sealed partial class FrameBuilder
{
    /// <summary>IPv4.</summary>
    /// <param name="source">Dotted decimal.</param>
    /// <param name="destination">Dotted decimal.</param>
    /// <param name="hopLimit">TTL.</param>
    /// <param name="identification">Identification.</param>
    /// <param name="dontFragment">DF.</param>
    /// <param name="moreFragments">MF.</param>
    /// <param name="fragmentOffset">In octets, a multiple of eight.</param>
    /// <param name="options">A multiple of four octets.</param>
    /// <param name="totalLength">What it claims; the truth when null.</param>
    /// <param name="trafficClass">TOS.</param>
    public FrameBuilder Ipv4(
        string source,
        string destination,
        byte hopLimit = 64,
        ushort identification = 0x1234,
        bool dontFragment = false,
        bool moreFragments = false,
        int fragmentOffset = 0,
        byte[]? options = null,
        int? totalLength = null,
        byte trafficClass = 0)
    {
        byte[] addresses = [.. AddressOctets(source), .. AddressOctets(destination)];
        return Add(new Part
        {
            EtherType = _ => 0x0800,
            Protocol = 4,
            PppProtocol = 0x0021,
            Addresses = addresses,
            Wrap = (next, inner) =>
            {
                int length = 20 + (options?.Length ?? 0);
                int fragment = (dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0)
                    | (fragmentOffset / 8);
                byte[] header =
                [
                    (byte)(0x40 | (length / 4)), trafficClass,
                    .. Octets((ulong)(totalLength ?? length + inner.Length), 2),
                    .. Octets(identification, 2), .. Octets((ulong)fragment, 2),
                    hopLimit, ProtocolOf(next), 0, 0, .. addresses, .. options ?? [],
                ];
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
                return [.. header, .. inner];
            },
        });
    }

    /// <summary>IPv6.</summary>
    /// <param name="source">Any text form.</param>
    /// <param name="destination">Any text form.</param>
    /// <param name="hopLimit">Hop limit.</param>
    /// <param name="flowLabel">20 bits.</param>
    /// <param name="trafficClass">Traffic class.</param>
    /// <param name="payloadLength">What it claims; the truth when null.</param>
    public FrameBuilder Ipv6(
        string source,
        string destination,
        byte hopLimit = 64,
        uint flowLabel = 0,
        byte trafficClass = 0,
        int? payloadLength = null)
    {
        byte[] addresses = [.. AddressOctets(source), .. AddressOctets(destination)];
        return Add(new Part
        {
            EtherType = _ => 0x86DD,
            Protocol = 41,
            PppProtocol = 0x0057,
            Addresses = addresses,
            Wrap = (next, inner) =>
            [
                .. Octets(0x6000_0000u | ((uint)trafficClass << 20) | flowLabel, 4),
                .. Octets((ulong)(payloadLength ?? inner.Length), 2),
                ProtocolOf(next), hopLimit, .. addresses, .. inner,
            ],
        });
    }

    /// <summary>Hop-by-hop options (0), routing (43) or destination options (60) of IPv6, filled
    /// with padding.</summary>
    public FrameBuilder Extension(byte protocol, int units = 1)
        => Add(new Part
        {
            Protocol = protocol,
            Wrap = (next, inner) =>
            [
                ProtocolOf(next), (byte)(units - 1), 1, (byte)((units * 8) - 4),
                .. new byte[(units * 8) - 4], .. inner,
            ],
        });

    /// <summary>The fragment header of IPv6.</summary>
    public FrameBuilder Fragment(int offset, bool more, uint identification = 1)
        => Add(new Part
        {
            Protocol = 44,
            Wrap = (next, inner) =>
            [
                ProtocolOf(next), 0, .. Octets((ulong)(offset | (more ? 1 : 0)), 2),
                .. Octets(identification, 4), .. inner,
            ],
        });

    /// <summary>The authentication header.</summary>
    /// <param name="lengthField">What it claims, in its units; the truth when null.</param>
    public FrameBuilder Authentication(byte? lengthField = null)
        => Add(new Part
        {
            Protocol = 51,
            Wrap = (next, inner) =>
                [ProtocolOf(next), lengthField ?? 4, 0, 0, .. new byte[20], .. inner],
        });

    /// <summary>TCP.</summary>
    /// <param name="sourcePort">Source port.</param>
    /// <param name="destinationPort">Destination port.</param>
    /// <param name="sequence">SEG.SEQ.</param>
    /// <param name="acknowledgment">SEG.ACK.</param>
    /// <param name="control">The control bits.</param>
    /// <param name="window">SEG.WND.</param>
    /// <param name="options">Filled up with end-of-list to a multiple of four octets.</param>
    /// <param name="dataOffset">What it claims, in words; the truth when null.</param>
    public FrameBuilder Tcp(
        ushort sourcePort,
        ushort destinationPort,
        uint sequence = 1000,
        uint acknowledgment = 0,
        ControlBits control = ControlBits.Ack,
        ushort window = 0xFFFF,
        byte[]? options = null,
        int? dataOffset = null)
    {
        byte[] filled = [.. options ?? [], .. new byte[-(options?.Length ?? 0) & 3]];
        byte[] addresses = _parts.FindLast(part => part.Addresses.Length > 0)?.Addresses ?? [];
        return Add(new Part
        {
            Protocol = 6,
            Wrap = (_, inner) =>
            {
                int words = dataOffset ?? (5 + (filled.Length / 4));
                byte[] octets =
                [
                    .. Octets(sourcePort, 2), .. Octets(destinationPort, 2),
                    .. Octets(sequence, 4), .. Octets(acknowledgment, 4),
                    .. Octets(((ulong)words << 12) | (ulong)control, 2), .. Octets(window, 2),
                    0, 0, 0, 0, .. filled, .. inner,
                ];
                byte[] pseudo = [.. addresses, 0, 6, .. Octets((ulong)octets.Length, 2)];
                BinaryPrimitives.WriteUInt16BigEndian(
                    octets.AsSpan(16), Checksum([.. pseudo, .. octets]));
                return octets;
            },
        });
    }

    static byte ProtocolOf(Part? next) => next?.Protocol ?? 59;
}
