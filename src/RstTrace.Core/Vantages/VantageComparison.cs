using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>Captures of one time at several places, held together: which connections they share,
/// how their clocks run, and what that says of every reset.</summary>
/// <remarks>Its scans were read before. See <see cref="Sought"/>.</remarks>
public sealed partial class VantageComparison
{
    readonly IReadOnlyList<VantageScan> _scans;
    readonly Dictionary<FlowTrack, TrackIndex> _indices = [];
    readonly Dictionary<(FlowTrack, FlowTrack), TrackPair?> _pairs = [];
    readonly Dictionary<FlowTrack, Conversation> _conversations = [];
    readonly Dictionary<FrameId, (VantageFinding Finding, Conversation Of)> _findings = [];
    readonly Fitted?[,] _clocks;
    readonly Completeness[,] _completeness;

    /// <param name="scans">The captures, by <see cref="FrameId.File"/>; read.</param>
    /// <param name="names">What they are called.</param>
    public VantageComparison(IReadOnlyList<VantageScan> scans, IReadOnlyList<string> names)
    {
        (_scans, Names) = (scans, names);
        _clocks = new Fitted?[scans.Count, scans.Count];
        _completeness = new Completeness[scans.Count, scans.Count];
    }

    /// <summary>What the captures are called.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Connections that were reset and that several captures hold.</summary>
    public int Shared { get; private set; }

    /// <summary>Of these, those that have other addresses in another capture.</summary>
    public int Translated { get; private set; }

    /// <summary>Those whose sequence numbers a box on the path moves.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Those that a proxy ends and begins anew.</summary>
    public int Proxied { get; private set; }

    internal IReadOnlyList<VantageScan> Scans => _scans;

    /// <summary>The captures to be read once more, since connections that were reset elsewhere may
    /// stand in them under other addresses. They are ready for it.</summary>
    public List<VantageScan> Sought()
    {
        var again = new List<VantageScan>();
        foreach (VantageScan scan in _scans)
        {
            if (scan.Frames == 0) continue;

            var sought = new Fingerprints();
            foreach (VantageScan other in _scans)
            {
                if (other != scan) Seek(scan, other, sought);
            }

            if (sought.IsEmpty) continue;

            scan.Sought = sought;
            again.Add(scan);
        }

        foreach (VantageScan scan in again) scan.ReadAgain();
        _pairs.Clear();
        _indices.Clear();
        return again;
    }

    void Seek(VantageScan scan, VantageScan other, Fingerprints sought)
    {
        foreach (FlowTrack track in other.Tracks.Values)
        {
            if (track.Resets.Count == 0) continue;
            if (scan.Tracks.TryGetValue(track.Key, out FlowTrack? same)
                && Pair(track, same) is not null)
            {
                continue;
            }

            sought.Add(track);
        }
    }

    /// <summary>Holds them together. All is read.</summary>
    public void Conclude()
    {
        foreach (VantageScan scan in _scans) Join(scan);
        var known = new HashSet<Conversation>(_conversations.Values);
        MeasureClocks(known);
        MeasureCompleteness(known);
        var passages = new Passages(this);
        foreach (Conversation conversation in known)
        {
            Shared++;
            foreach (VantageFinding finding in passages.Of(conversation))
            {
                foreach (FrameId frame in finding.Frames)
                    _findings[frame] = (finding, conversation);
            }
        }
    }

    /// <summary>What is known of the reset in a frame; null where one capture alone has its
    /// connection.</summary>
    public VantageFinding? Of(FrameId frame) => _findings.GetValueOrDefault(frame).Finding;

    /// <summary>The segments around a reset as all captures show them; null where one alone has
    /// its connection.</summary>
    public SharedLadder? LadderOf(ResetEvent reset)
        => _findings.TryGetValue(reset.Frames[0], out var found)
            ? SharedLadder.Of(this, found.Of, reset)
            : null;

    /// <summary>Who sent a reset, if the captures together tell; null where they leave it to
    /// one.</summary>
    /// <param name="reset">As one capture alone judges it.</param>
    public ProvenSender? SenderOf(ResetEvent reset)
    {
        if (Of(reset.Frames[0]) is not { } finding) return null;
        if (finding.IsByClaimed is null && !finding.IsOpen) return null;

        // Where one capture alone accuses too, and on other grounds, one more drop explains little.
        const double Agreed = 0.99;
        Party sender = PartyOf(finding, reset.ClaimedSender);
        bool agrees = sender == Party.ThirdParty && reset.Verdict.Sender == Party.ThirdParty;
        return new ProvenSender(
            sender, agrees ? Agreed : finding.Confidence,
            finding.IsOpen ? Strength.SingleVantage : Strength.TwoVantage,
            EvidenceOf(finding, sender));
    }

