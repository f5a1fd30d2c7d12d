using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>Makes incidents out of resets, in bounded memory.</summary>
/// <remarks>Resets are gathered until there are enough to see what they have in common; then each
/// is put into one incident, and no more is kept of it than a line. Incidents that do not fit into
/// the tables are counted with others under their causes: no reset is lost (invariant 6).
/// </remarks>
public sealed class IncidentTracker
{
    /// <summary>Resets gathered: about 3 kB each.</summary>
    internal const int MostGathered = 128;

    /// <summary>Incidents of a kind but <see cref="IncidentKind.Resets"/>.</summary>
    internal const int MostPatterns = 256;

    /// <summary>Groups by cause with a server of their own. What comes after them is counted under
    /// its cause, sender and stage, of which there are few.</summary>
    internal const int MostGroups = 256;

    /// <summary>Resets of which a line is kept.</summary>
    public const int MostListed = 10_000;

    // Four servers with the same trouble are one trouble.
    const int MostApart = 3;

    readonly TraceCounters _counters;
    readonly List<ResetEvent> _gathered = [];
    readonly Dictionary<GroupKey, OpenIncident> _groups = [];
    readonly Dictionary<(IncidentKind, PatternKey), OpenIncident> _latest = [];
    readonly List<OpenIncident> _patterns = [];

    // While the gathered are placed; kept for their memory.
    readonly Dictionary<Claim, OpenIncident?> _claimed = [];
    readonly Dictionary<FlowKey, OpenIncident> _flows = [];
    long _listed;

    /// <param name="counters">Where it counts what did not fit.</param>
    public IncidentTracker(TraceCounters counters) => _counters = counters;

    /// <summary>Takes one reset. Not for several threads at once.</summary>
    public void Take(ResetEvent reset)
    {
        _gathered.Add(reset);
        if (_gathered.Count == MostGathered) Place();
    }

    /// <summary>The capture is over: what it comes to. Then the tracker is as new.</summary>
    /// <param name="factsOf">What is known of the connections of a service; null where
    /// nothing.</param>
    /// <returns>Worst first.</returns>
    public List<Incident> Finish(Func<IpAddress, ushort, ServiceFacts?> factsOf)
    {
        Place();
        var incidents = new List<Incident>();
        foreach (OpenIncident incident in Folded())
            incidents.Add(Close(incident, factsOf));
        foreach (OpenIncident incident in _patterns)
            incidents.Add(Close(incident, factsOf));

        incidents.Sort(Incident.WorstFirst);
        _groups.Clear();
        _latest.Clear();
        _patterns.Clear();
        _listed = 0;
        return incidents;
    }

    /// <summary>Puts each gathered reset into its incident.</summary>
    void Place()
    {
        if (_gathered.Count == 0) return;

        var window = new ResetWindow(_gathered, Continues);
        for (int place = 0; place < window.Count; place++)
        {
            ResetEvent reset = window[place];
            var flow = FlowKey.Of(reset.Flow);
            bool lists = _listed++ < MostListed;
            if (IsEcho(reset) && _flows.TryGetValue(flow, out OpenIncident? echoed))
            {
                echoed.TakeEcho(reset, lists);
                continue;
            }

            OpenIncident incident = IncidentOf(window, place) ?? GroupOf(reset);
            incident.Take(reset, lists);
            _flows[flow] = incident;
        }

        _gathered.Clear();
        _claimed.Clear();
        _flows.Clear();
    }

    static bool IsEcho(ResetEvent reset) => reset.Verdict.Cause.Id == CauseIds.Echo;

    /// <summary>The incident of the claim on a reset; null where there is none, or no
    /// room.</summary>
    OpenIncident? IncidentOf(ResetWindow window, int place)
    {
        (IncidentKind kind, Claim? claim) = window.ClaimOn(place);
        if (claim == null) return null;
        if (!_claimed.TryGetValue(claim, out OpenIncident? incident))
        {
            incident = Open(kind, claim, window[place].Time);
            _claimed.Add(claim, incident);
        }

        if (incident == null) _counters.ResetsUnplaced++;
        return incident;
    }

    OpenIncident? Open(IncidentKind kind, Claim claim, Timestamp time)
    {
        OpenIncident? incident;
        if (Continues(kind, claim.Key, time))
        {
            incident = _latest[(kind, claim.Key)];
        }
        else
        {
            if (_patterns.Count == MostPatterns) return null;
            _patterns.Add(incident = new OpenIncident(kind));
            _latest[(kind, claim.Key)] = incident;
        }

        bool isLonger = claim.Beat is { } beat
            && (incident.Beat is not { } known || beat.Intervals > known.Intervals);
        if (isLonger) incident.Beat = claim.Beat;
        incident.Back = claim.Back ?? incident.Back;
        return incident;
    }

    bool Continues(IncidentKind kind, PatternKey key, Timestamp time)
        => _latest.TryGetValue((kind, key), out OpenIncident? latest)
            && time - latest.Last <= Pattern.PauseOf(kind);

    OpenIncident GroupOf(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        var key = new GroupKey(
            verdict.Cause.Id, verdict.Sender, verdict.Stage, Service.Of(reset.Flow));
        if (_groups.TryGetValue(key, out OpenIncident? group)) return group;

        if (_groups.Count >= MostGroups)
        {
            key = key with { Server = default };
            if (_groups.TryGetValue(key, out group)) return group;
        }

        _groups.Add(key, group = new OpenIncident(IncidentKind.Resets));
        return group;
    }

    /// <summary>The groups; where one thing happened at many servers, these as one.</summary>
    IEnumerable<OpenIncident> Folded()
    {
        var folded = new Dictionary<GroupKey, List<OpenIncident>>();
        foreach ((GroupKey key, OpenIncident group) in _groups)
        {
            GroupKey anyServer = key with { Server = default };
            if (!folded.TryGetValue(anyServer, out List<OpenIncident>? same))
                folded.Add(anyServer, same = []);
            same.Add(group);
        }

        foreach (List<OpenIncident> same in folded.Values)
        {
            if (same.Count > MostApart)
            {
                for (int i = 1; i < same.Count; i++) same[0].Take(same[i]);
                yield return same[0];
                continue;
            }

            foreach (OpenIncident group in same) yield return group;
        }
    }

    static Incident Close(OpenIncident incident, Func<IpAddress, ushort, ServiceFacts?> factsOf)
        => incident.Close(Pattern.StoryOf(incident), Facts(incident, factsOf));

    // Who looks for what is there asks no service's share of connections.
    static ServiceFacts? Facts(
        OpenIncident incident, Func<IpAddress, ushort, ServiceFacts?> factsOf)
    {
        if (incident.Kind == IncidentKind.PortScan || incident.Servers.IsAtLeast) return null;

        ServiceFacts? sum = null;
        foreach (Service service in incident.Services)
        {
            if (factsOf(service.Address, service.Port) is not { } facts) return null;
            sum = sum == null ? facts : sum + facts;
        }

        return sum;
    }

    readonly record struct GroupKey(string Cause, Party Sender, Stage Stage, Service Server);

    readonly record struct FlowKey(Service Client, Service Server, ulong Encapsulation)
    {
        public static FlowKey Of(FlowSummary flow)
            => new(
                new Service(flow.Client.Address, flow.Client.Port, flow.IsIpv6),
                Service.Of(flow),
                flow.Encapsulation);
    }
}
