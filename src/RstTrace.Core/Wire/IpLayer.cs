using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire;

/// <summary>IPv4 and IPv6: the addresses of a segment, and the end of what is not
/// padding.</summary>
static class IpLayer
{
    /// <summary>What an IP header leaves of the traits found further out: the payload of a first
    /// fragment goes on elsewhere however deep it is wrapped.</summary>
    const SegmentTraits Inherited = SegmentTraits.FirstFragment;

    /// <summary>Where no ethertype tells the versions apart.</summary>
    public static Layer EnterEither(ref Cursor cursor)
    {
        if (!cursor.Has(1)) return cursor.Missing(1);
        return (cursor.Ahead[0] >> 4) switch
        {
            4 => Layer.Ipv4,
            6 => Layer.Ipv6,
            _ => cursor.StopOther(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Layer EnterIpv4(ref Cursor cursor, ref Segment segment)
    {
        DecodeOutcome outcome = Ipv4Header.TryParse(
            cursor.Ahead, cursor.OnWire, out Ipv4Header header);
        if (outcome != DecodeOutcome.Decoded) return cursor.Stop(outcome);

        SegmentTraits traits = segment.Traits & Inherited;
        if (header.DontFragment) traits |= SegmentTraits.DontFragment;
        if (header.MoreFragments) traits |= SegmentTraits.FirstFragment;
        if (header.TotalLength == 0) traits |= SegmentTraits.LengthFromFrame;
        else cursor.Limit(header.TotalLength);

        segment.SourceAddress = header.Source;
        segment.DestinationAddress = header.Destination;
        segment.Identification = header.Identification;
        segment.FlowLabel = 0;
        segment.HopLimit = header.HopLimit;
        segment.TrafficClass = header.TrafficClass;
        segment.Traits = traits;

        cursor.InsideIp = true;
        cursor.Skip(header.Length);
        if (header.IsLaterFragment) return cursor.Stop(DecodeOutcome.LaterFragment);
        return header.Protocol == IpProtocol.Tcp
            ? Layer.Tcp // nearly always
            : IpProtocol.Follow(header.Protocol, ref cursor, ref segment);
    }

    public static Layer EnterIpv6(ref Cursor cursor, ref Segment segment)
    {
        DecodeOutcome outcome = Ipv6Header.TryParse(
            cursor.Ahead, cursor.OnWire, out Ipv6Header header);
        if (outcome != DecodeOutcome.Decoded) return cursor.Stop(outcome);

        SegmentTraits traits = SegmentTraits.Ipv6 | (segment.Traits & Inherited);
        if (header.PayloadLength == 0) traits |= SegmentTraits.LengthFromFrame;
        else cursor.Limit(Ipv6Header.Length + header.PayloadLength);

        segment.SourceAddress = header.Source;
        segment.DestinationAddress = header.Destination;
        segment.Identification = 0;
        segment.FlowLabel = header.FlowLabel;
        segment.HopLimit = header.HopLimit;
        segment.TrafficClass = header.TrafficClass;
        segment.Traits = traits;

        cursor.InsideIp = true;
        cursor.Skip(Ipv6Header.Length);
        return IpProtocol.Follow(header.NextHeader, ref cursor, ref segment);
    }
}
