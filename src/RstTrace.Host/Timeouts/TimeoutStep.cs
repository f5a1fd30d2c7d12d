using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Timeouts;

/// <summary>Step: whether each side closes idle connections in the right order (client before
/// balancer before server), and whether something is said before the shortest timeout.</summary>
sealed class TimeoutStep(CheckFacts facts) : IStep
{
    const int Weight = 70;

    readonly List<string> _evidence = [];
    readonly List<string> _wrong = [];
    readonly List<Fix> _fixes = [];

    public string Id => "idle";

    public string Title => "do idle timeouts and heartbeats fit";

    CheckQuestion Question => facts.Question;

    public Finding Run(CancellationToken ending)
    {
        foreach (ConfiguredTimeout known in Question.Configured)
            _evidence.Add($"{known.Place}: {known.Directive} ({Words(known.Role)})");
        foreach (ObservedTimeout seen in Question.Observed)
            _evidence.Add($"{seen.Server}: {seen.Bracket.Sentence()}");

        if (PathTimeout.ShortestOf(Question) is not { } shortest)
        {
            return this.Skipped(
                "no idle timeout of the path is known: give --capture FILE, --haproxy FILE, "
                    + "--nginx FILE or --server-idle S");
        }

        OrderToServer();
        OrderToClient();
        return Judge(shortest);
    }

    // Whoever reuses a connection must give it up before the other side does: else a request
    // crosses the close.
    void OrderToServer()
    {
        foreach (ConfiguredTimeout balancer in Question.Configured)
        {
            if (balancer.Role != TimeoutRole.BalancerToServer) continue;

            if (Question.ServerIdle is { } told && balancer.Value >= told)
                WrongToServer(balancer, told, "--server-idle");
            foreach (ConfiguredTimeout server in Question.Configured)
            {
                if (server.Role == TimeoutRole.Server && balancer.Value >= server.Value)
                    WrongToServer(balancer, server.Value, server.Place);
            }
        }
    }

    void WrongToServer(ConfiguredTimeout balancer, Duration server, string place)
    {
        _wrong.Add(
            $"the balancer keeps connections to its servers for {balancer.Value} "
            + $"({balancer.Place}) and the server closes them after {server} ({place}): a request "
            + "that crosses the close is reset");
        _fixes.Add(new Fix(
            $"Have the server keep them longer than {balancer.Value}, or the balancer "
                + $"shorter than {server}."));
    }

    void OrderToClient()
    {
        if (Question.ClientIdle is not { } client) return;

        foreach (ConfiguredTimeout balancer in Question.Configured)
        {
            if (balancer.Role != TimeoutRole.BalancerToClient || client < balancer.Value)
                continue;
            WrongForClient(client, balancer.Value, balancer.Place);
        }

        if (Question.ServerIdle is { } server && client >= server)
            WrongForClient(client, server, "--server-idle");
    }

    void WrongForClient(Duration client, Duration other, string place)
    {
        _wrong.Add(
            $"the client keeps idle connections for {client} and they are closed after {other} "
            + $"({place}): a request that crosses the close is reset");
        _fixes.Add(new Fix($"Have the client's pool give them up before {other}."));
    }

    Finding Judge(PathTimeout shortest)
    {
        Duration most = shortest.Value * 0.5;
        string limit = $"the shortest idle timeout is {shortest.Value} ({shortest.Source})";
        bool isBad = _wrong.Count > 0;
        if (Question.Heartbeat is { } heartbeat && heartbeat > most)
        {
            isBad |= heartbeat >= shortest.Value;
            _wrong.Add(
                $"a heartbeat each {heartbeat} is "
                + (heartbeat >= shortest.Value ? "too late" : "late once one is lost")
                + $": {limit}");
        }

        bool isObserved = Question.Observed.Count > 0 && Question.Heartbeat is null;
        if (_wrong.Count == 0 && !isObserved)
        {
            string fits = Question.Heartbeat is { } often
                ? $"a heartbeat each {often} comes in time: {limit}"
                : $"{limit}: something has to be said each {most} at least";
            return this.Found(StepVerdict.Ok, fits) with { Evidence = _evidence };
        }

        if (_wrong.Count == 0) _wrong.Add($"{limit}: connections that are silent longer are reset");
        _fixes.Add(new Fix($"Say something each {most}: a heartbeat, or keepalives as below."));
        _fixes.AddRange(Paste.All(shortest.Value));
        return this.Found(isBad ? StepVerdict.Bad : StepVerdict.Warn, _wrong[0]) with
        {
            Evidence = [.. _wrong.GetRange(1, _wrong.Count - 1), .. _evidence],
            Next = _fixes,
            Weight = Weight,
        };
    }

    static string Words(TimeoutRole role) => role switch
    {
        TimeoutRole.BalancerToClient => "balancer to client",
        TimeoutRole.BalancerToServer => "balancer to server",
        TimeoutRole.Tunnel => "tunnel, both ways",
        TimeoutRole.Server or _ => "server",
    };
}
