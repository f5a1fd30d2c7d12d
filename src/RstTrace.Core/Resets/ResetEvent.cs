using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;
using RstTrace.Core.Silences;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>One reset with its repeats, judged: what a reporter gets.</summary>
/// <remarks>Immutable and the receiver's to keep. Every RST frame of a capture is in exactly one
/// (invariant 4).</remarks>
public sealed record ResetEvent
{
    /// <summary>Every RST frame of this event: first the reset, then its repeats.</summary>
    public required IReadOnlyList<FrameId> Frames { get; init; }

    /// <summary>When the first of them was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>Whose address the reset carries.</summary>
    public required Side ClaimedSender { get; init; }

    /// <summary>How many routers lie between this capture point and the box that made it, going
    /// by its TTL; null where an end made it, and where the TTL does not tell.</summary>
    public int? HopsAway { get; init; }

    /// <summary>What is said of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The control bits of the first RST.</summary>
    public required ControlBits Flags { get; init; }

    /// <summary>How its fields are formed.</summary>
    public required ResetShape Shape { get; init; }

    /// <summary>Its SEG.SEQ against what the receiver expects.</summary>
    public required SequenceFit SequenceFit { get; init; }

    /// <summary>Whether the receiver took it; null where the capture cannot tell.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Silence of the flow before the RST, or before the segment that drew it; null where
    /// nothing went before.</summary>
    public Duration? Idle { get; init; }

    /// <summary>What is known, up to this reset, of an idle timeout on its path; null where
    /// nothing was reset after a silence there.</summary>
    public IdleBracket? IdleTimeout { get; init; }

    /// <summary>From the segment that drew it to the RST; null without one.</summary>
    public Duration? SinceTrigger { get; init; }

    /// <summary>The frame that drew it, or none.</summary>
    public FrameId Trigger { get; init; }

    /// <summary>What the reset says of itself, escaped; null when it says nothing.</summary>
    public string? StatedReason { get; init; }

    /// <summary>What the kernel of the capturing host said of it; null where it was not asked, or
    /// said nothing.</summary>
    public KernelWord? Kernel { get; init; }

    /// <summary>The connection, as observed until the reset.</summary>
    public required FlowSummary Flow { get; init; }

    /// <summary>What weakens the verdict.</summary>
    public Degradations Degraded { get; init; }

    /// <summary>Lines of the given logs that fit it, at most five, the best first.</summary>
    public IReadOnlyList<LogEvidence> LogLines { get; init; } = [];

    /// <summary>Where other captures have it, or have it not; empty where none was held
    /// against this one.</summary>
    public IReadOnlyList<ElsewhereSeen> Elsewhere { get; init; } = [];

    /// <summary>What its own capture says alone, where the verdict stands on more; else
    /// null.</summary>
    public Verdict? Alone { get; init; }
}

/// <summary>A connection as observed until its reset.</summary>
public sealed record FlowSummary
{
    /// <summary>The client: who sent the first SYN, else a guess that marks the event
    /// <see cref="Degradations.NoHandshake"/>.</summary>
    public required Endpoint Client { get; init; }

    /// <summary>The server.</summary>
    public required Endpoint Server { get; init; }

    /// <summary>Whether it ran over IPv6.</summary>
    public required bool IsIpv6 { get; init; }

    /// <summary>What it travelled in: see <see cref="Segment.Encapsulation"/>.</summary>
    public required ulong Encapsulation { get; init; }

    /// <summary>What the other direction travelled in, where mirror ports tag the two with
    /// different VLANs, say; else the same.</summary>
    public required ulong ReturnEncapsulation { get; init; }

    /// <summary>The frame of its first segment.</summary>
    public required FrameId FirstFrame { get; init; }

    /// <summary>When its first segment was captured.</summary>
    public required Timestamp Start { get; init; }

    /// <summary>From its first segment to the reset.</summary>
    public required Duration Duration { get; init; }

    /// <summary>Whether SYN, SYN/ACK and the client's acknowledgment were all captured.</summary>
    public required bool HandshakeSeen { get; init; }

    /// <summary>Time of a round trip as far as the handshake shows it; null without.</summary>
    public Duration? RoundTrip { get; init; }

    /// <summary>The stream number that Wireshark gives it in the file of the event's first
    /// frame.</summary>
    public required long Stream { get; init; }

    /// <summary>Application protocol as the first octets show it ("tls", "http", "ssh");
    /// null where they do not.</summary>
    public string? Protocol { get; init; }

    /// <summary>What the client's first octets say, in a line; null where they say
    /// nothing.</summary>
    public string? ClientOpening { get; init; }

    /// <summary>The same of the server.</summary>
    public string? ServerOpening { get; init; }

    /// <summary>The host that a TLS ClientHello asks for.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The host that an HTTP/1 request asks for.</summary>
    public string? HttpHost { get; init; }

    /// <summary>Which side sent a segment; null where it is of another connection, going by
    /// addresses, ports and what they travelled in. Time is not looked at: see
    /// <see cref="FlowFinder"/>.</summary>
    public Side? SenderOf(in Segment segment)
    {
        if (segment.IsIpv6 != IsIpv6) return null;
        if (segment.Encapsulation != Encapsulation && segment.Encapsulation != ReturnEncapsulation)
            return null;
        if (IsFrom(in segment, Client, Server)) return Side.Client;

        return IsFrom(in segment, Server, Client) ? Side.Server : null;
    }

    static bool IsFrom(in Segment segment, Endpoint sender, Endpoint receiver)
        => segment.SourcePort == sender.Port && segment.DestinationPort == receiver.Port
            && segment.SourceAddress == sender.Address
            && segment.DestinationAddress == receiver.Address;
}

/// <summary>One side of a flow as a report names it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Packets">Segments it sent before the reset.</param>
/// <param name="Octets">Octets of payload it sent before the reset.</param>
public sealed record Endpoint(IpAddress Address, ushort Port, long Packets, long Octets)
{
    /// <summary>What else it had shown before the reset.</summary>
    public Signs Signs { get; init; }
}

/// <summary>What one side of a flow has shown, beside the octets that it sent.</summary>
[Flags]
public enum Signs : byte
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>A SYN or SYN/ACK.</summary>
    Syn = 1,

    /// <summary>A FIN.</summary>
    Fin = 2,

    /// <summary>Its peer acknowledged octets of it that the capture does not hold.</summary>
    Gap = 4,

    /// <summary>A window of 0.</summary>
    ShutWindow = 8,

    /// <summary>An earlier reset, which carried its address.</summary>
    Reset = 16,

    /// <summary>Payload, before the other side sent any.</summary>
    SpokeFirst = 32,

    /// <summary>A FIN, before the other side sent one.</summary>
    ClosedFirst = 64,
}
