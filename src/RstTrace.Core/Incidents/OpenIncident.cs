using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>An incident while its resets come in: a few numbers and bounded sets.</summary>
/// <param name="kind">What makes it one.</param>
sealed class OpenIncident(IncidentKind kind)
{
    /// <summary>Addresses told apart; more are "at least" so many.</summary>
    public const int MostAddresses = 256;

    /// <summary>Services told apart where they are the story.</summary>
    public const int MostScanned = 4_096;

    const int MostSilences = 256;
    const int Hundredths = 100;

    readonly Dictionary<string, CauseCount> _causes = [];
    readonly HashSet<IpAddress> _clients = [];
    readonly HashSet<Service> _services = [];
    readonly int[] _confidences = new int[Hundredths + 1];
    readonly SortedSet<Party> _senders = [];
    readonly SortedSet<Side> _claimed = [];
    readonly SortedSet<Stage> _stages = [];
    List<Duration>? _silences;
    List<ListedReset>? _listed;
    bool _hasMoreClients, _hasMoreServices;

    public IncidentKind Kind { get; } = kind;

    /// <summary>Of its worst reset.</summary>
    public Severity Severity { get; private set; } = Severity.Harmless;

    /// <summary>Resets in it, echoes among them.</summary>
    public long Count { get; private set; }

    public long Echoes { get; private set; }

    public long ResetFrames { get; private set; }

    /// <summary>When the first that is no echo came.</summary>
    public Timestamp First { get; private set; }

    /// <summary>When the last that is no echo came.</summary>
    public Timestamp Last { get; private set; }

    /// <summary>Of the worst resets the surest, of equals the earliest.</summary>
    public ResetEvent? Example { get; private set; }

    /// <summary>The reset at which most was known of an idle timeout; null without any.</summary>
    public ResetEvent? KnowsMost { get; private set; }

    /// <summary>See <see cref="Incident.Beat"/>: the longest series of it.</summary>
    public Beat? Beat { get; set; }

    /// <summary>When a service that had gone was there again.</summary>
    public Timestamp? Back { get; set; }

    public Tally Clients => new(_clients.Count, _hasMoreClients);

    public Tally Servers => new(_services.Count, _hasMoreServices);

    /// <summary>Those told apart, in order.</summary>
    public List<Service> Services
    {
        get
        {
            List<Service> services = [.. _services];
            services.Sort(Service.Compare);
            return services;
        }
    }

    /// <summary>Resets that are no echoes.</summary>
    public long Resets => Count - Echoes;

    public Duration Span => Last - First;

    int MostServices => Kind == IncidentKind.PortScan ? MostScanned : MostAddresses;

    /// <summary>How many of its resets had one of these causes.</summary>
    public long CountOf(ICollection<string> causes)
    {
        long count = 0;
        foreach (CauseCount cause in _causes.Values)
            if (causes.Contains(cause.Cause.Id)) count += cause.Count;

        return count;
    }

    /// <summary>Takes in a reset.</summary>
    /// <param name="reset">The reset.</param>
    /// <param name="lists">Whether to keep a line for it.</param>
    public void Take(ResetEvent reset, bool lists)
    {
        First = Resets == 0 || reset.Time < First ? reset.Time : First;
        Last = Resets == 0 || reset.Time > Last ? reset.Time : Last;
        TakeExample(reset);
        TakeKnowledge(reset);
        AddUp(reset, lists);
        Verdict verdict = reset.Verdict;
        _senders.Add(verdict.Sender);
        _claimed.Add(reset.ClaimedSender);
        _stages.Add(verdict.Stage);
        _confidences[(int)Math.Round(Math.Clamp(verdict.Confidence, 0, 1) * Hundredths)]++;
        Add(_clients, reset.Flow.Client.Address, MostAddresses, ref _hasMoreClients);
        Add(_services, Service.Of(reset.Flow), MostServices, ref _hasMoreServices);
        if (verdict.Stage == Stage.AfterIdle && reset.Idle is { } idle) AddSilence(idle);
    }

    /// <summary>Takes in what only follows from a reset that is in it.</summary>
    public void TakeEcho(ResetEvent echo, bool lists)
    {
        Echoes++;
        AddUp(echo, lists);
    }

