using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What is known of every connection: where its sequence numbers are, which part of its
/// life it is in, and what it tells of its path and its server.</summary>
/// <remarks>A value in the table's memory, free of references, in three cache lines of which
/// nearly every segment needs two. What only a reset of the connection itself asks for is its
/// <see cref="FlowDetail"/>.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 3 * CacheLine.Octets)]
partial record struct Flow
{
    public FlowKey Key;

    /// <summary>Time of the latest segment.</summary>
    public Timestamp LastTime;

    public FlowTraits Traits;

    /// <summary>The file that <see cref="Stream"/> belongs to.</summary>
    public ushort StreamFile;

    /// <summary>Whether the client is the endpoint that stands first in the key.</summary>
    public bool ClientIsLow;

    /// <summary>The part of life in which it is listed by idleness.</summary>
    public FlowLife ListedLife;

    // The second line.

    public HalfFlow Client;
    public HalfFlow Server;

    /// <summary>Where its detail is kept; 0 when nobody will ask for it.</summary>
    public int Detail;

    /// <summary>The stream number that Wireshark gives it in <see cref="StreamFile"/>.</summary>
    public uint Stream;

    // The third, which few segments need.

    /// <summary>When its first segment was captured.</summary>
    public Timestamp Start;

    /// <summary>How long there was no segment at all, not even a probe, before the data that is
    /// not acknowledged yet; meaningless without <see cref="FlowTraits.EndedQuiet"/>. A timer on
    /// the path sees this, not what the applications have to say.</summary>
    public Duration Quiet;

    /// <summary>The longest silence of that kind after which the data was acknowledged.</summary>
    public Duration LongestSurvived;

    /// <summary>Where the silences of its path are kept.</summary>
    public PathPlace PathPlace;

    /// <summary>When the first SYN, the first SYN/ACK and the acknowledgment that completes the
    /// handshake were captured; meaningless without their traits.</summary>
    public Timestamp SynTime, SynAckTime, HandshakeTime;

    /// <summary>What the other direction travels in, where that differs: mirror ports often tag
    /// each direction with a VLAN of its own.</summary>
    public ulong ReturnEncapsulation;

    /// <summary>One side of it.</summary>
    [UnscopedRef]
    public ref HalfFlow this[Side side] => ref side == Side.Client ? ref Client : ref Server;

    /// <summary>Whether all of these hold.</summary>
    public readonly bool Has(FlowTraits traits) => (Traits & traits) == traits;

    /// <summary>Whether no more is to be expected of it: reset, or closed by both sides.</summary>
    public readonly bool IsOver
        => (Traits & (FlowTraits.ClientReset | FlowTraits.ServerReset)) != 0
            || (Client.FinAcknowledged && Server.FinAcknowledged);

    /// <summary>The round trip as the handshake shows it: from SYN to SYN/ACK on the far side of
    /// the capture point, and from SYN/ACK to its acknowledgment on the near one. A handshake with
    /// anything sent again shows none (RFC 6298 §3).</summary>
    public readonly Duration? RoundTrip
        => Client.Syns != 1 || Server.Syns != 1 || Has(FlowTraits.ClockRanBack)
            || !Has(FlowTraits.Asked | FlowTraits.Answered) ? null
            : Has(FlowTraits.Completed) ? HandshakeTime - SynTime
            : SynAckTime - SynTime;

    /// <summary>The way that it takes, shared with others of its client's network.</summary>
    public readonly SilencePath Path
        => EndpointOf(Side.Server) is var (server, port)
            ? new SilencePath(EndpointOf(Side.Client).Address, server, port, Key.Encapsulation)
            : default;

    /// <summary>Who sends from the endpoint that stands first in the key, or from the
    /// other.</summary>
    public readonly Side SideOf(bool sourceIsLow)
        => sourceIsLow == ClientIsLow ? Side.Client : Side.Server;

    /// <summary>The address and port of one side.</summary>
    public readonly (IpAddress Address, ushort Port) EndpointOf(Side side)
        => side == Side.Client == ClientIsLow
            ? (Key.LowAddress, Key.LowPort)
            : (Key.HighAddress, Key.HighPort);
}

/// <summary>Yes-or-no facts of a connection.</summary>
[Flags]
enum FlowTraits : ushort
{
    None = 0,

    /// <summary>Who is the client is a guess.</summary>
    RoleGuessed = 1,

    /// <summary>The handshake was completed, or there was traffic that shows it was.</summary>
    Completed = 2,

    /// <summary>A RST in the client's name was seen.</summary>
    ClientReset = 4,

    /// <summary>A RST in the server's name was seen.</summary>
    ServerReset = 8,

    /// <summary>The clock ran backwards within it.</summary>
    ClockRanBack = 16,

    /// <summary>TCP options were cut.</summary>
    OptionsCut = 32,

    /// <summary>IP lengths of 0 were seen: segmentation offload.</summary>
    Offload = 64,

    /// <summary>An earlier part of it was evicted from the full table, or was not looked at in
    /// detail.</summary>
    EvictedBefore = 128,

    /// <summary>An earlier connection on its four-tuple had been closed by both sides.</summary>
    ReusedAfterClose = 256,

    /// <summary>Something moved it on.</summary>
    Active = 512,

    /// <summary>The server sent a SYN/ACK.</summary>
    Answered = 1024,

    /// <summary>The client sent a SYN.</summary>
    Asked = 2048,

    /// <summary>The server sent payload before the client did.</summary>
    ServerSpokeFirst = 4096,

    /// <summary>Data after a silence of a second or more is not acknowledged yet.</summary>
    EndedQuiet = 8192,
}
