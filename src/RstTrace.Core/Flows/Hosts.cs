using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What hosts show of themselves across their connections: what a reset in their name is
/// compared with.</summary>
/// <remarks>One place for each hash of an address; of two hosts with the same hash the later one
/// has it. Without a secret, so that the same frames give the same report: who makes addresses
/// collide takes controls away, and without controls nobody is accused.</remarks>
sealed class Hosts
{
    const int CapacityLog2 = 12;

    readonly Host[] _hosts = new Host[1 << CapacityLog2];

    /// <summary>Hosts that lost their place to another.</summary>
    public long Displaced { get; private set; }

    /// <summary>What is known of a host; default when it is not.</summary>
    public Host Find(IpAddress address)
    {
        ref Host host = ref _hosts[Place(address)];
        return host.IsKnown && host.Address == address ? host : default;
    }

    /// <summary>A host's place, taken for it when it has none.</summary>
    /// <remarks>Until the next call.</remarks>
    public ref Host this[IpAddress address]
    {
        get
        {
            ref Host host = ref _hosts[Place(address)];
            if (host.IsKnown && host.Address == address) return ref host;

            if (host.IsKnown) Displaced++;
            host = new Host { Address = address, IsKnown = true };
            return ref host;
        }
    }

    static int Place(IpAddress address)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        ulong hash = ((address.High * Mix) ^ address.Low) * Mix;
        return (int)(hash >> (64 - CapacityLog2));
    }
}

/// <summary>What a host has shown in its handshakes and its resets.</summary>
record struct Host
{
    public IpAddress Address;

    public bool IsKnown;

    /// <summary>SYN/ACKs of it; 255 means as many or more.</summary>
    public byte Handshakes;

    /// <summary>TTLs of its SYN/ACKs.</summary>
    public HopLimitSet HandshakeHopLimits;

    /// <summary>A frame that shows them.</summary>
    public FrameId HandshakeFrame;

    /// <summary>A digest of the source MAC address of the last of them.</summary>
    public uint SourceMac;

    /// <summary>TTLs of resets in its name that answered a segment.</summary>
    public HopLimitSet ReplyHopLimits;

    /// <summary>A frame that shows them.</summary>
    public FrameId ReplyFrame;

    /// <summary>The shortest time from a SYN to its SYN/ACK, as it passed here.</summary>
    public Duration? FastestHandshake;

    /// <summary>Whether its IPv6 flow label was ever other than 0.</summary>
    public bool Labels;

    /// <summary>Whether a reset in its name had the traffic class, other than 0, of the segment
    /// that it answered.</summary>
    public bool CopiesClass;

    /// <summary>Connections that it left half open within <see cref="ScanWindow"/>, each a bit by
    /// the hash of whom it asked.</summary>
    public ulong HalfOpen;

    /// <summary>When the first of them was.</summary>
    public Timestamp HalfOpenSince;

    /// <summary>Half-open connections further apart than this are no scan.</summary>
    public static Duration ScanWindow => Duration.FromSeconds(10);

    /// <summary>Takes in a SYN/ACK of it.</summary>
    public void NoteHandshake(in Segment segment)
    {
        HandshakeHopLimits.Add(segment.HopLimit);
        if (Handshakes < byte.MaxValue) Handshakes++;
        HandshakeFrame = segment.Frame;
        SourceMac = HalfDetail.Digest(segment.SourceMac);
        if (segment.FlowLabel != 0) Labels = true;
    }

    /// <summary>Takes in how long it took to answer a SYN that was sent once.</summary>
    public void NoteAnswer(Duration after)
    {
        if (FastestHandshake is not Duration fastest || after < fastest) FastestHandshake = after;
    }

    /// <summary>Takes in a reset in its name that answers a segment.</summary>
    /// <param name="reset">The reset.</param>
    /// <param name="answered">What it probably answers: the receiver's last segment.</param>
    public void NoteReply(in Segment reset, in RecentSegment answered)
    {
        int asked = answered.TrafficClass >> 2;
        CopiesClass |= asked != 0 && asked == reset.TrafficClass >> 2;
        ReplyHopLimits.Add(reset.HopLimit);
        ReplyFrame = reset.Frame;
    }

    /// <summary>Takes in a connection that it left half open.</summary>
    /// <param name="reset">Its reset.</param>
    public void NoteHalfOpen(in Segment reset)
    {
        if (reset.Time - HalfOpenSince > ScanWindow) HalfOpen = 0;
        if (HalfOpen == 0) HalfOpenSince = reset.Time;
        ulong target = (reset.DestinationAddress.Low * 0x9E3779B97F4A7C15) ^ reset.DestinationPort;
        HalfOpen |= 1UL << (int)((target * 0x9E3779B97F4A7C15) >> 58);
    }
}
