using System.Collections.Generic;
using RstTrace.Core.Resets.Causes;

namespace RstTrace.Core.Resets;

/// <summary>Every cause there is. The one that fits a reset best is the verdict, the others that
/// fit are alternatives; of equals, the first in this order.</summary>
/// <remarks>The order goes from what is read off the wire (numbers that only one cause explains) to
/// what is left when nothing else fits.</remarks>
public static class Catalogue
{
    /// <summary>The entries. To add a cause is to add an entry.</summary>
    public static IReadOnlyList<Cause> Causes => Entries;

    /// <summary>The same with what tells them apart.</summary>
    internal static IReadOnlyList<CauseEntry> Entries { get; } =
    [
        AfterReset.Cause,
        Handshake.PortClosed,
        Stray.OrphanRst,
        Stray.StraySegment,
        Handshake.TimeWaitSynRejected,
        Handshake.PortReuse,
        Handshake.BadAcknowledgment,
        Handshake.SynAckAbandoned,
        Handshake.AcceptQueueOverflow,
        Handshake.RejectedOnAccept,
        Handshake.ConnectAndAbort,
        GivingUp.KeepaliveTimeout,
        Closing.TimeWaitAssassination,
        Closing.LateSegment,
        Closing.WriteAfterClose,
        Closing.KeepaliveRace,
        Closing.CloseDataCrossing,
        Closing.AbortAfterOwnFin,
        Closing.AbortAfterPeerFin,
        GivingUp.MtuBlackHole,
        GivingUp.RetransmissionTimeout,
        GivingUp.ZeroWindowTimeout,
        Idle.FirstPacket,
        Idle.Spontaneous,
        LostState.GhostConnection,
        LostState.PeerLostState,
        Abort.AcceptQueueFlushed,
        Abort.CloseUnreadData,
        Abort.LingerZero,
        Unknown.Cause,
    ];

    /// <summary>The cause with this id, or null.</summary>
    public static Cause? Find(string id)
    {
        foreach (CauseEntry cause in Entries)
            if (cause.Id == id) return cause;

        return null;
    }
}
