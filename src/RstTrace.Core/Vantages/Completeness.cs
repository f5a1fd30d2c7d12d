using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>How much of what one capture shows, and another must have seen pass before, that other
/// one lacks.</summary>
sealed class Completeness
{
    const int MostLacking = 10_000;
    static readonly Duration s_near = Duration.FromSeconds(5);

    readonly List<Timestamp> _lacking = [];

    /// <summary>Segments looked for.</summary>
    public long Compared { get; private set; }

    /// <summary>Those not found.</summary>
    public long Missing { get; private set; }

    /// <summary>Holds a connection against another capture of it.</summary>
    /// <param name="conversation">The connection.</param>
    /// <param name="seenAt">Where its segments were seen.</param>
    /// <param name="expectedAt">Where they must have passed before.</param>
    /// <param name="wasRunning">Whether that capture was running when what was seen at a moment
    /// passed there.</param>
    public void Count(
        Conversation conversation, int seenAt, int expectedAt, Predicate<Timestamp> wasRunning)
    {
        if (conversation[seenAt, expectedAt] is not { } pair) return;

        foreach (SeenSegment segment in pair.One.Kept)
        {
            // What comes from the far side may have been lost between the two.
            if (conversation.PassesFirst(seenAt, expectedAt, segment.FromLow) != false) continue;
            if (pair.Other.IsThinned || !wasRunning(segment.Time)) continue;

            Compared++;
            if (pair.OtherHolds(in segment)) continue;

            Missing++;
            if (_lacking.Count < MostLacking) _lacking.Add(segment.Time);
        }
    }

    /// <summary>Whether a capture that lacks a segment at this moment may well have dropped
    /// it.</summary>
    /// <param name="moment">By the clock of where it was seen.</param>
    public bool MayDropAt(Timestamp moment)
    {
        const double MostOften = 0.001;
        if (Missing == 0) return false;
        if (Missing > MostOften * Compared) return true;

        foreach (Timestamp lacking in _lacking)
            if (Math.Abs((lacking - moment).Seconds) < s_near.Seconds) return true;

        return false;
    }

    /// <summary>How likely it is that a segment is lacking by accident, from what was compared
    /// (the rule of succession).</summary>
    public double Risk => (Missing + 1.0) / (Compared + 2.0);
}
