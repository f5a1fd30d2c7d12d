using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>A reset that is being followed: what was known before it, and what came
/// after.</summary>
/// <remarks>Reused: it belongs to the watch.</remarks>
sealed class OpenReset
{
    /// <summary>The connection as it was before the reset.</summary>
    public FlowPicture Before;

    /// <summary>The reset.</summary>
    public Segment Segment;

    /// <summary>Its payload's first octets.</summary>
    public readonly Excerpt Payload = new();

    /// <summary>The first octets that either side ever sent.</summary>
    public readonly Excerpt ClientOpening = new(), ServerOpening = new();

    /// <summary>What the claimed sender's host had shown before.</summary>
    public Host Host;

    /// <summary>Resets of other connections in the name of the same server or client, drawn by
    /// nothing and within the same moment.</summary>
    public int Companions;

    /// <summary>How many of these had connections in which nobody had said anything.</summary>
    public int SilentCompanions;

    /// <summary>A reset within the same second of a connection that has this one's client endpoint,
    /// but another server.</summary>
    public FrameId OtherPeer;

    /// <summary>In whose name it came.</summary>
    public Side Sender;

    /// <summary>The reset's frame and those of its repeats.</summary>
    public readonly List<FrameId> Frames = [];

    /// <summary>When each of them was captured.</summary>
    public readonly List<Timestamp> Times = [];

    /// <summary>What followed.</summary>
    public Aftermath Aftermath;

    /// <summary>Starts over with another reset.</summary>
    public void Reopen(
        in Flow flow, in FlowDetail detail, Side sender, in Segment segment)
    {
        Before = new FlowPicture(in flow, in detail);
        Segment = segment;
        Sender = sender;
        Aftermath = default;
        Companions = SilentCompanions = 0;
        OtherPeer = FrameId.None;
        Frames.Clear();
        Frames.Add(segment.Frame);
        Times.Clear();
        Times.Add(segment.Time);
    }
}

/// <summary>Some octets, kept.</summary>
sealed class Excerpt
{
    readonly byte[] _octets = new byte[Openings.Kept];
    int _length;

    /// <summary>The octets.</summary>
    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, _length);

    /// <summary>Keeps the first of these instead.</summary>
    public void Keep(ReadOnlySpan<byte> octets)
    {
        _length = Math.Min(octets.Length, _octets.Length);
        octets[.._length].CopyTo(_octets);
    }
}

/// <summary>What was seen on a flow after a reset of it, for as long as it was followed.</summary>
record struct Aftermath
{
    /// <summary>The last segment of the receiver that it could not have sent before it had the
    /// reset; none when it fell silent.</summary>
    public FrameId ReceiverSpoke;

    /// <summary>New payload or a FIN of the claimed sender, sent when it must have known of its own
    /// reset; none when it fell silent.</summary>
    public FrameId SenderSpoke;

    /// <summary>Payload of the claimed sender at or ahead of the reset's number, whenever it
    /// came: nothing was sent there before the reset, and nothing is to be after it.</summary>
    public FrameId SenderAhead;

    /// <summary>TTLs of the claimed sender's segments after the reset.</summary>
    public HopLimitSet LaterHopLimits;

    /// <summary>Whether the receiver sent its SYN again.</summary>
    public bool WasTriedAgain;

    /// <summary>A RST in the name of the other side, and when it came.</summary>
    public FrameId Echo;

    /// <summary>See <see cref="Echo"/>.</summary>
    public Timestamp EchoTime;

    /// <summary>Whether that RST answers something of this side: bare, at its acknowledgment, or
    /// at the number that the reset itself acknowledged.</summary>
    public bool EchoIsReply;

    /// <summary>A repeat whose sequence number is beyond everything that the claimed sender has
    /// sent: no stack does that, who guesses at a window does.</summary>
    public FrameId Guess;

    /// <summary>An acknowledgment without data by the receiver, at the number that it expects: how
    /// it asks back when a reset is not exactly there (RFC 5961 §3).</summary>
    public FrameId Challenge;

    /// <summary>Whether a repeat was exactly where the receiver expects it.</summary>
    public bool RepeatHits;

    /// <summary>A repeat with another TTL, unless it is the same packet one hop further
    /// on.</summary>
    public FrameId OtherHopLimit;

    /// <summary>How often the same packet came again at once, unchanged or one hop further
    /// on.</summary>
    public int Copies;

    /// <summary>Whether any of these was one hop further on: with a TTL lower by one.</summary>
    public bool CopiedAfterHop;

    /// <summary>Whether it was followed as long as a reset should be.</summary>
    public bool IsSettled;
}
