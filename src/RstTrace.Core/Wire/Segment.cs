using System;
using System.Runtime.InteropServices;

namespace RstTrace.Core.Wire;

/// <summary>One TCP segment as a value: the innermost TCP of a frame and what lay around
/// it.</summary>
/// <remarks>Holds no reference, so that many can be decoded before any is tracked. The payload
/// stays in the frame: <see cref="PayloadOffset"/> and <see cref="PayloadCaptured"/> say
/// where.</remarks>
[StructLayout(LayoutKind.Auto)]
public record struct Segment
{
    /// <summary>When its frame was captured.</summary>
    public Timestamp Time;

    /// <summary>Its frame.</summary>
    public FrameId Frame;

    /// <summary>Source address of the innermost IP header.</summary>
    public IpAddress SourceAddress;

    /// <summary>Destination address of the innermost IP header.</summary>
    public IpAddress DestinationAddress;

    /// <summary>What the segment travelled in, as a number: 0 for plain IP, else the same for both
    /// directions of one tunnel or tag (outer addresses regardless of direction, VLAN tags, tunnel
    /// kind and network identifier) and different for others.
    /// Part of the flow's identity.</summary>
    public ulong Encapsulation;

    /// <summary>Source MAC address in the low 48 bits, of the innermost Ethernet or cooked header
    /// around it; 0 where there is none.</summary>
    public ulong SourceMac;

    /// <summary>SEG.SEQ: the first octet of this segment.</summary>
    public SequenceNumber Sequence;

    /// <summary>SEG.ACK as it stands in the header, also without the ACK bit.</summary>
    public SequenceNumber Acknowledgment;

    /// <summary>TSval (RFC 7323 §3.2); meaningless without <see cref="HasTimestamps"/>.</summary>
    public uint TimestampValue;

    /// <summary>TSecr; meaningless without <see cref="HasTimestamps"/>.</summary>
    public uint TimestampEcho;

    /// <summary>Octets of payload on the wire, by the IP header and never by what was captured
    /// (invariant 8). An IP length of 0 (segmentation offload) is replaced by the original length
    /// of the frame.</summary>
    public int PayloadLength;

    /// <summary>Where the payload begins in the frame's octets; their end, where the headers were
    /// cut.</summary>
    public int PayloadOffset;

    /// <summary>Octets of payload that were captured: at most
    /// <see cref="PayloadLength"/>.</summary>
    public int PayloadCaptured;

    /// <summary>IPv6 flow label; 0 for IPv4.</summary>
    public uint FlowLabel;

    /// <summary>Source port.</summary>
    public ushort SourcePort;

    /// <summary>Destination port.</summary>
    public ushort DestinationPort;

    /// <summary>SEG.WND as it stands in the header, not scaled.</summary>
    public ushort Window;

    /// <summary>The control bits.</summary>
    public ControlBits Control;

    /// <summary>IPv4 identification; 0 for IPv6.</summary>
    public ushort Identification;

    /// <summary>MSS option (RFC 9293 §3.7.1); 0 when absent.</summary>
    public ushort MaximumSegmentSize;

    /// <summary>TTL or hop limit of the innermost IP header.</summary>
    public byte HopLimit;

    /// <summary>TOS or traffic class of the innermost IP header.</summary>
    public byte TrafficClass;

    /// <summary>Window scale option, 0 to 14 (RFC 7323 §2.3); <see cref="NoWindowShift"/> when
    /// absent.</summary>
    public byte WindowShift;

    /// <summary>MP_TCPRST (RFC 8684 §3.6): flags in the high octet, reason in the low one;
    /// <see cref="NoMptcpReset"/> when absent.</summary>
    public ushort MptcpReset;

    /// <summary>What its payload begins with; read when the segment is kept, not when it is
    /// decoded.</summary>
    public PayloadHint Hint;

    /// <summary>What else is known of it.</summary>
    public SegmentTraits Traits;

    /// <summary><see cref="WindowShift"/> of a segment without the option.</summary>
    public const byte NoWindowShift = 0xFF;

