using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>Writes segments as Ethernet frames, with right IP and TCP checksums.</summary>
/// <remarks>A payload is a head of a few octets, where a message begins, and zeros: zeros add
/// nothing to a checksum, so it is right also for the octets that a snap length cuts off.</remarks>
sealed class EthernetFrame
{
    /// <summary>The longest headers it writes: Ethernet, IPv6, and TCP with the options of a
    /// SYN.</summary>
    public const int MaximumHeaders = EthernetLength + Ipv6Length + TcpLength + 20;

    /// <summary>Octets of the timestamps option with its padding.</summary>
    public const int TimestampsLength = 12;

    const int EthernetLength = 14, Ipv4Length = 20, Ipv6Length = 40, TcpLength = 20;
    const int MinimumFrame = 60; // without the frame check sequence, which captures lack
    const int MaximumTransmissionUnit = 1500;
    const byte Tcp = 6;

    // Zero but for the first octets, which each frame writes anew.
    readonly byte[] _octets = new byte[EthernetLength + MaximumTransmissionUnit];

    /// <summary>The latest frame, whole.</summary>
    /// <remarks>Overwritten by the next <see cref="Write"/>.</remarks>
    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Length);

    /// <summary>How many octets it has on the wire.</summary>
    public int Length { get; private set; }

    /// <summary>Octets of payload that a segment without options carries at most.</summary>
    public static ushort MaximumSegmentSize(bool isIpv6)
        => (ushort)(MaximumTransmissionUnit - TcpLength - (isIpv6 ? Ipv6Length : Ipv4Length));

    /// <summary>Writes a frame over the latest.</summary>
    /// <param name="segment">What it carries. A SYN has every option of its traits.</param>
    /// <param name="destinationMac">In the low 48 bits.</param>
    /// <param name="payloadHead">How the payload begins, when not with zeros.</param>
    /// <param name="received">Whether the capturing machine received it, so that it is seen with
    /// the padding of a short frame; what a machine sends it captures before padding.</param>
    public void Write(
        in Segment segment, ulong destinationMac, ReadOnlySpan<byte> payloadHead, bool received)
    {
        _octets.AsSpan(0, MaximumHeaders + MessageHead.MaximumLength).Clear();
        WriteEthernet(in segment, destinationMac);

        int ipLength = segment.IsIpv6 ? Ipv6Length : Ipv4Length;
        Span<byte> ip = _octets.AsSpan(EthernetLength);
        Span<byte> tcp = ip[ipLength..];
        int tcpLength = TcpLength + WriteOptions(in segment, tcp[TcpLength..]);
        payloadHead.CopyTo(tcp[tcpLength..]);

        ulong addresses = segment.IsIpv6
            ? WriteIpv6(in segment, ip, tcpLength)
            : WriteIpv4(in segment, ip, tcpLength);
        WriteTcp(in segment, tcp[..(tcpLength + payloadHead.Length)], tcpLength, addresses);

        int length = EthernetLength + ipLength + tcpLength + segment.PayloadLength;
        Length = received ? Math.Max(length, MinimumFrame) : length;
    }

    void WriteEthernet(in Segment segment, ulong destinationMac)
    {
        // Eight octets each, of which the first two fall under what is written next.
        Span<byte> octets = _octets;
        BinaryPrimitives.WriteUInt64BigEndian(octets, destinationMac << 16);
        BinaryPrimitives.WriteUInt64BigEndian(octets[6..], segment.SourceMac << 16);
        BinaryPrimitives.WriteUInt16BigEndian(
            octets[12..], (ushort)(segment.IsIpv6 ? 0x86DD : 0x0800));
    }

    /// <returns>The sum of its addresses, for the pseudo-header.</returns>
    static ulong WriteIpv4(in Segment segment, Span<byte> ip, int tcpLength)
    {
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(
            ip[2..], (ushort)(Ipv4Length + tcpLength + segment.PayloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], segment.Identification);
        ip[6] = (byte)((segment.Traits & SegmentTraits.DontFragment) != 0 ? 0x40 : 0);
        ip[8] = segment.HopLimit;
        ip[9] = Tcp;
        segment.SourceAddress.Write(ip[12..]);
        segment.DestinationAddress.Write(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            ip[10..], Checksum.Fold(Checksum.Sum(ip[..Ipv4Length])));
        return Checksum.Sum(ip[12..Ipv4Length]);
    }

    /// <returns>The sum of its addresses, for the pseudo-header.</returns>
    static ulong WriteIpv6(in Segment segment, Span<byte> ip, int tcpLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000 | segment.FlowLabel);
        BinaryPrimitives.WriteUInt16BigEndian(
            ip[4..], (ushort)(tcpLength + segment.PayloadLength));
        ip[6] = Tcp;
        ip[7] = segment.HopLimit;
        segment.SourceAddress.Write(ip[8..]);
        segment.DestinationAddress.Write(ip[24..]);
        return Checksum.Sum(ip[8..Ipv6Length]);
    }

    static void WriteTcp(in Segment segment, Span<byte> tcp, int tcpLength, ulong addresses)
    {
        BinaryPrimitives.WriteUInt16BigEndian(tcp, segment.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], segment.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgment.Value);
        tcp[12] = (byte)(tcpLength << 2);
        tcp[13] = (byte)segment.Control;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], segment.Window);

        // RFC 9293 §3.1: the pseudo-header is the addresses, the protocol and the TCP length.
        ulong sum = addresses + Tcp + (ulong)(tcpLength + segment.PayloadLength);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Checksum.Fold(sum + Checksum.Sum(tcp)));
    }

    /// <returns>How many octets of options it wrote: a multiple of four.</returns>
    static int WriteOptions(in Segment segment, Span<byte> options)
    {
        const byte Nop = 1, SegmentSize = 2, WindowScale = 3, SackPermitted = 4;
        int length = 0;
        if (segment.IsSyn)
        {
            BinaryPrimitives.WriteUInt16BigEndian(options, (SegmentSize << 8) | 4);
            BinaryPrimitives.WriteUInt16BigEndian(options[2..], segment.MaximumSegmentSize);
            ReadOnlySpan<byte> more =
                [Nop, WindowScale, 3, segment.WindowShift, Nop, Nop, SackPermitted, 2];
            more.CopyTo(options[4..]);
            length = 4 + more.Length;
            if (segment.HasTimestamps) length -= 4; // SACK-permitted joins the timestamps below.
        }

        if (!segment.HasTimestamps) return length;
        WriteTimestamps(in segment, options[length..]);
        return length + TimestampsLength;
    }

    /// <summary>Two octets, SACK-permitted on a SYN and else padding, and the timestamps of
    /// RFC 7323 §3.2.</summary>
    static void WriteTimestamps(in Segment segment, Span<byte> options)
    {
        BinaryPrimitives.WriteUInt16BigEndian(options, (ushort)(segment.IsSyn ? 0x0402 : 0x0101));
        BinaryPrimitives.WriteUInt16BigEndian(options[2..], 0x080A);
        BinaryPrimitives.WriteUInt32BigEndian(options[4..], segment.TimestampValue);
        BinaryPrimitives.WriteUInt32BigEndian(options[8..], segment.TimestampEcho);
    }
}
