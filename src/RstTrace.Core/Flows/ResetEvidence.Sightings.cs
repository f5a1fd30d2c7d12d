using System;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

// A capture on all interfaces of a router, or of a host with bridges, and one of two mirrored
// ports, holds each frame more than once. What is counted in it counts as often, and a TTL comes
// with that of one hop further on.
partial class ResetEvidence
{
    // No timer of TCP is as short as the way through a bridge.
    static readonly Duration s_bridged = Duration.FromMilliseconds(1);

    /// <summary>How often the capture holds each frame: 1, but for such captures.</summary>
    public int Sightings { get; }

    /// <summary>Whether it holds each frame before and after a router, which lowers the
    /// TTL. A reset that the router makes itself is there as it leaves alone.</summary>
    public bool WasRouted
        => Sightings > 1
            && (Aftermath.CopiedAfterHop
                || (HasOnePair(SenderHalf) && HasOnePair(ReceiverHalf)));

    /// <summary>SYNs, or SYN/ACKs, of one side.</summary>
    public int SynsOf(Side side) => Flow[side].Syns / Sightings;

    /// <summary>Probes of the claimed sender, for keepalive or into a shut window.</summary>
    public int Probes => SenderHalf.Insistence.Probes / Sightings;

    // It shows in what went before the reset, and in the handshake; else in the reset itself.
    int CountSightings()
    {
        if (!EndsTwice(SenderHalf) && !EndsTwice(ReceiverHalf)) return 1;
        int asked = Flow.Client.Syns, answered = Flow.Server.Syns;
        int shown = 1 + Aftermath.Copies;
        return (asked, answered) switch
        {
            (0, 0) => shown,
            (_, 0) => Math.Min(shown, asked),
            (0, _) => Math.Min(shown, answered),
            _ => Math.Min(asked, answered),
        };
    }

    static bool HasOnePair(HalfPicture half)
        => half.HopLimits.Count == 2 && Math.Abs(half.HopLimits[0] - half.HopLimits[1]) == 1;

    // What was sent once looks as if it had been sent again.
    Insistence Counted(Insistence shown) => Sightings == 1 ? shown : new Insistence
    {
        Retransmissions = Counted(shown.Retransmissions),
        LargeRetransmissions = Counted(shown.LargeRetransmissions),
        Probes = (ushort)(shown.Probes / Sightings),
    };

    ushort Counted(ushort again) => (ushort)Math.Max(0, ((again + 1) / Sightings) - 1);

    // A handshake with anything sent again shows no round trip.
    Duration? RoundTripOfSightings()
        => Sightings > 1 && Flow.HandshakeSeen && !Flow.Has(FlowTraits.ClockRanBack)
            && Flow.Client.Syns == Sightings && Flow.Server.Syns == Sightings
            ? Flow.HandshakeTime - Flow.SynTime
            : null;

    static bool EndsTwice(HalfPicture half) => AreOne(half.BeforeLast, half.Last);

    // Of two acknowledgments with one TTL, the second may ask for what is missing.
    static bool AreOne(RecentSegment first, RecentSegment second)
    {
        bool isSame = !first.Frame.IsNone && first.Sequence == second.Sequence
            && first.Acknowledgment == second.Acknowledgment
            && first.PayloadLength == second.PayloadLength && first.Control == second.Control;
        return isSame && (first.HopLimit - second.HopLimit) switch
        {
            0 => first.SequenceEnd != first.Sequence && second.Time - first.Time <= s_bridged,
            1 => second.Time - first.Time <= Soon.Processing,
            _ => false,
        };
    }
}