    /// <summary>Who sent it, in terms of the connection.</summary>
    internal static Party PartyOf(VantageFinding finding, Side claimed)
        => finding.IsByClaimed switch
        {
            true => claimed == Side.Client ? Party.Client : Party.Server,
            false => Party.ThirdParty,
            null => Party.Unknown,
        };

    /// <summary>What the captures show, as evidence for a sender.</summary>
    internal static List<Evidence> EvidenceOf(VantageFinding finding, Party sender)
    {
        var evidence = new List<Evidence>();
        foreach (VantageWord word in finding.Words)
        {
            Party says = word.IsAboutSender ? sender : Party.Unknown;
            evidence.Add(new Evidence(word.Rule, says, word.Frames, word.Text));
        }

        return evidence;
    }

    /// <summary>How a clock runs against that of the first capture; null where nothing
    /// tells.</summary>
    public ClockEstimate? ClockOf(int file) => _clocks[0, file]?.Estimate;

    /// <summary>A moment of a capture's clock by the clock of the first; the same where nothing
    /// tells.</summary>
    public Timestamp ByFirstClock(int file, Timestamp moment)
        => file > 0 && _clocks[0, file] is { } clock ? clock.ToOne(moment) : moment;

    internal Fitted? Clock(int one, int other) => _clocks[one, other];

    internal Completeness CompletenessOf(int seenAt, int expectedAt)
        => _completeness[seenAt, expectedAt];

    void Join(VantageScan scan)
    {
        var translated = new Dictionary<VantageScan, TrackFinder>();
        foreach (FlowTrack track in scan.Tracks.Values)
        {
            foreach (VantageScan other in _scans)
            {
                if (other != scan) Join(track, other, translated);
            }
        }
    }

    void Join(
        FlowTrack track, VantageScan other, Dictionary<VantageScan, TrackFinder> translated)
    {
        bool has = _conversations.TryGetValue(track, out Conversation? known)
            && known[track.File, other.File] is not null;
        if (has) return;

        TrackPair? pair = other.Tracks.TryGetValue(track.Key, out FlowTrack? same)
            ? Pair(track, same) : null;
        if (pair is null || pair.Kinship == Kinship.Proxied)
        {
            if (!translated.TryGetValue(other, out TrackFinder? finder))
                translated.Add(other, finder = new TrackFinder(other));
            foreach (FlowTrack candidate in finder.Candidates(track))
            {
                if (Pair(track, candidate) is not { } found) continue;
                if (pair is null || found.Matches > pair.Matches) pair = found;
            }
        }

        if (pair is null) return;
        if (pair.Kinship == Kinship.Proxied)
        {
            if (track.Resets.Count + pair.Other.Resets.Count > 0 && track.File < other.File)
                Proxied++;
            return;
        }

        if (Pair(pair.Other, track) is not { Kinship: not Kinship.Proxied } back) return;
        if (pair.One.Resets.Count + pair.Other.Resets.Count > 0)
        {
            if (pair.One.Key != pair.Other.Key) Translated++;
            if (pair.Kinship == Kinship.Rewritten) Rewritten++;
        }

        Conversation conversation = known ?? _conversations.GetValueOrDefault(pair.Other)
            ?? new Conversation(_scans.Count);
        FlowTrack here = conversation.Tracks[track.File] ?? track;
        FlowTrack there = conversation.Tracks[other.File] ?? pair.Other;
        if (here != track) here.Absorb(track, Flips(conversation, here, pair.Other, pair));
        if (there != pair.Other)
            there.Absorb(pair.Other, Flips(conversation, there, track, back));
        if (here != track || there != pair.Other)
        {
            (pair, back) = (TrackPair.Of(here, there, new TrackIndex(there))!,
                TrackPair.Of(there, here, new TrackIndex(here))!);
        }

        conversation.Add(pair, back);
        _conversations[track] = conversation;
        _conversations[pair.Other] = conversation;
    }

    // The addresses differ, and with them which end stands first.
    static bool Flips(
        Conversation conversation, FlowTrack held, FlowTrack partner, TrackPair toPartner)
        => conversation[held.File, partner.File] is { } known
            && known.IsFlipped != toPartner.IsFlipped;

    TrackPair? Pair(FlowTrack one, FlowTrack other)
    {
        if (_pairs.TryGetValue((one, other), out TrackPair? pair)) return pair;

        return _pairs[(one, other)] = TrackPair.Of(one, other, IndexOf(other));
    }

    TrackIndex IndexOf(FlowTrack track)
        => _indices.TryGetValue(track, out TrackIndex? index)
            ? index
            : _indices[track] = new TrackIndex(track);
}
