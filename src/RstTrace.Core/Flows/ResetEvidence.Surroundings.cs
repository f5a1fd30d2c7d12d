using System;
using RstTrace.Core.Application;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

// What the rest of the capture, and what was said, tell of a reset.
partial class ResetEvidence
{
    // A silence of so many round trips is none that the network makes.
    const int LongAgainstRoundTrip = 20;

    readonly Surroundings _surroundings;
    IdleBracket? _bracket;
    Opening? _clientOpening;
    Opening? _serverOpening;

    /// <summary>What the claimed sender's host had shown before, in any connection.</summary>
    public ref readonly Host HostBefore => ref _reset.Host;

    /// <summary>The same at the time of judging; its resets may include this one.</summary>
    public Host HostNow => _surroundings.Hosts.Find(Reset.SourceAddress);

    /// <summary>What the server's port has shown, or null.</summary>
    public ServiceCounts? Service
        => Flow.EndpointOf(Side.Server) is var (address, port)
            ? _surroundings.Services.Find(address, port)
            : null;

    /// <summary>Aborts of other connections of the same server or client in the same
    /// moment.</summary>
    public int Companions => Shape == ResetShape.Active ? _reset.Companions : 0;

    /// <summary>How many of these had connections in which nobody had said anything.</summary>
    public int SilentCompanions => _reset.SilentCompanions;

    /// <summary>A reset within the same second of a connection of the same client endpoint with
    /// another server, or none.</summary>
    public FrameId OtherPeer => _reset.OtherPeer;

    /// <summary>What the client's first octets say.</summary>
    public Opening ClientOpening => _clientOpening ??= ReadOpening(Side.Client, null);

    /// <summary>What the server's first octets say.</summary>
    public Opening ServerOpening => _serverOpening ??= ReadOpening(Side.Server, ClientOpening);

    /// <summary>What the reset says of itself; null when it says nothing.</summary>
    public StatedReason? Stated { get; }

    /// <summary>Why both ends do not understand each other, in a sentence; null where they do, or
    /// where it is not sure.</summary>
    public string? Mismatch
    {
        get
        {
            if (!IsFromStart || !Flow.Client.Has(HalfTraits.Data)) return null;
            Opening? server = Flow.Server.Has(HalfTraits.Data) ? ServerOpening : null;
            return ProtocolMismatch.Of(ClientOpening, server, Flow.EndpointOf(Side.Server).Port);
        }
    }

    /// <summary>Routers that it passed, going by its TTL, where that is another than the claimed
    /// sender's; else null: a box may copy a TTL.</summary>
    public int? HopsAway
        => CameFromNearer is null ? null : HopDistance.Of(Reset.HopLimit);

    /// <summary>Whether its TTL is that of a place nearer to the capture point than the claimed
    /// sender's; null where TTLs do not tell.</summary>
    public bool? CameFromNearer
    {
        get
        {
            HopLimitSet usual = SenderHalf.Seen
                ? SenderHalf.HopLimits
                : HostNow.HandshakeHopLimits;
            byte last = usual.Count == 0 ? (byte)0 : usual[usual.Count - 1];
            bool tells = HopDistance.Differs(Reset.HopLimit, in usual)
                && HopDistance.HaveOneStart(Reset.HopLimit, last);
            return tells ? Reset.HopLimit > last : null;
        }
    }

    /// <summary>How long there was no segment at all before the trigger, or before the reset
    /// without one; null where the capture does not show it.</summary>
    public Duration? Quiet
        => Idle is null ? null
            : !HasTrigger ? Reset.Time - Flow.LastTime
            : Flow.Has(FlowTraits.EndedQuiet) ? Flow.Quiet
            : null;

    /// <summary>What is known of an idle timeout on this connection's path; null where nothing
    /// was ever reset after a silence. Stays as it was when first asked for: after
    /// <see cref="NoteSilence"/>.</summary>
    public IdleBracket? Bracket => _bracket ??= _surroundings.Silences.BracketOf(Flow.Path);

    /// <summary>Enters the silence that this reset ended, if it may have died of it, in the path's
    /// ledger.</summary>
    public void NoteSilence()
    {
        bool isOpen = Flow.Has(FlowTraits.Completed) && !IsAfterReset && !IsUnsolicited
            && !SenderHalf.SawFin && !ReceiverHalf.SawFin && !Flow.Has(FlowTraits.ClockRanBack);
        if (!isOpen || Quiet is not Duration quiet || quiet < RoundTrip * LongAgainstRoundTrip)
            return;

        bool isDrawn = Shape == ResetShape.Reply && HasTrigger;
        bool isByItself = !HasTrigger && IsAfterIdle;
        if (isDrawn || isByItself)
            _surroundings.Silences.Fatal(Flow.Path, quiet, Reset.Frame, isByItself);
    }

    bool IsFromStart => Flow.Client.SawSyn || Flow.Server.SawSyn;

    // The middle of a stream may look like the start of another, and any text like a greeting.
    Opening ReadOpening(Side side, Opening? client)
    {
        ReadOnlySpan<byte> octets
            = side == Side.Client ? _reset.ClientOpening.Octets : _reset.ServerOpening.Octets;
        Opening opening = Opening.Read(octets, side, client);
        return IsFromStart || opening.Protocol != ApplicationProtocol.Unknown
            ? opening
            : Opening.Unknown;
    }
}
