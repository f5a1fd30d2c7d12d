using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Picks the ladder of one reset out of its capture, in a second pass.</summary>
/// <remarks>Keeps the first segments of the flow, the last before the reset, some after it, and
/// those that the event names: at most <see cref="MostSteps"/>, however long the flow.</remarks>
public sealed class LadderCollector
{
    /// <summary>The first segments of the flow: the handshake and what came after it.</summary>
    public const int Opening = 4;

    /// <summary>The last segments before the reset.</summary>
    public const int Before = 16;

    /// <summary>The segments after the reset.</summary>
    public const int After = 8;

    /// <summary>Frames named by the event that are kept wherever they are.</summary>
    public const int MostNamed = 64;

    /// <summary>Steps at most.</summary>
    public const int MostSteps = Opening + Before + After + MostNamed;

    readonly ResetEvent _reset;
    readonly FlowFinder _flow;
    readonly Dictionary<FrameId, LadderRole> _named = [];
    readonly List<LadderStep> _kept = [];
    readonly Queue<LadderStep> _before = new(Before + 1);
    readonly long[] _hopLimits = new long[256];       // of segments that are no resets
    readonly long[] _hopLimitsOfReset = new long[256];
    readonly SequenceBase[] _bases = new SequenceBase[2]; // by Side
    long _segments;
    long _resetOrdinal = -1;

    /// <param name="reset">The reset whose ladder is wanted.</param>
    public LadderCollector(ResetEvent reset)
    {
        _reset = reset;
        _flow = new FlowFinder(reset.Flow);
        Name(reset.Frames[0], LadderRole.Reset);
        Name(reset.Trigger, LadderRole.Trigger);
        for (int i = 1; i < reset.Frames.Count; i++) Name(reset.Frames[i], LadderRole.Repeat);
        foreach (Evidence evidence in reset.Verdict.Evidence)
        {
            foreach (FrameId frame in evidence.Frames) Name(frame, LadderRole.Evidence);
        }
    }

    /// <summary>Takes the next frame of the capture, in the order of the first pass.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) == DecodeOutcome.Decoded)
            Take(in segment);
    }

    /// <summary>The ladder of what was taken.</summary>
    public Ladder Finish()
    {
        var steps = new List<LadderStep>(_kept.Count + _before.Count);
        steps.AddRange(_kept);
        steps.AddRange(_before);
        steps.Sort(static (left, right) => left.Ordinal.CompareTo(right.Ordinal));
        return new Ladder(steps, _segments) { HopLimits = HopLimits() };
    }

    List<HopLimitCount> HopLimits()
    {
        var counts = new List<HopLimitCount>();
        for (int ttl = 0; ttl < _hopLimits.Length; ttl++)
        {
            if (_hopLimits[ttl] > 0) counts.Add(new((byte)ttl, _hopLimits[ttl], false));
            if (_hopLimitsOfReset[ttl] > 0)
                counts.Add(new((byte)ttl, _hopLimitsOfReset[ttl], true));
        }

        return counts;
    }

    void CountHopLimit(in LadderStep step)
    {
        if (step.Sender != _reset.ClaimedSender) return;

        byte ttl = step.Segment.HopLimit;
        if (step.Role is LadderRole.Reset or LadderRole.Repeat) _hopLimitsOfReset[ttl]++;
        else if (!step.Segment.IsReset) _hopLimits[ttl]++;
    }

    /// <summary>The same, of a frame that was decoded already.</summary>
    public void Take(in Segment segment)
    {
        if (_flow.Take(in segment) is not { } sender) return;

        LadderRole role = _named.GetValueOrDefault(segment.Frame);
        LadderStep step = StepOf(in segment, sender, role);
        if (segment.Frame == _reset.Frames[0]) _resetOrdinal = step.Ordinal;
        CountHopLimit(in step);
        Keep(in step);
    }

    void Keep(in LadderStep step)
    {
        bool isBefore = _resetOrdinal < 0;
        bool isNear = !isBefore && step.Ordinal - _resetOrdinal <= After;
        if (step.Role != LadderRole.Context || step.Ordinal < Opening || isNear)
        {
            _kept.Add(step);
        }
        else if (isBefore)
        {
            _before.Enqueue(step);
            if (_before.Count > Before) _before.Dequeue();
        }
    }

    LadderStep StepOf(in Segment segment, Side sender, LadderRole role)
    {
        ref SequenceBase own = ref _bases[(int)sender];
        ref SequenceBase peer = ref _bases[1 - (int)sender];
        own.Learn(in segment);
        if (segment.HasAcknowledgment) peer.LearnFromPeer(segment.Acknowledgment);

        return new LadderStep
        {
            Ordinal = _segments++,
            Sender = sender,
            Role = role,
            Segment = segment,
            Sequence = own.Relative(segment.Sequence),
            Acknowledgment = segment.HasAcknowledgment
                ? peer.Relative(segment.Acknowledgment)
                : null,
            Window = Window(in segment, in own, in peer),
        };
    }

    // RFC 7323 §2.2: scaled where both SYNs bore the option, and never on a SYN itself.
    static long Window(in Segment segment, in SequenceBase own, in SequenceBase peer)
        => !segment.IsSyn && own.CanScale && peer.CanScale
            ? (long)segment.Window << own.WindowShift
            : segment.Window;

    void Name(FrameId frame, LadderRole role)
    {
        if (!frame.IsNone && _named.Count < MostNamed) _named.TryAdd(frame, role);
    }

    /// <summary>From where one side's sequence numbers are counted, and its window scale.</summary>
    struct SequenceBase
    {
        SequenceNumber _start; // ISN, or one before the first octet seen
        bool _isKnown;
        byte _windowShift;

        public readonly byte WindowShift => _windowShift;

        public bool CanScale { readonly get; private set; }

        /// <summary>A SYN says it for sure; it may come after a guess, or begin anew.</summary>
        public void Learn(in Segment segment)
        {
            if (segment.IsSyn)
            {
                _start = segment.Sequence;
                CanScale = segment.WindowShift != Segment.NoWindowShift;
                _windowShift = CanScale ? Math.Min(segment.WindowShift, (byte)14) : (byte)0;
            }
            else if (!_isKnown)
            {
                _start = segment.Sequence + uint.MaxValue;
            }

            _isKnown = true;
        }

        /// <summary>An acknowledgment names the next octet.</summary>
        public void LearnFromPeer(SequenceNumber acknowledgment)
        {
            if (_isKnown) return;

            _start = acknowledgment + uint.MaxValue;
            _isKnown = true;
        }

        public readonly long Relative(SequenceNumber sequence) => sequence - _start;
    }
}
