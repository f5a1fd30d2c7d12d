using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Resets.Causes;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Makes one event of what several captures say of one reset.</summary>
/// <remarks>Each capture's engine gives its events; those of one reset wait for each other, so that
/// memory is that of the resets between the captures' places in time. Every RST frame of every
/// capture is in exactly one event that comes out.</remarks>
/// <param name="comparison">What the captures say together.</param>
/// <param name="emit">Gets the events, in the order of their times by the first capture's
/// clock.</param>
public sealed class VantageMerge(VantageComparison comparison, Action<ResetEvent> emit)
{
    // What an engine still holds back, and what was captured a little out of order.
    static readonly Duration s_patience = Duration.FromSeconds(5);

    readonly Dictionary<FrameId, Piece> _pieces = [];
    readonly PriorityQueue<ResetEvent, (long, FrameOrder)> _ready = new();

    /// <summary>Takes an event of one capture.</summary>
    public void Take(ResetEvent reset)
    {
        var parts = new List<Piece>();
        foreach (FrameId frame in reset.Frames)
        {
            VantageFinding? finding = comparison.Of(frame);
            Piece? part = parts.Find(known => known.Fits(finding));
            if (part is null) parts.Add(part = new Piece(reset));
            part.Add(frame, finding);
        }

        foreach (Piece part in parts)
            foreach (FrameId frame in part.Frames) _pieces.Add(frame, part);
        foreach (Piece part in parts) Complete(part);
    }

    /// <summary>All engines have come to this moment.</summary>
    /// <param name="now">By the clock of the first capture.</param>
    public void Advance(Timestamp now)
    {
        long until = (now + (Duration.Zero - s_patience)).Nanoseconds;
        while (_ready.TryPeek(out _, out (long Time, FrameOrder) key) && key.Time <= until)
            emit(_ready.Dequeue());
    }

    /// <summary>All captures are over.</summary>
    public void Finish()
    {
        while (_pieces.Count > 0)
        {
            Piece left = Earliest();
            Merge(Component(left, out _));
        }

        while (_ready.TryDequeue(out ResetEvent? reset, out _)) emit(reset);
    }

    Piece Earliest()
    {
        Piece? first = null;
        foreach (Piece piece in _pieces.Values)
        {
            if (first is null || new FrameOrder(piece.Frames[0]).CompareTo(
                new FrameOrder(first.Frames[0])) < 0)
            {
                first = piece;
            }
        }

        return first!;
    }

    void Complete(Piece part)
    {
        if (!_pieces.ContainsKey(part.Frames[0])) return;

        List<Piece> component = Component(part, out bool isWhole);
        if (isWhole) Merge(component);
    }

    /// <summary>All pieces of one reset that are there.</summary>
    List<Piece> Component(Piece start, out bool isWhole)
    {
        isWhole = true;
        var component = new List<Piece> { start };
        for (int i = 0; i < component.Count; i++)
        {
            foreach (FrameId frame in component[i].Needed)
            {
                if (!_pieces.TryGetValue(frame, out Piece? piece)) isWhole = false;
                else if (!component.Contains(piece)) component.Add(piece);
            }
        }

        return component;
    }

    void Merge(List<Piece> component)
    {
        foreach (Piece piece in component)
            foreach (FrameId frame in piece.Frames) _pieces.Remove(frame);

        Piece first = Primary(component);
        ResetEvent merged = Merged(first, component);
        long time = comparison.ByFirstClock(merged.Frames[0].File, merged.Time).Nanoseconds;
        _ready.Enqueue(merged, (time, new FrameOrder(merged.Frames[0])));
    }

    // The capture that saw it first, of those that know the ends; there, the event that begins
    // with it.
    Piece Primary(List<Piece> component)
    {
        Piece? best = null;
        foreach (Piece piece in component)
            if (best is null || Rank(piece).CompareTo(Rank(best)) < 0) best = piece;
        return best!;
    }

    (bool, bool, bool, long, FrameOrder) Rank(Piece piece)
    {
        // Without a handshake, who is the client is a guess.
        bool isGuess = (piece.Event.Degraded & Degradations.NoHandshake) != 0;
        bool isFirstSeen = piece.Finding is not { } finding
            || finding.Frames[0].File == piece.Frames[0].File;
        long time = comparison.ByFirstClock(
            piece.Event.Frames[0].File, piece.Event.Time).Nanoseconds;
        return (!piece.IsBeginning, isGuess, !isFirstSeen, time, new FrameOrder(piece.Frames[0]));
    }

