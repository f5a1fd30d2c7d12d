using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>One host tries many ports or hosts within seconds: SYN, connect, ACK, FIN, NULL and
/// Xmas scans alike.</summary>
/// <remarks>Innocents: a client that tries again and again asks the same few; one that looks for
/// the members of a cluster asks for one port.</remarks>
static class PortScan
{
    const int FewestTargets = 5;
    const int FewestPorts = 3;
    const int FewestHosts = 10;

    // A client that tries again is none that looks around.
    const double MostTries = 1.5;

    static readonly Duration s_within = Duration.FromSeconds(10);

    public static Pattern Pattern { get; } =
        new(IncidentKind.PortScan, s_within, Find, Tell);

    static void Find(ResetWindow window)
    {
        foreach ((IpAddress prober, List<int> places) in window.FreeBy(Prober))
        {
            foreach (List<int> run in window.Runs(places, s_within))
            {
                var key = new PatternKey(prober);
                bool isScan = window.Continues(key, window[run[0]].Time)
                    || (HasEnough(window, run) && AsksOnce(window, run));
                if (isScan) window.Add(new Claim(key, run));
            }
        }
    }

    // In a stray segment's flow the roles are a guess by the port numbers. Where that says that
    // the server spoke, it may be the rest of an old connection.
    static IpAddress? Prober(ResetEvent reset)
    {
        string cause = reset.Verdict.Cause.Id;
        if (!CauseIds.Probes.Contains(cause)) return null;
        if (cause == CauseIds.Stray && reset.ClaimedSender != Side.Server) return null;
        if (cause == "firewall-reject" && reset.Verdict.Stage != Stage.Handshake) return null;
        return reset.Flow.Client.Address;
    }

    static bool AsksOnce(ResetWindow window, List<int> run)
    {
        var targets = new HashSet<Service>();
        foreach (int place in run) targets.Add(Service.Of(window[place].Flow));
        return run.Count <= targets.Count * MostTries;
    }

    /// <summary>Whether enough different targets were asked within the time, anywhere in the
    /// run.</summary>
    static bool HasEnough(ResetWindow window, List<int> run)
    {
        var times = new Dictionary<Service, int>();
        var ports = new Dictionary<ushort, int>();
        int first = 0;
        foreach (int place in run)
        {
            Count(times, Service.Of(window[place].Flow), 1);
            Count(ports, window[place].Flow.Server.Port, 1);
            while (window[place].Time - window[run[first]].Time > s_within)
            {
                FlowSummary old = window[run[first++]].Flow;
                Count(times, Service.Of(old), -1);
                Count(ports, old.Server.Port, -1);
            }

            bool isSweep = ports.Count < FewestPorts;
            if (times.Count >= (isSweep ? FewestHosts : FewestTargets)) return true;
        }

        return false;
    }

    static void Count<T>(Dictionary<T, int> times, T item, int change)
        where T : notnull
    {
        int count = times.GetValueOrDefault(item) + change;
        if (count == 0) times.Remove(item);
        else times[item] = count;
    }

    static Story Tell(OpenIncident scan)
    {
        FlowSummary flow = scan.Example!.Flow;
        string prober = flow.AddressText(flow.Client.Address);
        double confidence = Confidence(scan);
        return new Story(
            "One host tries many ports or hosts",
            $"{prober} tried {Targets(scan)} {Story.Within(scan)}, as a scanner does.",
            $"a program on {prober} has business there: one that looks for the services of a host "
                + "that is down asks like this, too",
            confidence,
            [
                new($"Is {prober} yours, a scanner, an inventory or a monitor? Then all is well."),
                new("If not: let the firewall drop what it asks for instead of having it "
                    + "answered.", $"nft list ruleset | grep -n '{prober}'"),
            ],
            confidence >= 0.75 ? Severity.Harmless : null);
    }

    // A few refusals are most people's everyday; half a handshake, or a FIN to nobody, is not.
    static double Confidence(OpenIncident scan)
    {
        bool isUnnatural = scan.CountOf(CauseIds.Unnatural) * 2 > scan.Resets;
        return scan.Servers.Count switch
        {
            >= 50 => 0.95,
            >= 20 => 0.9,
            >= 10 => 0.75,
            _ => isUnnatural ? 0.75 : 0.6,
        };
    }

    static string Targets(OpenIncident scan)
    {
        var ports = new SortedSet<ushort>();
        var hosts = new HashSet<IpAddress>();
        List<Service> services = scan.Services;
        foreach (Service service in services)
        {
            ports.Add(service.Port);
            hosts.Add(service.Address);
        }

        string more = scan.Servers.IsAtLeast ? " and more" : "";
        string many = hosts.Count == 1
            ? services[0].AddressText
            : Say.Count(hosts.Count, "host");
        return $"{Say.Count(ports.Count, "port")} of {many} ({Story.Ranges([.. ports])}{more})";
    }
}
