using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>One thing to look at that tells who sent a reset.</summary>
/// <param name="Id">What the evidence is called in an event.</param>
/// <param name="Observe">What it shows in this reset; null when it shows nothing.</param>
sealed record SenderRule(string Id, Func<ResetEvidence, Observation?> Observe)
{
    // A counter that other connections use too may have moved on by this much in between.
    const int IdentificationReach = 64;

    /// <summary>Every rule there is.</summary>
    public static IReadOnlyList<SenderRule> All { get; } =
    [
        new("form", Form),
        new("sequence", Sequence),
        new("hop-limit", HopLimit),
        new("identification", Identification),
        new("timestamps", Timestamps),
        new("sender-alive", SenderAlive),
        new("receiver-alive", ReceiverAlive),
    ];

    static Observation? Form(ResetEvidence e)
    {
        string text = e.Shape switch
        {
            ResetShape.Refusal => "RST|ACK with sequence number 0: a host without a socket answers "
                + "a SYN",
            ResetShape.Reply when e.HasTrigger => "bare RST at the acknowledgment of frame "
                + $"{Number(e.Trigger.Frame)}: a host without this connection answers it",
            ResetShape.Reply => "bare RST that answers no segment in sight",
            ResetShape.Active when e.Reset.Sequence == e.SenderHalf.SendNext => "RST|ACK at the "
                + "sender's next sequence number: a socket is given up",
            ResetShape.Active => "RST|ACK, as of a socket that is given up",
            ResetShape.Other => $"unusual control bits ({e.Reset.Control})",
            _ => throw new InvalidOperationException($"{e.Shape}"),
        };
        return new(Party.Unknown, text, e.HasTrigger ? [e.Trigger.Frame] : []);
    }

    static Observation? Sequence(ResetEvidence e) => e.Fit switch
    {
        SequenceFit.Exact => new(Party.Unknown, "exactly at the sequence number that the "
            + $"{Say.Of(e.Receiver)} expects", []),
        SequenceFit.InWindow => new(Party.Unknown, "ahead of the sequence number that the "
            + $"{Say.Of(e.Receiver)} expects, within its window: it will be challenged "
            + "(RFC 5961)", []),
        SequenceFit.Outside => new(Party.Unknown, $"not where the {Say.Of(e.Receiver)} expects "
            + "the next octet: it should be ignored (RFC 5961)", []),
        SequenceFit.Unknown => null,
        _ => throw new InvalidOperationException($"{e.Fit}"),
    };

    static Observation? HopLimit(ResetEvidence e)
    {
        ref readonly HalfFlow half = ref e.SenderHalf;
        byte shown = e.Reset.HopLimit;
        if (half.HopLimits.Count == 0) return null;
        if (half.HopLimits.Contains(shown))
        {
            return new(Claimed(e), $"TTL {Text(shown)}, as other segments of the "
                + $"{Say.Of(e.Sender)}", FramesWith(shown, in half));
        }

        // A raw tool's SYN has any TTL it likes; the kernel behind it resets with its own.
        bool onlyCraftedSyn = half.Packets == half.Syns && half.Has(HalfTraits.CraftedSyn);
        if (half.HopLimits.Overflowed || onlyCraftedSyn) return null;
        return new(Party.Unknown, $"TTL {Text(shown)}, where other segments of the "
            + $"{Say.Of(e.Sender)} have {Text(half.HopLimits[half.HopLimits.Count - 1])}",
            [half.Last.Frame], 2);
    }

    static FrameId[] FramesWith(byte hopLimit, in HalfFlow half)
        => half.Last.HopLimit == hopLimit ? [half.Last.Frame]
            : half.BeforeLast.HopLimit == hopLimit && !half.BeforeLast.Frame.IsNone
                ? [half.BeforeLast.Frame]
            : [];

    static Observation? Identification(ResetEvidence e)
    {
        // 0 with DF is what Linux gives every reply without a socket: it says nothing.
        ushort shown = e.Reset.Identification;
        ref readonly HalfFlow half = ref e.SenderHalf;
        if (shown == 0 || e.Reset.IsIpv6 || !half.Has(HalfTraits.Identifies)) return null;
        int ahead = (ushort)(shown - half.Identification);
        if (ahead is 0 or > IdentificationReach) return null;
        return new(Claimed(e), $"IP ID {Text(shown)} goes on from the {Say.Of(e.Sender)}'s "
            + $"{Text(half.Identification)}", [half.Last.Frame]);
    }

    static Observation? Timestamps(ResetEvidence e)
    {
        ref readonly HalfFlow half = ref e.SenderHalf;
        if (!half.Has(HalfTraits.Timestamps)) return null;
        if (e.Reset.HasTimestamps)
        {
            int ahead = unchecked((int)(e.Reset.TimestampValue - half.TimestampValue));
            if (ahead < 0) return null;
            return new(Claimed(e), $"its timestamp goes on from the {Say.Of(e.Sender)}'s",
                [half.Last.Frame]);
        }

        // A live socket that has negotiated timestamps puts them on its resets, as Linux does;
        // RFC 7323 §3.2 only recommends it.
        return e.Shape != ResetShape.Active ? null
            : new(Party.Unknown, "no timestamp, though the connection uses them",
                [half.Last.Frame], 1);
    }

    static Observation? SenderAlive(ResetEvidence e)
        => e.Aftermath.SenderSpoke.IsNone ? null
            : new(Party.Unknown, $"the {Say.Of(e.Sender)} went on with the connection after "
                + "\"its\" reset", [e.Aftermath.SenderSpoke],
                e.Flow.Has(FlowTraits.Completed) ? 3 : 1); // a host may play games before

    static Observation? ReceiverAlive(ResetEvidence e)
        => e.Aftermath.ReceiverSpoke.IsNone ? null
            : new(Party.Unknown, $"the {Say.Of(e.Receiver)} went on after the reset: it did not "
                + "take it", [e.Aftermath.ReceiverSpoke]);

    static Party Claimed(ResetEvidence e) => e.Sender == Side.Client ? Party.Client : Party.Server;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Number(FrameId frame) => frame.Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a rule saw.</summary>
/// <param name="Says">For whom it speaks; <see cref="Party.Unknown"/> for nobody.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="Frames">Frames that show it, beside the reset.</param>
/// <param name="Doubt">Points against the claimed sender: 1 a hint, 3 nearly a proof.</param>
sealed record Observation(Party Says, string Text, FrameId[] Frames, int Doubt = 0);
