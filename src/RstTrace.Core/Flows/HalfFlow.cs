using System;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>Where one side of a flow stands.</summary>
/// <remarks>Invariant: SND.UNA ≤ SND.NXT. No reset changes any field: an injected one would poison
/// the state it is later judged by.</remarks>
[StructLayout(LayoutKind.Sequential)]
partial record struct HalfFlow
{
    /// <summary>SND.NXT: one past the highest octet sent.</summary>
    public SequenceNumber SendNext;

    /// <summary>SND.UNA: the highest acknowledgment by the peer.</summary>
    public SequenceNumber SendUnacknowledged;

    /// <summary>One past the highest octet captured: behind SND.NXT where the peer acknowledged
    /// more.</summary>
    public SequenceNumber CapturedNext;

    /// <summary>ISS, or one before the first octet seen when the SYN was not captured.</summary>
    public SequenceNumber InitialSequence;

    /// <summary>The place of the FIN itself; meaningless without
    /// <see cref="HalfTraits.Fin"/>.</summary>
    public SequenceNumber FinSequence;

    /// <summary>Yes-or-no facts.</summary>
    public HalfTraits Traits;

    /// <summary>SYNs (or SYN/ACKs) sent; 255 means as many or more.</summary>
    public byte Syns;

    /// <summary>Whether any segment of this side was captured, resets left out.</summary>
    public readonly bool Seen => Has(HalfTraits.Seen);

    /// <summary>Whether it sent a SYN or SYN/ACK.</summary>
    public readonly bool SawSyn => Syns > 0;

    /// <summary>Whether it sent a FIN.</summary>
    public readonly bool SawFin => Has(HalfTraits.Fin);

    /// <summary>Whether the peer acknowledged its FIN.</summary>
    public readonly bool FinAcknowledged
        => SawFin && SendUnacknowledged.IsAfter(FinSequence);

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
