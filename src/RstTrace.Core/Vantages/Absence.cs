using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Whether it means anything that a capture lacks a reset which another one has.</summary>
sealed class Absence
{
    readonly Conversation _conversation;
    readonly int _seenAt, _expectedAt;
    readonly SeenSegment _reset;
    readonly TrackPair _pair;

    /// <param name="comparison">What is known of the captures.</param>
    /// <param name="conversation">The connection.</param>
    /// <param name="seenAt">The capture that has the reset.</param>
    /// <param name="expectedAt">The capture that would have it, had its claimed sender sent
    /// it.</param>
    /// <param name="reset">The reset.</param>
    /// <param name="isMutual">Whether the other end, too, was sent a reset that is missing where
    /// it would have left: then no cut of one capture explains both.</param>
    public Absence(
        VantageComparison comparison, Conversation conversation, int seenAt, int expectedAt,
        SeenSegment reset, bool isMutual)
    {
        (_conversation, _seenAt, _expectedAt, _reset) = (conversation, seenAt, expectedAt, reset);
        _pair = conversation[seenAt, expectedAt]
            ?? throw new ArgumentException("They do not share it.", nameof(conversation));
        Completeness complete = comparison.CompletenessOf(seenAt, expectedAt);
        MayDrop = complete.MayDropAt(reset.Time) || _pair.Other.IsThinned;
        Compared = complete.Compared;
        CountOwn(comparison);
        TriggerIsMissing = Trigger is { } trigger && !_pair.OtherHolds(in trigger);
        WentOn = FindLater(comparison);
        const double OneWay = 0.45;
        Ran = comparison.Ran(seenAt, expectedAt, reset.Time, isMutual ? OneWay : 1)
            || RanHere(comparison);
        HasOtherHopLimit = DiffersInHopLimit();
        Confidence = Math.Round(Certainty * (1 - complete.Risk), 2);
    }

    // Of a host that goes on, no dropped frame is the reason.
    double Certainty => (WentOn is not null, HasOtherHopLimit) switch
    {
        (true, true) => 0.99,
        (true, false) => 0.97,
        (false, true) => 0.9,
        (false, false) => 0.75,
    };

    /// <summary>Whether that capture was running.</summary>
    public bool Ran { get; }

    /// <summary>Whether it lacks other segments that it must have seen, or no longer holds what was
    /// around the reset.</summary>
    public bool MayDrop { get; }

    /// <summary>Segments that it was tried by.</summary>
    public long Compared { get; }

    /// <summary>Segments of the claimed sender in this connection that it lacks.</summary>
    public int OwnMissing { get; private set; }

    /// <summary>Those it was tried by.</summary>
    public int OwnCompared { get; private set; }

    /// <summary>The segment that drew the reset; null without one.</summary>
    public SeenSegment? Trigger { get; private set; }

    /// <summary>Whether that never came to where the reset is missing.</summary>
    public bool TriggerIsMissing { get; }

    /// <summary>The first segment that the claimed sender sent as if nothing had happened; null
    /// without.</summary>
    public SeenSegment? WentOn { get; }

    /// <summary>Whether its TTL is none of the claimed sender's.</summary>
    public bool HasOtherHopLimit { get; }

    /// <summary>Whether the absence counts.</summary>
    public bool Counts => Ran && !MayDrop && OwnMissing == 0;

    /// <summary>Whether, even so, its own marks are the claimed sender's.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How sure it is that it was made between.</summary>
    public double Confidence { get; }

    void CountOwn(VantageComparison comparison)
    {
        ushort? before = null;
        SeenSegment? trigger = null;
        foreach (SeenSegment segment in _pair.One.Kept)
        {
            if (segment.FromLow != _reset.FromLow)
            {
                if (segment.Time <= _reset.Time && IsAnswered(in segment)
                    && (trigger is null || segment.Time > trigger.Value.Time))
                {
                    trigger = segment;
                }

                continue;
            }

            if (segment.Time < _reset.Time) before = segment.Identification;
            if (!comparison.Ran(_seenAt, _expectedAt, segment.Time)) continue;

            OwnCompared++;
            if (!_pair.OtherHolds(in segment)) OwnMissing++;
        }

        Trigger = trigger;
        IsOpen = before is { } last && _reset.Identification != 0
            && _reset.Identification == (ushort)(last + 1) && !DiffersInHopLimit();
    }

    bool IsAnswered(in SeenSegment segment)
        => _reset.HasAcknowledgment
            ? _reset.Sequence.Value == 0
                && segment.Sequence + segment.SequenceLength == _reset.Acknowledgment
            : segment.HasAcknowledgment && segment.Acknowledgment == _reset.Sequence;

    // It has this very connection before and after.
    bool RanHere(VantageComparison comparison)
    {
        if (WentOn is null || comparison.Scans[_expectedAt].StepsBack) return false;
        if (comparison.LatestPass(_seenAt, _expectedAt, _reset.Time) is not { } pass) return false;
        foreach (SeenSegment segment in _pair.Other.Kept)
            if (segment.Time < pass) return true;

        return false;
    }

    SeenSegment? FindLater(VantageComparison comparison)
    {
        if (comparison.LatestPass(_seenAt, _expectedAt, _reset.Time) is not { } pass) return null;

        // Under other addresses it may be another connection of the host that went on.
        if (_pair.One.Key != _pair.Other.Key) return null;

        bool sender = _conversation.EndIn(_expectedAt, _seenAt, _reset.FromLow);
        var soon = Duration.FromMilliseconds(2);
        SeenSegment? first = null;
        foreach (SeenSegment segment in _pair.Other.Kept)
        {
            if (segment.FromLow != sender || segment.IsSyn || segment.Time <= pass + soon) continue;
            if (first is null || segment.Time < first.Value.Time) first = segment;
        }

        return first;
    }

    bool DiffersInHopLimit()
    {
        var others = new List<byte>();
        foreach (SeenSegment segment in _pair.One.Kept)
        {
            if (segment.FromLow == _reset.FromLow && !others.Contains(segment.HopLimit))
                others.Add(segment.HopLimit);
        }

        if (others.Count == 0 || others.Contains(_reset.HopLimit)) return false;
        foreach (byte other in others)
        {
            if (HopDistance.Of(other) is { } distance
                && distance == HopDistance.Of(_reset.HopLimit))
            {
                return false;
            }
        }

        return true;
    }
}
