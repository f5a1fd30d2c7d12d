using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>A service drops its connections and refuses new ones on the same port for a time; or it
/// refuses first, and then does not know the old ones.</summary>
/// <remarks>Near misses: refusals of another port, long before or after, or of a port that never
/// had a connection.</remarks>
static class ServiceRestart
{
    // From dropping to the first client that tries again.
    static readonly Duration s_soon = Duration.FromSeconds(10);

    // One that refuses longer than this without being asked is taken to have gone twice.
    static readonly Duration s_longestPause = Duration.FromSeconds(60);

    public static Pattern Pattern { get; } =
        new(IncidentKind.ServiceRestart, s_longestPause, Find, Tell);

    static void Find(ResetWindow window)
    {
        foreach ((Service service, List<int> places) in window.FreeBy(RefusedBy))
        {
            foreach (List<int> refusals in window.Runs(places, s_longestPause))
            {
                List<int> cut = CutBy(window, service, refusals);
                if (cut.Count == 0) continue;

                window.Add(new Claim(
                    new PatternKey(service.Address, service.Port), [.. cut, .. refusals])
                {
                    Back = BackAfter(window, service, refusals),
                });
            }
        }
    }

    static Service? RefusedBy(ResetEvent reset)
        => reset.Verdict is { Cause.Id: CauseIds.Refused, Stage: Stage.Handshake }
            ? Service.Of(reset.Flow)
            : null;

    /// <summary>The connections that the service dropped before it refused, or did not know when
    /// it was back.</summary>
    static List<int> CutBy(ResetWindow window, Service service, List<int> refusals)
    {
        Timestamp first = window[refusals[0]].Time, last = window[refusals[^1]].Time;
        var cut = new List<int>();
        for (int place = 0; place < window.Count; place++)
        {
            ResetEvent reset = window[place];
            bool isItsOwn = window.IsFree(place) && Service.Of(reset.Flow) == service
                && reset is { ClaimedSender: Side.Server, Verdict.Sender: Party.Server };
            if (!isItsOwn) continue;

            string cause = reset.Verdict.Cause.Id;
            bool drops = CauseIds.Drops.Contains(cause) && first - reset.Time <= s_soon
                && reset.Time <= last;
            bool forgot = CauseIds.Lost.Contains(cause) && first - reset.Time <= s_soon
                && reset.Time <= last + s_longestPause && reset.Flow.Start < first;
            if (drops || forgot) cut.Add(place);
        }

        return cut;
    }

    static Timestamp? BackAfter(ResetWindow window, Service service, List<int> refusals)
    {
        Timestamp last = window[refusals[^1]].Time;
        Timestamp? back = null;
        for (int place = 0; place < window.Count; place++)
        {
            FlowSummary flow = window[place].Flow;
            bool isBack = flow.HandshakeSeen && flow.Start > last && Service.Of(flow) == service
                && (back is not { } known || flow.Start < known);
            if (isBack) back = flow.Start;
        }

        return back;
    }

    static Story Tell(OpenIncident restart)
    {
        FlowSummary flow = restart.Example!.Flow;
        string service = flow.EndpointText(flow.Server);
        long refused = restart.CountOf([CauseIds.Refused]);
        long cut = restart.Resets - refused;
        string then = restart.Back is { } back
            ? $"; {back - restart.First} after the first of them it accepted again"
            : "; when it accepted again does not show";
        return new Story(
            "A service stopped or restarted",
            $"{service} cut {Say.Count(cut, "connection")} and refused {Say.Count(refused, "SYN")} "
                + $"{Story.Within(restart)}{then}.",
            $"the log of {service} shows that the same process listened all the time",
            cut > 2 || restart.Back != null ? 0.85 : 0.75,
            [
                new("Did the service stop or restart then, and who did it: a deployment, a crash, "
                    + "the OOM killer?", Story.Logs(restart, 5, 5)),
                new("Meant to? Then drain first: take it out of the balancer, let requests end, "
                    + "and only then stop it."),
            ]);
    }
}
