using System;
using System.Globalization;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Senders;

/// <summary>One thing to look at that tells who sent a reset.</summary>
/// <param name="Id">What the evidence is called in an event.</param>
/// <param name="Ground">What it stands on. Rules on one ground fail together, so they count as one
/// signal.</param>
/// <param name="Observe">What it shows in this reset; null when it shows nothing.</param>
sealed record SenderRule(string Id, Ground Ground, Func<ResetEvidence, Observation?> Observe)
{
    /// <summary>Every rule there is.</summary>
    public static ReadOnlySpan<SenderRule> All => s_all;

    static readonly SenderRule[] s_all =
    [
        new("form", Ground.Form, FormRules.Form),
        new("sequence", Ground.Numbers, NumberRules.Sequence),
        new("hop-limit", Ground.Path, PathRules.HopLimit),
        new("host-hop-limit", Ground.Path, PathRules.HostHopLimit),
        new("host-replies", Ground.Path, PathRules.HostReplies),
        new("identification", Ground.Counter, FormRules.Identification),
        new("identification", Ground.Form, FormRules.Uncounted),
        new("reply-form", Ground.Form, FormRules.ReplyForm),
        new("timestamps", Ground.Form, FormRules.Timestamps),
        new("window", Ground.Form, FormRules.Window),
        new("source-mac", Ground.Path, PathRules.SourceMac),
        new("source-mac", Ground.Link, PathRules.OnTheLink),
        new("next-door", Ground.Link, PathRules.NextDoor),
        new("flow-label", Ground.Marks, FormRules.FlowLabel),
        new("traffic-class", Ground.Marks, FormRules.TrafficClass),
        new("too-fast", Ground.Speed, PathRules.TooFast),
        new("window-guess", Ground.Numbers, NumberRules.Guess),
        new("copies", Ground.Numbers, NumberRules.Copies),
        new("both-ways", Ground.Both, AftermathRules.BothWays),
        new("stated-reason", Ground.Word, FormRules.StatedReason),
        new("sender-alive", Ground.Life, AftermathRules.SenderAlive),
        new("data-after", Ground.Life, AftermathRules.SenderAhead),
        new("receiver-alive", Ground.Life, AftermathRules.ReceiverAlive),
    ];

    /// <summary>The claimed sender as a party.</summary>
    internal static Party Claimed(ResetEvidence e)
        => e.Sender == Side.Client ? Party.Client : Party.Server;

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Number(FrameId frame) => Text(frame.Number);
}

/// <summary>What a rule stands on: what would have to be wrong for it to mislead.</summary>
enum Ground : byte
{
    /// <summary>How this kind of system forms resets.</summary>
    Form,

    /// <summary>Where the connection's sequence numbers stand.</summary>
    Numbers,

    /// <summary>That the way from the sender to here stayed the same.</summary>
    Path,

    /// <summary>How the sender counts its packets.</summary>
    Counter,

    /// <summary>That one link-layer address stands for one neighbour.</summary>
    Link,

    /// <summary>How the sender marks packets: flow label (RFC 6437), traffic class.</summary>
    Marks,

    /// <summary>How long the way to the sender and back takes.</summary>
    Speed,

    /// <summary>That two ends do not give up in the same instant.</summary>
    Both,

    /// <summary>What the reset says of itself.</summary>
    Word,

    /// <summary>That who resets a connection is done with it.</summary>
    Life,
}

/// <summary>What a rule saw.</summary>
/// <param name="Says">For whom it speaks; <see cref="Party.Unknown"/> for nobody.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="Frame">A frame that shows it, beside the reset; or none.</param>
/// <param name="Doubt">Points against the claimed sender: 1 a hint, 3 nearly a proof.</param>
readonly record struct Observation(
    Party Says, string Text, FrameId Frame = default, int Doubt = 0)
{
    /// <summary>Another frame that it takes to show it; or none.</summary>
    public FrameId Another { get; init; }

    /// <summary>Points for a box between the ends: fewer, where a path that moves or another host
    /// behind the same address would look the same.</summary>
    public int Proof { get; init; } = Doubt;
}