    static ResetEvent Merged(Piece first, List<Piece> component)
    {
        ResetEvent reset = first.IsBeginning ? first.Event : Apart(first);
        int file = first.Frames[0].File;
        var own = new List<FrameId>(first.Frames);
        var others = new SortedDictionary<int, List<FrameId>>();
        var words = new List<Evidence>(reset.Verdict.Evidence);
        foreach (Piece piece in component)
        {
            if (piece == first) continue;
            int at = piece.Frames[0].File;
            if (at != file && !others.ContainsKey(at)) words.Add(Alone(piece.Event));
            if (at == file) own.AddRange(piece.Frames);
            else if (!others.TryGetValue(at, out List<FrameId>? seen))
                others.Add(at, [.. piece.Frames]);
            else seen.AddRange(piece.Frames);
        }

        if (first.Finding is { } finding && reset.Alone is null)
            words.AddRange(VantageComparison.EvidenceOf(finding, Party.Unknown));
        return reset with
        {
            Frames = own,
            Elsewhere = Elsewhere(first, others),
            Verdict = reset.Verdict with { Evidence = words },
        };
    }

    static List<ElsewhereSeen> Elsewhere(Piece first, SortedDictionary<int, List<FrameId>> others)
    {
        var elsewhere = new List<ElsewhereSeen>();
        foreach ((int file, List<FrameId> frames) in others)
            elsewhere.Add(new ElsewhereSeen(file, Seen.Yes, frames));
        if (first.Finding is { } finding)
        {
            foreach (ElsewhereSeen without in finding.Without)
                if (!others.ContainsKey(without.File)) elsewhere.Add(without);
        }

        elsewhere.Sort(static (left, right) => left.File.CompareTo(right.File));
        return elsewhere;
    }

    static Evidence Alone(ResetEvent reset)
    {
        Verdict alone = reset.Alone ?? reset.Verdict;
        return new Evidence(
            "alone", Party.Unknown, [reset.Frames[0]],
            $"this capture alone says: {Who(alone.Sender)}, {alone.Cause.Id}");
    }

    // What one capture took for a repeat came from somebody else than the first.
    static ResetEvent Apart(Piece piece)
    {
        ResetEvent whole = piece.Event;
        Party sender = piece.Finding is { } finding
            ? VantageComparison.PartyOf(finding, whole.ClaimedSender)
            : whole.Verdict.Sender;
        Cause cause = sender == Party.ThirdParty
            ? Between.InjectedReset : AfterReset.Cause;
        return whole with
        {
            Alone = whole.Alone ?? whole.Verdict,
            Verdict = whole.Verdict with
            {
                Sender = sender,
                Cause = cause,
                Strength = Strength.TwoVantage,
                SenderConfidence = piece.Finding?.Confidence,
                Confidence = 0.8,
                Summary = sender == Party.ThirdParty
                    ? "A box on the path sent it after another reset in the same name."
                    : $"The {Who(sender)} sent it after a reset that somebody else had sent "
                        + "in its name: it answers what was on its way.",
                Evidence = piece.Finding is { } found
                    ? VantageComparison.EvidenceOf(found, sender) : [],
                Alternatives = [],
                Fixes = [],
            },
        };
    }

    static string Who(Party party) => party switch
    {
        Party.Client => "client",
        Party.Server => "server",
        Party.ThirdParty => "third party",
        Party.Unknown or _ => "sender unknown",
    };

    /// <summary>Frames of one event with one sender.</summary>
    sealed class Piece(ResetEvent reset)
    {
        readonly List<FrameId> _frames = [];
        readonly HashSet<FrameId> _needed = [];
        bool? _isByClaimed;
        bool _isOpen;

        public ResetEvent Event { get; } = reset;

        public VantageFinding? Finding { get; private set; }

        public List<FrameId> Frames => _frames;

        /// <summary>What belongs to the same resets, in all captures.</summary>
        public IReadOnlyCollection<FrameId> Needed => _needed;

        /// <summary>Whether its event begins with it.</summary>
        public bool IsBeginning => _frames[0] == Event.Frames[0];

        /// <summary>Whether a further frame has the sender of the first, as far as it is
        /// known.</summary>
        public bool Fits(VantageFinding? finding)
            => finding is { IsOpen: true }
                ? _isOpen
                : finding?.IsByClaimed is not { } proven || proven == (_isByClaimed ?? IsByClaimed);

        // What is said of the first, where nothing is proven.
        bool? IsByClaimed => Event.Verdict.Sender switch
        {
            Party.ThirdParty => false,
            Party.Client or Party.Server => true,
            Party.Unknown or _ => null,
        };

        public void Add(FrameId frame, VantageFinding? finding)
        {
            _frames.Add(frame);
            _needed.Add(frame);
            Finding ??= finding;
            if (finding is null) return;

            _isByClaimed ??= finding.IsByClaimed;
            _isOpen |= finding.IsOpen;
            foreach (FrameId other in finding.Frames) _needed.Add(other);
        }
    }

    /// <summary>The order of frames of several captures at one moment.</summary>
    readonly record struct FrameOrder(FrameId Frame) : IComparable<FrameOrder>
    {
        public int CompareTo(FrameOrder other)
            => Frame.File != other.Frame.File
                ? Frame.File.CompareTo(other.Frame.File)
                : Frame.Number.CompareTo(other.Frame.Number);
    }
}