    /// <summary><see cref="MptcpReset"/> of a segment without the option.</summary>
    public const ushort NoMptcpReset = 0xFFFF;

    /// <summary>Whether the RST bit is set.</summary>
    public readonly bool IsReset => (Control & ControlBits.Reset) != 0;

    /// <summary>Whether the SYN bit is set.</summary>
    public readonly bool IsSyn => (Control & ControlBits.Syn) != 0;

    /// <summary>Whether the FIN bit is set.</summary>
    public readonly bool IsFin => (Control & ControlBits.Fin) != 0;

    /// <summary>Whether the ACK bit is set, so that SEG.ACK means something.</summary>
    public readonly bool HasAcknowledgment => (Control & ControlBits.Ack) != 0;

    /// <summary>Whether it carries TCP timestamps.</summary>
    public readonly bool HasTimestamps => Has(SegmentTraits.Timestamps);

    /// <summary>Whether the innermost IP header is IPv6.</summary>
    public readonly bool IsIpv6 => Has(SegmentTraits.Ipv6);

    /// <summary>Whether all of these hold.</summary>
    public readonly bool Has(SegmentTraits traits) => (Traits & traits) == traits;

    /// <summary>SEG.LEN: payload, and one each for SYN and FIN (RFC 9293 §3.4).</summary>
    public readonly uint SequenceLength
        => (uint)PayloadLength + (IsSyn ? 1u : 0u) + (IsFin ? 1u : 0u);

    /// <summary>SEG.SEQ + SEG.LEN: the first octet after this segment.</summary>
    public readonly SequenceNumber SequenceEnd => Sequence + SequenceLength;

    /// <summary>The payload in the octets of the frame it came from.</summary>
    /// <param name="frameOctets">The octets of that very frame.</param>
    public readonly ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> frameOctets)
        => frameOctets.Slice(PayloadOffset, PayloadCaptured);
}

/// <summary>The control bits of RFC 9293 §3.1, by their place in the header.</summary>
[Flags]
public enum ControlBits : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>FIN: no more data from the sender.</summary>
    Fin = 0x01,

    /// <summary>SYN: synchronise sequence numbers.</summary>
    Syn = 0x02,

    /// <summary>RST: reset the connection.</summary>
    Reset = 0x04,

    /// <summary>PSH: push.</summary>
    Push = 0x08,

    /// <summary>ACK: the acknowledgment field is significant.</summary>
    Ack = 0x10,

    /// <summary>URG: the urgent pointer is significant.</summary>
    Urgent = 0x20,

    /// <summary>ECE (RFC 3168).</summary>
    EcnEcho = 0x40,

    /// <summary>CWR (RFC 3168).</summary>
    CongestionWindowReduced = 0x80,

    /// <summary>AE, once NS (RFC 9768).</summary>
    AccurateEcn = 0x100,
}

/// <summary>Yes-or-no facts of a segment.</summary>
[Flags]
public enum SegmentTraits : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The innermost IP header is IPv6.</summary>
    Ipv6 = 1,

    /// <summary>IPv4 DF is set.</summary>
    DontFragment = 2,

    /// <summary>The timestamps option is present.</summary>
    Timestamps = 4,

    /// <summary>SACK-permitted is present (on a SYN).</summary>
    SackPermitted = 8,

    /// <summary>Any MPTCP option is present (kind 30).</summary>
    Mptcp = 16,

    /// <summary>Some of the TCP options were not captured or could not be read.</summary>
    OptionsIncomplete = 32,

    /// <summary>The first fragment of a fragmented datagram: the payload goes on in
    /// others.</summary>
    FirstFragment = 64,

    /// <summary>The IP length was 0 (segmentation offload): the length is the frame's.</summary>
    LengthFromFrame = 128,

    /// <summary>The TCP header has no options at all (data offset 5).</summary>
    NoOptions = 256,

    /// <summary>The MD5 or TCP-AO signature option is present (kinds 19 and 29).</summary>
    Authenticated = 512,
}
