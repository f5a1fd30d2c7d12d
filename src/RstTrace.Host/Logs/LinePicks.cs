using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Logs;

/// <summary>The lines that fit each reset best, at most <see cref="Most"/>.</summary>
/// <param name="index">The resets.</param>
sealed class LinePicks(ResetIndex index)
{
    /// <summary>Lines of a reset.</summary>
    public const int Most = 5;

    readonly List<LogEvidence>?[] _picked = new List<LogEvidence>?[index.Count];

    /// <summary>Lines that fitted, whether they are among the best or not.</summary>
    public long Fitted { get; private set; }

    /// <summary>Adds a line, if it is among the best; one that is there already is not added
    /// again: some logs hold what others hold.</summary>
    public void Add(int reset, LogEvidence line)
    {
        Fitted++;
        List<LogEvidence> lines = _picked[reset] ??= [];
        Cause cause = index[reset].Verdict.Cause;
        int place = lines.Count;
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            if (lines[i].Text == line.Text && lines[i].Time == line.Time) return;
            if (Compare(line, lines[i], cause) < 0) place = i;
        }

        if (place == Most) return;
        lines.Insert(place, line);
        if (lines.Count > Most) lines.RemoveAt(Most);
    }

    /// <summary>Adds what another log has.</summary>
    public void Add(LinePicks other)
    {
        for (int reset = 0; reset < _picked.Length; reset++)
        {
            if (other._picked[reset] is not { } lines) continue;
            foreach (LogEvidence line in lines) Add(reset, line);
        }
    }

    /// <summary>The lines of a reset, the best first.</summary>
    public IReadOnlyList<LogEvidence> Of(int reset) => _picked[reset] ?? [];

    // What fits more closely comes first, of that what says the cause, then what is understood, of
    // that what is nearer.
    static int Compare(LogEvidence left, LogEvidence right, Cause cause)
    {
        int order = left.Fit.CompareTo(right.Fit);
        if (order == 0)
        {
            order = (LogVerdict.Supporting(left, cause) is null)
                .CompareTo(LogVerdict.Supporting(right, cause) is null);
        }

        if (order == 0) order = (left.Phrase is null).CompareTo(right.Phrase is null);
        return order != 0 ? order : Away(left).CompareTo(Away(right));
    }

    // A line of a whole second may be from its end.
    static long Away(LogEvidence line)
        => line.Since.Nanoseconds is var since && since < 0
            ? Math.Max(0, -since - line.Precision.Nanoseconds)
            : since;
}
