using System;
using System.Runtime.CompilerServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>What a trace counted so far. The counts of outcomes sum to
/// <see cref="Frames"/>.</summary>
public sealed class TraceCounters
{
    static readonly DecodeOutcome[] s_outcomes = Enum.GetValues<DecodeOutcome>();
    readonly long[] _outcomes = new long[s_outcomes.Length];
    Timestamp _previous;

    /// <summary>Frames taken.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that a filter kept from being taken.</summary>
    public long FramesLeftOut { get; internal set; }

    /// <summary>Octets of these frames on the wire.</summary>
    public long Octets { get; private set; }

    /// <summary>Connections seen, each incarnation of a reused four-tuple counted.</summary>
    public long Flows { get; internal set; }

    /// <summary>Flows evicted from the full table while they could still have mattered.</summary>
    public long FlowsEvicted { get; internal set; }

    /// <summary>RST frames seen.</summary>
    public long Resets { get; internal set; }

    /// <summary>Reset events reported: each holds one reset and its repeats.</summary>
    public long Events { get; internal set; }

    /// <summary>Resets settled early because too many were being followed.</summary>
    public long SettledEarly { get; internal set; }

    /// <summary>Resets of an incident for which there was no room: told with others of their
    /// cause.</summary>
    public long ResetsUnplaced { get; internal set; }

    /// <summary>Hosts, ports and paths whose facts made room for those of others, or found none:
    /// with them went what resets are compared with, so more senders stay open.</summary>
    public long ContextLost { get; internal set; }

    /// <summary>Frames that were lost before they came here: the kernel's buffer was
    /// full.</summary>
    public long FramesDropped { get; internal set; }

    /// <summary>Frames whose time is before that of the frame before them.</summary>
    public long BackwardFrames { get; private set; }

    /// <summary>The first of these, or none.</summary>
    public FrameId FirstBackwardFrame { get; private set; }

    /// <summary>The first frame with an unknown link, or none.</summary>
    public FrameId FirstUnknownLink { get; private set; }

    /// <summary>The link type of that frame.</summary>
    public LinkType UnknownLink { get; private set; }

    /// <summary>When the first frame was captured.</summary>
    public Timestamp Begin { get; private set; }

    /// <summary>When the latest frame was captured.</summary>
    public Timestamp End { get; private set; }

    /// <summary>How many frames had this outcome.</summary>
    public long this[DecodeOutcome outcome] => _outcomes[(int)outcome];

    /// <summary>Adds what another engine counted of the same capture.</summary>
    public void Add(TraceCounters other)
    {
        foreach (DecodeOutcome outcome in s_outcomes)
            _outcomes[(int)outcome] += other[outcome];

        if (other.Frames > 0)
        {
            Begin = Frames == 0 || other.Begin < Begin ? other.Begin : Begin;
            End = Frames == 0 || other.End > End ? other.End : End;
        }

        Frames += other.Frames;
        Octets += other.Octets;
        Flows += other.Flows;
        FlowsEvicted += other.FlowsEvicted;
        Resets += other.Resets;
        Events += other.Events;
        SettledEarly += other.SettledEarly;
        ResetsUnplaced += other.ResetsUnplaced;
        ContextLost += other.ContextLost;
        FramesDropped += other.FramesDropped;
        FramesLeftOut += other.FramesLeftOut;
        BackwardFrames += other.BackwardFrames;
        if (FirstBackwardFrame.IsNone) FirstBackwardFrame = other.FirstBackwardFrame;
        if (!FirstUnknownLink.IsNone) return;

        FirstUnknownLink = other.FirstUnknownLink;
        UnknownLink = other.UnknownLink;
    }

    /// <summary>Counts one frame under its one outcome (invariant 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Count(in Frame frame, DecodeOutcome outcome)
    {
        _outcomes[(int)outcome]++;
        Octets += frame.OriginalLength;
        if (Frames++ == 0) Begin = End = _previous = frame.Time;

        if (frame.Time < _previous)
        {
            BackwardFrames++;
            if (FirstBackwardFrame.IsNone) FirstBackwardFrame = frame.Id;
        }

        _previous = frame.Time;
        if (frame.Time > End) End = frame.Time;

        if (outcome == DecodeOutcome.UnknownLink && FirstUnknownLink.IsNone)
        {
            FirstUnknownLink = frame.Id;
            UnknownLink = frame.Link;
        }
    }
}
