using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>Who sent a reset, when, why, how sure, and what would refute it.</summary>
public sealed record Verdict
{
    /// <summary>Who really sent it, as far as the evidence goes.</summary>
    public required Party Sender { get; init; }

    /// <summary>When in the connection's life, in one word.</summary>
    public required Stage Stage { get; init; }

    /// <summary>When, finely: a phase id such as <c>handshake.syn-refused</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>When, in the words of the passive-tampering literature (Sundara Raman et al.,
    /// SIGCOMM 2023): <c>post-syn</c>, <c>post-ack</c>, <c>post-psh</c>, <c>later</c> or
    /// <c>none</c>.</summary>
    public required string RadarStage { get; init; }

    /// <summary>Why.</summary>
    public required Cause Cause { get; init; }

    /// <summary>One plain sentence for this very reset.</summary>
    public required string Summary { get; init; }

    /// <summary>How sure of sender and cause together: 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What the sender stands on.</summary>
    public Strength Strength { get; init; }

    /// <summary>How sure of the sender alone, where more than one capture point says it; null where
    /// it is part of <see cref="Confidence"/>.</summary>
    public double? SenderConfidence { get; init; }

    /// <summary>What speaks for which sender, with the frames that show it.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>What else it could be, most likely first.</summary>
    public required IReadOnlyList<Alternative> Alternatives { get; init; }

    /// <summary>What to check or change, first things first.</summary>
    public required IReadOnlyList<Fix> Fixes { get; init; }
}

/// <summary>Who really sent a reset.</summary>
public enum Party : byte
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The server.</summary>
    Server,

    /// <summary>Neither: a box on the path.</summary>
    ThirdParty,

    /// <summary>The evidence does not say.</summary>
    Unknown,
}

/// <summary>What is known of a sender beside what one capture shows.</summary>
public enum Strength : byte
{
    /// <summary>Nothing.</summary>
    SingleVantage,

    /// <summary>The word of the kernel that sent it, or did not.</summary>
    Kernel,

    /// <summary>A second capture, where it left or should have.</summary>
    TwoVantage,
}

/// <summary>When in a connection's life a reset came, in one word.</summary>
public enum Stage : byte
{
    /// <summary>Before the handshake was complete.</summary>
    Handshake,

    /// <summary>While open, with recent traffic.</summary>
    MidStream,

    /// <summary>While open, after a silence of at least the idle threshold.</summary>
    AfterIdle,

    /// <summary>After a FIN.</summary>
    Closing,

    /// <summary>No connection is known to which it could belong.</summary>
    NoConnection,
}

/// <summary>One observation and what it speaks for.</summary>
/// <param name="Rule">Id of the rule, such as <c>ttl</c>.</param>
/// <param name="Says">The party it speaks for; <see cref="Party.Unknown"/> is neutral.</param>
/// <param name="Frames">The frames that show it.</param>
/// <param name="Text">The observation in a sentence, free of control characters.</param>
public sealed record Evidence(string Rule, Party Says, IReadOnlyList<FrameId> Frames, string Text);

/// <summary>Another explanation.</summary>
/// <param name="Sender">Who would have sent it; null when the same.</param>
/// <param name="Cause">Why.</param>
/// <param name="Confidence">0 to 1, below the verdict's.</param>
/// <param name="SeparateBy">The observation that would separate the two.</param>
public sealed record Alternative(Party? Sender, Cause Cause, double Confidence, string SeparateBy);

/// <summary>Something to check or change.</summary>
/// <param name="Text">What, in a sentence.</param>
/// <param name="Command">What to type, with the numbers of this reset; null when nothing is
/// typed.</param>
public sealed record Fix(string Text, string? Command = null);
