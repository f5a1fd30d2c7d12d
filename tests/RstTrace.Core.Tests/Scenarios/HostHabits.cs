using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>What a host does that the line of a trace does not say.</summary>
enum HostStack
{
    /// <summary>Nothing: only what the line says.</summary>
    None,

    /// <summary>Linux (tcp_send_active_reset, tcp_v4_send_reset): an abort carries timestamps, the
    /// window and the next IP ID; a reply without a socket carries none, window 0 and IP ID
    /// 0.</summary>
    Linux,

    /// <summary>Windows: TTL 128, no timestamps, every reset with window 0, and an acknowledgment
    /// number even where the ACK bit is not set (p0f's RST signatures).</summary>
    Windows,
}

/// <summary>Options of RFC 7323 that the hosts agree on.</summary>
[Flags]
enum HighPerformance
{
    None = 0,
    Timestamps = 1,
    WindowScale = 2,
    All = Timestamps | WindowScale,
}

/// <summary>Gives segments what their host's system gives them, where the line is silent.</summary>
sealed class HostHabits(TraceSetting setting)
{
    /// <summary>Seconds that a host takes to answer.</summary>
    public const double Processing = 0.000_05;

    // Clocks, IP ID counters and last words of server (0) and client (1).
    static readonly uint[] s_clocks = [77_000_000, 1_000_000];
    readonly ushort[] _identifications = [20_000, 300];
    readonly uint[] _timestamps = new uint[2];
    readonly SequenceNumber[] _acknowledgments = new SequenceNumber[2];
    Timestamp? _start;

    /// <summary>Fills in what the line left out.</summary>
    /// <param name="segment">As the line has it.</param>
    /// <param name="isNamed">Whether the line names this.</param>
    public void Dress(ref Segment segment, Func<string, bool> isNamed)
    {
        if (setting.Stack == HostStack.None) return;
        _start ??= segment.Time;
        int host = segment.SourceAddress == setting.Client ? 1 : 0;
        bool isReply = segment.IsReset
            && (!segment.HasAcknowledgment || segment.Sequence.Value == 0);

        if (!isNamed("win")) segment.Window = WindowOf(in segment, isReply);
        if (!isNamed("ttl") && setting.Stack == HostStack.Windows) segment.HopLimit += 64;
        if (segment.IsSyn) DressSyn(ref segment, isNamed);
        DressTimestamps(ref segment, host, isReply);
        if (!segment.IsSyn && !segment.HasTimestamps && !segment.Has(SegmentTraits.Mptcp)
            && segment.MptcpReset == Segment.NoMptcpReset)
        {
            segment.Traits |= SegmentTraits.NoOptions;
        }

        bool hasNoSocket = isReply || (segment.IsSyn && segment.HasAcknowledgment);
        if (!isNamed("id") && !hasNoSocket && !segment.IsIpv6)
            segment.Identification = ++_identifications[host];
        if (segment.HasAcknowledgment) _acknowledgments[host] = segment.Acknowledgment;
        else if (segment.IsReset && setting.Stack == HostStack.Windows)
            segment.Acknowledgment = _acknowledgments[host];
    }

    ushort WindowOf(in Segment segment, bool isReply)
        => segment.IsReset ? (ushort)(isReply || setting.Stack == HostStack.Windows ? 0 : 502)
            : segment.IsSyn ? (ushort)64_240
            : (ushort)(HasAgreed(HighPerformance.WindowScale) ? 502 : 64_240);

    void DressSyn(ref Segment segment, Func<string, bool> isNamed)
    {
        if (isNamed("crafted")) return;
        if (!isNamed("mss")) segment.MaximumSegmentSize = 1460;
        if (HasAgreed(HighPerformance.WindowScale) && !isNamed("shift")) segment.WindowShift = 7;
        segment.Traits |= SegmentTraits.SackPermitted;
    }

    void DressTimestamps(ref Segment segment, int host, bool isReply)
    {
        bool areAgreed = HasAgreed(HighPerformance.Timestamps)
            && setting.Stack == HostStack.Linux && !isReply
            && !segment.Has(SegmentTraits.NoOptions);
        if (!areAgreed)
        {
            segment.Traits &= ~SegmentTraits.Timestamps;
            return;
        }

        if (!segment.HasTimestamps)
        {
            double milliseconds = (segment.Time - _start!.Value).Seconds * 1_000;
            segment.TimestampValue = s_clocks[host] + (uint)milliseconds;
            segment.Traits |= SegmentTraits.Timestamps;
        }

        segment.TimestampEcho = _timestamps[1 - host];
        _timestamps[host] = segment.TimestampValue;
    }

    bool HasAgreed(HighPerformance options) => (setting.Agreed & options) == options;
}
