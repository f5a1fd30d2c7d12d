using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Whether a capture has a reset that another one has.</summary>
public enum Seen : byte
{
    /// <summary>It has it.</summary>
    Yes,

    /// <summary>It was running, without drops, where the reset would have passed, and has it
    /// not.</summary>
    No,

    /// <summary>Its not having it says nothing.</summary>
    NotCapturing,
}

/// <summary>A reset in another capture.</summary>
/// <param name="File">The capture, by <see cref="FrameId.File"/>.</param>
/// <param name="Seen">Whether it is there.</param>
/// <param name="Frames">Its frames; empty unless seen.</param>
public sealed record ElsewhereSeen(int File, Seen Seen, IReadOnlyList<FrameId> Frames);

/// <summary>Which way a reset took.</summary>
public enum Passage : byte
{
    /// <summary>It cannot be told: one capture says nothing about it.</summary>
    Unclear,

    /// <summary>It left its claimed sender's end and arrived.</summary>
    Arrived,

    /// <summary>It left, and did not arrive: lost, or eaten on the way.</summary>
    Lost,

    /// <summary>It arrived and never left: made between.</summary>
    MadeBetween,
}

/// <summary>What several captures together say of one reset.</summary>
public sealed record VantageFinding
{
    /// <summary>Which way it took.</summary>
    public required Passage Passage { get; init; }

    /// <summary>Whether its claimed sender sent it: proven, disproven, or null.</summary>
    public bool? IsByClaimed { get; init; }

    /// <summary>Whether all that speaks for the claimed sender, or against, is what one capture
    /// says: the sender is left open.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How sure of the sender: 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Its frames in every capture, first that of the capture that saw it first.</summary>
    public required IReadOnlyList<FrameId> Frames { get; init; }

    /// <summary>The captures without it.</summary>
    public required IReadOnlyList<ElsewhereSeen> Without { get; init; }

    /// <summary>The observations, strongest first: <see cref="Evidence.Says"/> is filled in for the
    /// event.</summary>
    public required IReadOnlyList<VantageWord> Words { get; init; }
}

/// <summary>An observation of several captures.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="IsAboutSender">Whether it speaks for the sender that was found; else it is
/// neutral.</param>
/// <param name="Frames">The frames that show it.</param>
/// <param name="Text">It in a sentence.</param>
public sealed record VantageWord(
    string Rule, bool IsAboutSender, IReadOnlyList<FrameId> Frames, string Text);
