using System;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What one side of a flow has shown the wire.</summary>
/// <remarks>Invariant: SND.UNA ≤ SND.NXT. No reset changes any field: an injected one would poison
/// the state it is later judged by. The fields stand in the order of how often they are touched, in
/// three lines of 64 octets.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 3 * CacheLine.Octets)]
partial record struct HalfFlow
{
    /// <summary>SND.NXT: one past the highest octet sent.</summary>
    public SequenceNumber SendNext;

    /// <summary>SND.UNA: the highest acknowledgment by the peer.</summary>
    public SequenceNumber SendUnacknowledged;

    /// <summary>One past the highest octet captured: behind SND.NXT where the peer acknowledged
    /// more.</summary>
    public SequenceNumber CapturedNext;

    /// <summary>The highest SEG.SEQ of any segment. Ahead of SND.NXT, it shows that octets were
    /// lost before the capture point.</summary>
    public SequenceNumber HighestSequence;

    /// <summary>RCV.WND in octets, scaled when the handshake was seen (RFC 7323 §2.3).</summary>
    public uint ReceiveWindow;

    /// <summary>TSval of the last segment.</summary>
    public uint TimestampValue;

    /// <summary>Segments sent, resets left out.</summary>
    public uint Packets;

    /// <summary>Yes-or-no facts.</summary>
    public HalfTraits Traits;

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

    /// <summary>SYNs (or SYN/ACKs) sent; 255 means as many or more.</summary>
    public byte Syns;

    // The second line.

    /// <summary>The last segment, resets left out.</summary>
    public RecentSegment Last;

    /// <summary>The one before it.</summary>
    public RecentSegment BeforeLast;

    // The third, which most segments leave alone.

    /// <summary>TTLs shown.</summary>
    public HopLimitSet HopLimits;

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

    /// <summary>ISS, or one before the first octet seen when the SYN was not captured.</summary>
    public SequenceNumber InitialSequence;

    /// <summary>The place of the FIN itself; meaningless without
    /// <see cref="HalfTraits.Fin"/>.</summary>
    public SequenceNumber FinSequence;

    /// <summary>Whether any segment of this side was captured, resets left out.</summary>
    public readonly bool Seen => Has(HalfTraits.Seen);

    /// <summary>Whether it sent a SYN or SYN/ACK.</summary>
    public readonly bool SawSyn => Syns > 0;

    /// <summary>Whether it sent a FIN.</summary>
    public readonly bool SawFin => Has(HalfTraits.Fin);

    /// <summary>Whether the peer acknowledged its FIN.</summary>
    public readonly bool FinAcknowledged
        => SawFin && SendUnacknowledged.IsAfter(FinSequence);

    /// <summary>Whether it sent payload, captured or only acknowledged.</summary>
    public readonly bool HasSpoken
        => Has(HalfTraits.Data) || (SawSyn && Has(HalfTraits.Gap) && !HasLostFin);

    /// <summary>Whether it seems to have sent a FIN that the capture does not hold: the peer
    /// acknowledged one place more than was seen, and it has stayed at that.</summary>
    public readonly bool HasLostFin
        => Has(HalfTraits.Gap) && !SawFin && SendNext == CapturedNext + 1;

    /// <summary>Octets sent and not yet acknowledged.</summary>
    public readonly int Outstanding => Math.Max(0, SendNext - SendUnacknowledged);

    /// <summary>Octets that were lost before the capture point, as later segments show.</summary>
    public readonly int LostBeforeCapture
        => Seen ? Math.Max(0, HighestSequence - SendNext) : 0;

    /// <summary>Whether all of these hold.</summary>
    public readonly bool Has(HalfTraits traits) => (Traits & traits) == traits;
}

/// <summary>Yes-or-no facts of one side.</summary>
[Flags]
enum HalfTraits : uint
{
    None = 0,

    /// <summary>Some segment other than a reset was captured.</summary>
    Seen = 1,

    /// <summary>It sent a FIN.</summary>
    Fin = 2,

    /// <summary>The peer acknowledged octets that the capture does not hold.</summary>
    Gap = 4,

    /// <summary>Its last window was 0.</summary>
    ZeroWindow = 8,

    /// <summary>It sends timestamps.</summary>
    Timestamps = 16,

    /// <summary>Its IPv4 identification was not 0 at least once.</summary>
    Identifies = 32,

    /// <summary>It sent payload.</summary>
    Data = 64,

    /// <summary>The SYN had no options or a window that stacks do not use: a raw tool
    /// perhaps.</summary>
    CraftedSyn = 128,

    /// <summary>The peer has acknowledged something of it.</summary>
    Acknowledged = 256,

    /// <summary>Its window was 0 at some time.</summary>
    ShutWindow = 512,

    /// <summary>Some segment, resets included, told where its sequence numbers are: its own, or an
    /// acknowledgment.</summary>
    Numbered = 1024,

    /// <summary>Its source MAC address changed.</summary>
    MacVaries = 2048,

    /// <summary>Its IPv6 flow label was not 0 at least once.</summary>
    Labels = 4096,

    /// <summary>Two identifications in a row were apart by no more than a busy counter
    /// goes.</summary>
    CountsOn = 8192,

    /// <summary>Two identifications in a row were further apart: no counter of this connection,
    /// then.</summary>
    Jumps = 16384,

    /// <summary>Its first octets were a header, so that those after it are wanted, too.</summary>
    OpensAgain = 32768,

    /// <summary>Its SYN or SYN/ACK had IPv4 identification 0 and DF, as Linux sends
    /// SYN/ACKs.</summary>
    UnnumberedSyn = 65536,

    /// <summary>It insists, or did before the peer's last answer: one of the two is not
    /// default.</summary>
    Insists = 131072,
}