    /// <summary>Takes in all of another incident.</summary>
    public void Take(OpenIncident other)
    {
        First = Count == 0 || other.First < First ? other.First : First;
        Last = Count == 0 || other.Last > Last ? other.Last : Last;
        Count += other.Count;
        Echoes += other.Echoes;
        ResetFrames += other.ResetFrames;
        TakeExample(other.Example!);
        if (other.KnowsMost is { } known) TakeKnowledge(known);
        foreach (CauseCount cause in other._causes.Values) Add(cause.Cause, cause.Count);
        _senders.UnionWith(other._senders);
        _claimed.UnionWith(other._claimed);
        _stages.UnionWith(other._stages);
        for (int i = 0; i < _confidences.Length; i++) _confidences[i] += other._confidences[i];
        _hasMoreClients |= other._hasMoreClients;
        _hasMoreServices |= other._hasMoreServices;
        foreach (IpAddress client in other._clients)
            Add(_clients, client, MostAddresses, ref _hasMoreClients);
        foreach (Service service in other._services)
            Add(_services, service, MostServices, ref _hasMoreServices);
        foreach (Duration silence in other._silences ?? []) AddSilence(silence);
        if (other._listed != null) (_listed ??= []).AddRange(other._listed);
    }

    /// <summary>What became of it.</summary>
    /// <param name="story">How it is told.</param>
    /// <param name="facts">See <see cref="Incident.Facts"/>.</param>
    public Incident Close(Story story, ServiceFacts? facts)
    {
        _listed?.Sort(ListedReset.Compare);
        return new Incident
        {
            Kind = Kind,
            Severity = story.Severity ?? Severity,
            Title = story.Title,
            Story = story.Text,
            RefutedBy = story.RefutedBy,
            Confidence = story.Confidence,
            TypicalConfidence = Typical(),
            Causes = CausesByCount(),
            Senders = [.. _senders],
            ClaimedSenders = [.. _claimed],
            Stages = [.. _stages],
            Count = Count,
            Echoes = Echoes,
            ResetFrames = ResetFrames,
            First = First,
            Last = Last,
            PerMinute = PerMinute(),
            Clients = Clients,
            Servers = Servers,
            Services = Services,
            Facts = facts,
            Silences = ToSilences(),
            IdleTimeout = KnowsMost?.IdleTimeout,
            Beat = Beat,
            Example = Example!,
            Fixes = story.Fixes,
            Listed = _listed ?? [],
        };
    }

    void AddUp(ResetEvent reset, bool lists)
    {
        Count++;
        ResetFrames += reset.Frames.Count;
        Add(reset.Verdict.Cause, 1);
        if (lists) (_listed ??= []).Add(new ListedReset(reset));
    }

    void TakeExample(ResetEvent reset)
    {
        var severity = Severity.Of(reset.Verdict);
        if (Example == null || IsBetter(reset, severity)) (Example, Severity) = (reset, severity);
    }

    bool IsBetter(ResetEvent reset, Severity severity)
    {
        int order = (int)Severity - (int)severity;
        if (order == 0)
            order = reset.Verdict.Confidence.CompareTo(Example!.Verdict.Confidence);
        return order > 0 || (order == 0 && reset.Time < Example!.Time);
    }

    // Each bracket holds what those before it on its path held.
    void TakeKnowledge(ResetEvent reset)
    {
        if (reset.IdleTimeout is not { } bracket) return;
        if (KnowsMost is not { IdleTimeout: { } known } || Sample(bracket) > Sample(known))
            KnowsMost = reset;
    }

    static long Sample(IdleBracket bracket) => bracket.Kills + bracket.Survivals;

    void Add(Cause cause, long count)
        => _causes[cause.Id] =
            new CauseCount(cause, _causes.GetValueOrDefault(cause.Id).Count + count);

    void AddSilence(Duration silence)
    {
        _silences ??= [];
        if (_silences.Count < MostSilences) _silences.Add(silence);
    }

    static void Add<T>(HashSet<T> seen, T item, int most, ref bool hasMore)
    {
        if (seen.Count < most) seen.Add(item);
        else if (!seen.Contains(item)) hasMore = true;
    }

    List<CauseCount> CausesByCount()
    {
        List<CauseCount> causes = [.. _causes.Values];
        causes.Sort(MostFirst);
        return causes;
    }

    static int MostFirst(CauseCount left, CauseCount right)
    {
        int order = IsEcho(left).CompareTo(IsEcho(right));
        if (order == 0) order = right.Count.CompareTo(left.Count);
        return order != 0 ? order : string.CompareOrdinal(left.Cause.Id, right.Cause.Id);
    }

    static bool IsEcho(CauseCount cause) => cause.Cause.Id == CauseIds.Echo;

    double Typical()
    {
        long half = (Resets + 1) / 2;
        int hundredth = 0;
        for (long below = _confidences[0]; below < half && hundredth < Hundredths;)
            below += _confidences[++hundredth];
        return (double)hundredth / Hundredths;
    }

    // A rate out of a moment says nothing.
    double? PerMinute()
        => Resets > 1 && Span >= Duration.FromSeconds(10)
            ? (Resets - 1) / (Span.Seconds / 60)
            : null;

    SilenceRange? ToSilences()
    {
        if (_silences == null) return null;
        _silences.Sort();
        return new SilenceRange(_silences[0], _silences[(_silences.Count - 1) / 2], _silences[^1]);
    }
}
