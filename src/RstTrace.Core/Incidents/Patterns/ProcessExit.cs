using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>Several connections of one service, or of one client host, are dropped at one moment:
/// the system does that for a process that ends.</summary>
/// <remarks>Innocents: a service that always aborts does so at any time; requests in parallel that
/// are all answered with an abort end as they began, together; a host that does it every few
/// seconds does not end each time.</remarks>
static class ProcessExit
{
    const int Fewest = 3;
    const int MostBursts = 3;

    static readonly Duration s_within = Duration.FromMilliseconds(100);
    static readonly Duration s_around = Duration.FromSeconds(1);
    static readonly Duration s_shortest = Duration.FromMilliseconds(1);

    // A process with thousands of sockets takes longer, but does not pause.
    static readonly Duration s_pause = Duration.FromMilliseconds(10);

    public static Pattern Pattern { get; } =
        new(IncidentKind.ProcessExit, s_within, Find, Tell);

    static void Find(ResetWindow window)
    {
        foreach ((PatternKey key, List<int> places) in window.FreeBy(Owner))
        {
            var bursts = new List<List<int>>();
            for (int first = 0; first < places.Count;)
            {
                List<int> burst = BurstFrom(window, places, first);
                bool continues = window.Continues(key, window[places[first]].Time);
                if (continues || IsExit(window, places, first, burst)) bursts.Add(burst);
                first += burst.Count >= Fewest || continues ? burst.Count : 1;
            }

            if (bursts.Count > MostBursts) continue;
            foreach (List<int> burst in bursts) window.Add(new Claim(key, burst));
        }
    }

    /// <summary>Whose socket was dropped: a service, or a client host.</summary>
    static PatternKey? Owner(ResetEvent reset)
    {
        if (reset.Shape != ResetShape.Active) return null;
        if (!CauseIds.Drops.Contains(reset.Verdict.Cause.Id)) return null;
        FlowSummary flow = reset.Flow;
        return (reset.ClaimedSender, reset.Verdict.Sender) switch
        {
            (Side.Server, Party.Server) => new PatternKey(flow.Server.Address, flow.Server.Port),
            (Side.Client, Party.Client) => new PatternKey(flow.Client.Address),
            _ => null,
        };
    }

    static List<int> BurstFrom(ResetWindow window, List<int> places, int first)
    {
        Timestamp begin = window[places[first]].Time, last = begin;
        int end = first;
        for (; end < places.Count; end++)
        {
            Timestamp time = window[places[end]].Time;
            bool belongs = time - begin <= s_within
                || (time - last <= s_pause && time - begin <= s_around);
            if (!belongs) break;
            last = time;
        }

        return places[first..end];
    }

    static bool IsExit(ResetWindow window, List<int> places, int first, List<int> burst)
        => burst.Count >= Fewest
            && DifferentFlows(window, burst) >= Fewest
            && StandsOut(window, places, first, burst)
            && !EndsAsItBegan(window, burst);

    static int DifferentFlows(ResetWindow window, List<int> burst)
    {
        var flows = new HashSet<(IpAddress, ushort, IpAddress, ushort)>();
        foreach (int place in burst)
        {
            FlowSummary flow = window[place].Flow;
            flows.Add((
                flow.Client.Address, flow.Client.Port, flow.Server.Address, flow.Server.Port));
        }

        return flows.Count;
    }

    /// <summary>Whether there are few others of the same owner in the second before and
    /// after.</summary>
    static bool StandsOut(ResetWindow window, List<int> places, int first, List<int> burst)
    {
        Timestamp begin = window[burst[0]].Time, end = window[burst[^1]].Time;
        int around = 0;
        for (int i = first - 1; i >= 0 && begin - window[places[i]].Time <= s_around; i--)
            around++;
        for (int i = first + burst.Count; i < places.Count; i++)
        {
            if (window[places[i]].Time - end > s_around) break;
            around++;
        }

        return around * 2 <= burst.Count;
    }

    /// <summary>Whether the connections began as much at one moment as they ended, each reset soon
    /// after its last segment: then each had its own reason.</summary>
    static bool EndsAsItBegan(ResetWindow window, List<int> burst)
    {
        Timestamp earliest = window[burst[0]].Flow.Start, latest = earliest;
        var silences = new List<Duration>();
        foreach (int place in burst)
        {
            ResetEvent reset = window[place];
            Timestamp start = reset.Flow.Start;
            if (start < earliest) earliest = start;
            if (start > latest) latest = start;
            silences.Add(reset.Idle ?? Duration.Zero);
        }

        Duration span = window[burst[^1]].Time - window[burst[0]].Time;
        if (span < s_shortest) span = s_shortest;
        silences.Sort();
        bool wereQuiet = silences[silences.Count / 2] > span * 2;
        return !wereQuiet && latest - earliest <= span * 2;
    }

    static Story Tell(OpenIncident exit)
    {
        ResetEvent reset = exit.Example!;
        Endpoint owner = reset.Source;
        string host = reset.Flow.AddressText(owner.Address);
        bool isServer = reset.ClaimedSender == Side.Server;
        bool wereClosed = exit.CountOf([CauseIds.AfterOwnFin]) * 2 > exit.Resets;
        return new Story(
            wereClosed ? "Closed connections were dropped all at once" : "A process may have ended",
            Text(exit, isServer, wereClosed),
            wereClosed
                ? $"neither TcpExtTCPAbortOnMemory nor a log on {host} shows anything of that time"
                : $"the {(isServer ? "service" : "program")}'s log on {host} shows that the same "
                    + "process ran on: then it dropped them all itself (a reload, a pool that "
                    + "closes)",
            exit.Resets >= 8 ? 0.85 : 0.75,
            Fixes(exit, host, wereClosed));
    }

    static string Text(OpenIncident exit, bool isServer, bool wereClosed)
    {
        string connections = Say.Count(exit.Resets, "connection");
        string these = $"{connections} of {Story.Clients(exit)} to {Story.Servers(exit)}";
        string by = isServer ? "" : " by the client";
        string one = isServer ? "the process that served them" : "the program that opened them";
        string why = wereClosed
            ? $"the system let go of what {(isServer ? "the service" : "the program")} had closed, "
                + "as when there are too many such orphans, or when their process ends"
            : $"as when {one} ends or is killed";
        return $"{these} were reset{by} {Story.Within(exit)}: {why}.";
    }

    static List<Fix> Fixes(OpenIncident exit, string host, bool wereClosed)
    {
        var fixes = new List<Fix>();
        if (wereClosed)
        {
            fixes.Add(new($"Too many orphans on {host}?",
                "nstat -az TcpExtTCPAbortOnMemory; sysctl net.ipv4.tcp_max_orphans"));
        }

        fixes.Add(new($"On {host}: did a process end then, and why? Look for its exit code, a "
            + "signal, the OOM killer.", Story.Logs(exit, 5, 5)));
        fixes.Add(new("Killed by the kernel?", "dmesg -T | grep -iE 'killed process|segfault'"));
        return fixes;
    }
}
