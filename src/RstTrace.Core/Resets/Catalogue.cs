using System;
using System.Collections.Generic;
using RstTrace.Core.Resets.Causes;

namespace RstTrace.Core.Resets;

/// <summary>Every cause there is. The one that fits a reset best is the verdict, the others that
/// fit are alternatives; of equals, the first in this order.</summary>
/// <remarks>The order goes from what is read off the wire (numbers that only one cause explains) to
/// what is left when nothing else fits.</remarks>
public static class Catalogue
{
    static readonly CauseEntry[] s_entries =
    [
        AfterReset.Cause,
        Device.Declared,
        Device.MptcpSubflow,
        Between.BlindReset,
        Between.NatInvalidLeak,
        Between.FirewallReject,
        Between.InjectedReset,
        Refusal.PortClosed,
        Stray.OrphanRst,
        Stray.StraySegment,
        PortReuse.TimeWait,
        PortReuse.HalfOpen,
        Handshake.BadAcknowledgment,
        Several.SynScan,
        Handshake.SynAckAbandoned,
        Refusal.AcceptQueueOverflow,
        Refusal.RejectedOnAccept,
        Handshake.ConnectAndAbort,
        GivingUp.KeepaliveTimeout,
        AfterBothFins.TimeWaitAssassination,
        AfterBothFins.LateSegment,
        Closing.WriteAfterClose,
        Closing.KeepaliveRace,
        Closing.CloseDataCrossing,
        Several.OrphanMemory,
        AbortAfterFin.Own,
        AbortAfterFin.Peer,
        GivingUp.MtuBlackHole,
        GivingUp.RetransmissionTimeout,
        GivingUp.ZeroWindowTimeout,
        Idle.Timeout,
        Idle.SpontaneousTimeout,
        LostState.GhostConnection,
        Between.PathRehash,
        LostState.PeerLostState,
        Conversation.FatalAlert,
        Conversation.Mismatch,
        Conversation.GreetingThenDrop,
        Conversation.EarlyResponse,
        Several.ProcessExit,
        Abort.AcceptQueueFlushed,
        Abort.CloseUnreadData,
        Abort.LingerZero,
        Several.AsymmetricCapture,
        Unknown.Cause,
    ];

    /// <summary>The entries. To add a cause is to add an entry.</summary>
    public static IReadOnlyList<Cause> Causes { get; } = [.. s_entries];

    /// <summary>The same with what tells them apart.</summary>
    internal static ReadOnlySpan<CauseEntry> Entries => s_entries;

    /// <summary>The cause with this id, or null.</summary>
    public static Cause? Find(string id)
    {
        foreach (CauseEntry cause in Entries)
            if (cause.Id == id) return cause;

        return null;
    }

    /// <summary>The causes that this one is easily taken for, whichever of the two names the
    /// other.</summary>
    public static IReadOnlyList<LookAlike> LookAlikesOf(Cause cause)
    {
        var lookAlikes = new List<LookAlike>(cause.LookAlikes);
        foreach (CauseEntry other in Entries)
        {
            foreach (LookAlike named in other.LookAlikes)
                if (named.Cause == cause.Id) lookAlikes.Add(named with { Cause = other.Id });
        }

        return lookAlikes;
    }

    /// <summary>The observation that would separate a verdict from another cause: what is said of
    /// this pair, else what tells the other from any.</summary>
    internal static string Separate(Cause verdict, Cause other)
    {
        return Named(verdict, other) ?? Named(other, verdict) ?? other.SeparateBy;
    }

    static string? Named(Cause cause, Cause other)
    {
        for (int index = 0; index < cause.LookAlikes.Count; index++)
        {
            LookAlike lookAlike = cause.LookAlikes[index];
            if (lookAlike.Cause == other.Id) return lookAlike.SeparateBy;
        }

        return null;
    }
}
