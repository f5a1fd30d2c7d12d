using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using RstTrace.Core.Wire.Links;

namespace RstTrace.Core.Wire;

/// <summary>Nearly every frame: TCP in IPv4 in Ethernet, no options but timestamps, nothing cut and
/// nothing unusual. Its places are known beforehand, so it is read in one go.</summary>
static class PlainFrame
{
    const int Ip = EthernetHeader.Length, Tcp = Ip + Ipv4Header.MinimumLength;
    const int Options = Tcp + TcpHeader.MinimumLength;
    const ulong VersionAndLength = 0x45, FragmentBits = 0x3FFF, DontFragment = 0x4000;

    /// <summary>Reads it, if it is one.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="segment">Gets what the layers, one by one, would find; where it is no such
    /// frame, stays as it is.</param>
    /// <returns>Whether it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDecode(in Frame frame, ref Segment segment)
    {
        ReadOnlySpan<byte> octets = frame.Octets;
        if (frame.Link != LinkType.Ethernet || octets.Length < Options) return false;

        ReadOnlySpan<byte> head = octets[..Options];
        ulong macToType = BinaryPrimitives.ReadUInt64BigEndian(head[(Ip - 8)..]);
        ulong toFragment = BinaryPrimitives.ReadUInt64BigEndian(head[Ip..]);
        ulong toSource = BinaryPrimitives.ReadUInt64BigEndian(head[(Ip + 8)..]);
        ulong toPorts = BinaryPrimitives.ReadUInt64BigEndian(head[(Ip + 16)..]);
        ulong numbers = BinaryPrimitives.ReadUInt64BigEndian(head[(Tcp + 4)..]);
        uint toWindow = BinaryPrimitives.ReadUInt32BigEndian(head[(Tcp + 12)..]);

        int total = (ushort)(toFragment >> 32), length = (int)(toWindow >> 28) * 4;
        int payload = total - Ipv4Header.MinimumLength - length;
        bool isPlain = (ushort)macToType == EtherType.Ipv4
            && toFragment >> 56 == VersionAndLength && (toFragment & FragmentBits) == 0
            && (byte)(toSource >> 48) == IpProtocol.Tcp
            && payload >= 0 && TryReadOptions(octets, length, ref segment);
        if (!isPlain) return false;

        if ((toFragment & DontFragment) != 0) segment.Traits |= SegmentTraits.DontFragment;
        segment.SourceMac = macToType >> 16;
        segment.SourceAddress = IpAddress.FromIpv4((uint)toSource);
        segment.DestinationAddress = IpAddress.FromIpv4((uint)(toPorts >> 32));
        segment.TrafficClass = (byte)(toFragment >> 48);
        segment.Identification = (ushort)(toFragment >> 16);
        segment.HopLimit = (byte)(toSource >> 56);
        segment.SourcePort = (ushort)(toPorts >> 16);
        segment.DestinationPort = (ushort)toPorts;
        segment.Sequence = new((uint)(numbers >> 32));
        segment.Acknowledgment = new((uint)numbers);
        segment.Control = (ControlBits)((toWindow >> 16) & 0x1FF);
        segment.Window = (ushort)toWindow;
        segment.WindowShift = Segment.NoWindowShift;
        segment.MptcpReset = Segment.NoMptcpReset;
        segment.PayloadLength = payload;
        segment.PayloadOffset = Tcp + length;
        segment.PayloadCaptured = Math.Min(octets.Length - Tcp - length, payload);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TryReadOptions(ReadOnlySpan<byte> octets, int length, ref Segment segment)
    {
        const int WithTimestamps = TcpHeader.MinimumLength + TcpOptions.TimestampsLength;
        if (length == TcpHeader.MinimumLength)
        {
            segment.Traits = SegmentTraits.NoOptions;
            return true;
        }

        bool isIt = length == WithTimestamps && octets.Length >= Tcp + WithTimestamps
            && BinaryPrimitives.ReadUInt32BigEndian(octets[Options..])
                == TcpOptions.AlignedTimestamps;
        if (!isIt) return false;

        ulong both = BinaryPrimitives.ReadUInt64BigEndian(octets[(Options + 4)..]);
        segment.TimestampValue = (uint)(both >> 32);
        segment.TimestampEcho = (uint)both;
        segment.Traits = SegmentTraits.Timestamps;
        return true;
    }
}
