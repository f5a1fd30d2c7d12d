using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>Another host answers at an address than before: it knows none of the connections, and
/// looks different from the host that had them.</summary>
/// <remarks>Only where each reset's own evidence shows the difference, several connections agree,
/// and nobody was accused of it. A host that speaks again after "its" reset is still there.
/// </remarks>
static class AddressTakeover
{
    const int Fewest = 3;

    static readonly Duration s_within = Duration.FromSeconds(10);
    static readonly HashSet<string> s_looks = ["hop-limit", "source-mac"];
    const string StillThere = "sender-alive";

    public static Pattern Pattern { get; } =
        new(IncidentKind.AddressTakeover, s_within, Find, Tell);

    static void Find(ResetWindow window)
    {
        foreach ((IpAddress host, List<int> places) in window.FreeBy(Taken))
        {
            foreach (List<int> run in window.Runs(places, s_within))
            {
                var key = new PatternKey(host);
                bool isEnough = DifferentFlows(window, run) >= Fewest
                    || window.Continues(key, window[run[0]].Time);
                if (isEnough) window.Add(new Claim(key, run));
            }
        }
    }

    static int DifferentFlows(ResetWindow window, List<int> run)
    {
        var flows = new HashSet<(IpAddress, ushort, ushort)>();
        foreach (int place in run)
        {
            ResetEvent reset = window[place];
            flows.Add((reset.Destination.Address, reset.Destination.Port, reset.Source.Port));
        }

        return flows.Count;
    }

    /// <summary>The address at which somebody else answered; null where nothing shows it.</summary>
    static IpAddress? Taken(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        bool lostState = reset.Shape == ResetShape.Reply && verdict.Sender == Party.Unknown
            && verdict.Stage is Stage.MidStream or Stage.AfterIdle;
        if (!lostState) return null;

        Party claimed = reset.ClaimedSender == Side.Client ? Party.Client : Party.Server;
        bool looksDifferent = false;
        foreach (Evidence evidence in verdict.Evidence)
        {
            if (evidence.Rule == StillThere) return null;
            looksDifferent |= s_looks.Contains(evidence.Rule) && evidence.Says != claimed;
        }

        return looksDifferent ? reset.Source.Address : null;
    }

    static Story Tell(OpenIncident takeover)
    {
        ResetEvent reset = takeover.Example!;
        string address = reset.Flow.AddressText(reset.Source.Address);
        return new Story(
            "Another host, or another path, answers at this address",
            $"{Say.Count(takeover.Resets, "connection")} with {address} drew resets "
                + $"{Story.Within(takeover)} that do not look like what it had sent before: as "
                + "when another host has taken the address, or the path leads elsewhere now.",
            $"a capture at {address} shows the same host as before, and not these resets: then "
                + "something on the path made them",
            Math.Min(0.6, 0.3 + (0.1 * takeover.Resets)),
            [
                new($"Did {address} fail over, move or get a twin then: a virtual address, an "
                    + "anycast route, a balancer's backend?", Story.Logs(takeover, 10, 10)),
                new("On its own network: who answers for it?", $"arping -c 3 {address}"),
            ]);
    }
}
