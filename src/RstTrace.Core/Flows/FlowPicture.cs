using System.Diagnostics.CodeAnalysis;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>A connection as it was at a moment: how a reset's evidence is kept.</summary>
readonly struct FlowPicture(in Flow flow, in FlowDetail detail)
{
    /// <summary>What is known of every connection.</summary>
    public readonly Flow Flow = flow;

    /// <summary>What is known of this one besides.</summary>
    public readonly FlowDetail Detail = detail;

    /// <summary>What the client has shown.</summary>
    [UnscopedRef]
    public HalfPicture Client => new(in Flow.Client, in Detail.Client);

    /// <summary>What the server has shown.</summary>
    [UnscopedRef]
    public HalfPicture Server => new(in Flow.Server, in Detail.Server);

    /// <summary>One side of it.</summary>
    [UnscopedRef]
    public HalfPicture this[Side side] => side == Side.Client ? Client : Server;

    /// <inheritdoc cref="Flow.Key"/>
    public FlowKey Key => Flow.Key;

    /// <inheritdoc cref="Flow.LastTime"/>
    public Timestamp LastTime => Flow.LastTime;

    /// <inheritdoc cref="Flow.Traits"/>
    public FlowTraits Traits => Flow.Traits;

    /// <inheritdoc cref="Flow.Stream"/>
    public uint Stream => Flow.Stream;

    /// <inheritdoc cref="Flow.Start"/>
    public Timestamp Start => Flow.Start;

    /// <inheritdoc cref="Flow.Quiet"/>
    public Duration Quiet => Flow.Quiet;

    /// <inheritdoc cref="Flow.SynTime"/>
    public Timestamp SynTime => Flow.SynTime;

    /// <inheritdoc cref="Flow.HandshakeTime"/>
    public Timestamp HandshakeTime => Flow.HandshakeTime;

    /// <inheritdoc cref="Flow.RoundTrip"/>
    public Duration? RoundTrip => Flow.RoundTrip;

    /// <inheritdoc cref="Flow.Path"/>
    public SilencePath Path => Flow.Path;

    /// <inheritdoc cref="Flow.ReturnEncapsulation"/>
    public ulong ReturnEncapsulation => Flow.ReturnEncapsulation;

    /// <inheritdoc cref="FlowDetail.LastActivity"/>
    public Timestamp LastActivity => Detail.LastActivity;

    /// <inheritdoc cref="FlowDetail.StartFrame"/>
    public FrameId StartFrame => Detail.StartFrame;

    /// <inheritdoc cref="FlowDetail.ResetTime"/>
    public Timestamp ResetTime => Detail.ResetTime;

    /// <summary>Whether SYN, SYN/ACK and the client's acknowledgment were captured.</summary>
    public bool HandshakeSeen
        => Has(FlowTraits.Completed) && Flow.Client.SawSyn && Flow.Server.SawSyn;

    /// <summary>The round trip of the handshake, or, where none shows it, the sum of both sides'
    /// fastest answers: that is longer, if anything, since answers may be delayed.</summary>
    public Duration? LikelyRoundTrip
        => RoundTrip is Duration roundTrip ? roundTrip
            : Client.Answers > 1 && Server.Answers > 1
                ? new Duration((long)Client.FastestAnswer + Server.FastestAnswer)
            : null;

    /// <inheritdoc cref="Flow.Has"/>
    public bool Has(FlowTraits traits) => Flow.Has(traits);

    /// <summary>The silence that one side ended when it last had something to say.</summary>
    public Duration SilenceEndedBy(Side side)
        => side == Side.Client ? Detail.ClientSilence : Detail.ServerSilence;

    /// <inheritdoc cref="Flow.EndpointOf"/>
    public (IpAddress Address, ushort Port) EndpointOf(Side side)
        => Flow.EndpointOf(side);
}
