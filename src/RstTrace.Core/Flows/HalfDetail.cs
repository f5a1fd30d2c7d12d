using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What one side of a flow has shown the wire beyond where it stands: what a reset of the
/// connection is held against.</summary>
/// <remarks>In three cache lines, in the order of how often they are touched. As in
/// <see cref="HalfFlow"/>, no reset changes any of it.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 3 * CacheLine.Octets)]
partial record struct HalfDetail
{
    /// <summary>The last segment, resets left out.</summary>
    public RecentSegment Last;

    /// <summary>The one before it.</summary>
    public RecentSegment BeforeLast;

    // The second line.

    /// <summary>The highest SEG.SEQ of any segment. Ahead of SND.NXT, it shows that octets were
    /// lost before the capture point.</summary>
    public SequenceNumber HighestSequence;

    /// <summary>RCV.WND in octets, scaled when the handshake was seen (RFC 7323 §2.3).</summary>
    public uint ReceiveWindow;

    /// <summary>TSval of the last segment.</summary>
    public uint TimestampValue;

    /// <summary>Segments sent, resets left out.</summary>
    public uint Packets;

    /// <summary>Octets of payload sent, retransmissions included.</summary>
    public long Octets;

    /// <summary>When new payload was last sent.</summary>
    public Timestamp LastDataTime;

    /// <summary>The shortest time in which an answer of this side to something new came by, in
    /// nanoseconds; <see cref="uint.MaxValue"/> is as long or longer, or none.</summary>
    public uint FastestAnswer;

    /// <summary>A digest of the source MAC address of the last segment.</summary>
    public uint SourceMac;

    /// <summary>IPv4 identification of the last segment that had one other than 0.</summary>
    public ushort Identification;

    /// <summary>What the last payload began with.</summary>
    public PayloadHint Hint;

    /// <summary>How many answers that is the shortest of; 255 means as many or more.</summary>
    public byte Answers;

    /// <summary>Rcv.Wind.Shift as announced: 0 to 14, or
    /// <see cref="Segment.NoWindowShift"/>.</summary>
    public byte WindowShift;

    /// <summary>TTLs shown.</summary>
    public HopLimitSet HopLimits;

    // The third, which most segments leave alone.

    /// <summary>What it has sent again and again since the last progress.</summary>
    public Insistence Insistence;

    /// <summary>The same until the peer's last answer, while nothing was sent since: a side that
    /// gave up is silent until the peer speaks, and then denies the connection.</summary>
    public Insistence InsistenceBeforeAnswer;

    /// <summary>IPv6 flow label of the last segment.</summary>
    public uint FlowLabel;

    /// <summary>When the FIN was first sent.</summary>
    public Timestamp FinTime;

    /// <summary>How long the connection had been silent when the FIN was sent.</summary>
    public Duration SilenceBeforeFin;
}
