using System.Collections.Generic;
using System.Text;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Kernel;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;
using RstTrace.Reports.Comparing;

namespace RstTrace.Reports;

/// <summary>The words of the event's contract for what the engine says in enums.</summary>
public static class ContractWords
{
    /// <summary>Who sent it: <c>reset.sender</c>.</summary>
    public static string Of(Party party) => party switch
    {
        Party.Client => "client",
        Party.Server => "server",
        Party.ThirdParty => "third-party",
        Party.Unknown or _ => "unknown",
    };

    /// <summary>What the sender stands on: <c>reset.strength</c>.</summary>
    public static string Of(Strength strength) => strength switch
    {
        Strength.Kernel => "kernel",
        Strength.TwoVantage => "two-vantage",
        Strength.SingleVantage or _ => "single-vantage",
    };

    /// <summary>Whether another capture has it: <c>also_in.seen</c>.</summary>
    public static string Of(Seen seen) => seen switch
    {
        Seen.Yes => "yes",
        Seen.No => "no",
        Seen.NotCapturing or _ => "not-capturing",
    };

    /// <summary>What an observation speaks for.</summary>
    public static string OfEvidence(Party says)
        => says == Party.Unknown ? "neutral" : Of(says);

    /// <summary>One side of a connection.</summary>
    public static string Of(Side side) => side == Side.Client ? "client" : "server";

    /// <summary>When: <c>reset.stage</c>.</summary>
    public static string Of(Stage stage) => stage switch
    {
        Stage.Handshake => "handshake",
        Stage.MidStream => "mid-stream",
        Stage.AfterIdle => "after-idle",
        Stage.Closing => "closing",
        Stage.NoConnection or _ => "no-connection",
    };

    /// <summary>What kind of thing happened.</summary>
    public static string Of(IncidentKind kind) => kind switch
    {
        IncidentKind.ProcessExit => "process-exit",
        IncidentKind.ServiceRestart => "service-restart",
        IncidentKind.PortScan => "port-scan",
        IncidentKind.HealthCheck => "health-check",
        IncidentKind.NatLeak => "nat-leak",
        IncidentKind.AddressTakeover => "address-takeover",
        IncidentKind.Resets or _ => "resets",
    };

    /// <summary>How much it hurts.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.ThirdParty => "third-party",
        Severity.InUse => "in-use",
        Severity.AfterIdle => "after-idle",
        Severity.Refused => "refused",
        Severity.AtTheEnd => "at-the-end",
        Severity.Harmless or _ => "harmless",
    };

    /// <summary>How its fields are formed.</summary>
    public static string Of(ResetShape shape) => shape switch
    {
        ResetShape.Refusal => "refusal",
        ResetShape.Reply => "reply",
        ResetShape.Active => "active",
        ResetShape.Other or _ => "other",
    };

    /// <summary>What makes a line of a log this reset's.</summary>
    public static string Of(LogFit fit) => fit switch
    {
        LogFit.Endpoint => "endpoint",
        LogFit.Address => "address",
        LogFit.Service or _ => "service",
    };

    /// <summary>Its number against what the receiver expects.</summary>
    public static string Of(SequenceFit fit) => fit switch
    {
        SequenceFit.Exact => "exact",
        SequenceFit.InWindow => "in-window",
        SequenceFit.Outside => "outside",
        SequenceFit.Unknown or _ => "unknown",
    };

    /// <summary>Whether silences fit one timeout.</summary>
    public static string Of(IdleFit fit) => fit switch
    {
        IdleFit.Between => "between",
        IdleFit.AtMost => "at-most",
        IdleFit.Overlap => "overlap",
        IdleFit.Scatter or _ => "scatter",
    };

    /// <summary>What ties a process to a socket.</summary>
    public static string Of(OwnerTie tie) => tie switch
    {
        OwnerTie.Caller => "caller",
        OwnerTie.Closer => "closer",
        OwnerTie.Connector => "connector",
        OwnerTie.Listener or _ => "listener",
    };

    /// <summary>What became of resets.</summary>
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.New => "new",
        ChangeKind.Grown => "grown",
        ChangeKind.Shrunk => "shrunk",
        ChangeKind.Gone => "gone",
        ChangeKind.Same or _ => "same",
    };

    /// <summary>What became of a frame.</summary>
    public static string Of(DecodeOutcome outcome) => outcome switch
    {
        DecodeOutcome.Decoded => "decoded",
        DecodeOutcome.NotIp => "not_ip",
        DecodeOutcome.NotTcp => "not_tcp",
        DecodeOutcome.LaterFragment => "later_fragment",
        DecodeOutcome.UnknownLink => "unknown_link",
        DecodeOutcome.Truncated => "truncated",
        DecodeOutcome.Malformed => "malformed",
        DecodeOutcome.TooDeep or _ => "too_deep",
    };

    /// <summary>The word for each thing that weakens a verdict, in the schema's order.</summary>
    public static IReadOnlyList<(Degradations Flag, string Word)> Degraded { get; } =
    [
        (Degradations.SnapLength, "snaplen"),
        (Degradations.Gap, "gap"),
        (Degradations.NoHandshake, "no-handshake"),
        (Degradations.OneDirection, "one-direction"),
        (Degradations.Offload, "offload"),
        (Degradations.Clock, "clock"),
        (Degradations.Unsettled, "unsettled"),
        (Degradations.Evicted, "evicted"),
    ];

    /// <summary>What weakens a verdict, in these words.</summary>
    internal static string Joined(Degradations degraded, char separator)
    {
        var words = new List<string>();
        foreach ((Degradations flag, string word) in Degraded)
            if ((degraded & flag) != 0) words.Add(word);

        return string.Join(separator, words);
    }

    /// <summary>Control bits in the order of tcpdump's letters, but A for ACK: <c>R</c>,
    /// <c>RA</c>, <c>FRA</c>.</summary>
    public static string Of(ControlBits control)
    {
        var letters = new StringBuilder(9);
        foreach ((ControlBits bit, char letter) in s_letters)
            if ((control & bit) != 0) letters.Append(letter);

        return letters.ToString();
    }

    // tcpdump's print-tcp.c lists them by their place in the header and writes ACK as a dot, at
    // its place after PSH.
    static readonly (ControlBits Bit, char Letter)[] s_letters =
    [
        (ControlBits.Fin, 'F'),
        (ControlBits.Syn, 'S'),
        (ControlBits.Reset, 'R'),
        (ControlBits.Push, 'P'),
        (ControlBits.Ack, 'A'),
        (ControlBits.Urgent, 'U'),
        (ControlBits.EcnEcho, 'E'),
        (ControlBits.CongestionWindowReduced, 'C'),
        (ControlBits.AccurateEcn, 'N'),
    ];
}
