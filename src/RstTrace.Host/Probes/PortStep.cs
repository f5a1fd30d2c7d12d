using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Probes;

/// <summary>Step: whether the port is open, and if not, who says so.</summary>
sealed class PortStep(CheckFacts facts) : IStep
{
    const int Weight = 90;

    public string Id => "port";

    public string Title => "is the port open";

    public Finding Run(CancellationToken ending)
    {
        if (facts.Port is not { } port) return this.Skipped(CheckFacts.NoAddress);

        List<string> evidence = Table(port);
        Finding finding = Judge(port, evidence);
        return finding with { Evidence = evidence };
    }

    Finding Judge(PortSurvey port, List<string> evidence)
    {
        int connected = port.Count(ConnectOutcome.Connected), all = port.Attempts.Count;
        string where = port.Host.With(facts.Question.Port);
        if (connected == all) return Open(port, where);
        if (connected > 0) return Mixed(where, connected, all);
        if (port.Count(ConnectOutcome.Refused) > 0)
        {
            Refusal refusal = Refusal.Of(port, facts.Question.Port);
            evidence.AddRange(refusal.Evidence);
            return Bad($"{where} is refused: {refusal.Text}", refusal.Next);
        }

        if (port.Attempts[0].Icmp is { } icmp) return ByIcmp(port, where, icmp);
        return port.Attempts[0].Outcome == ConnectOutcome.Local
            ? Bad(
                $"this host cannot send to {where}: {Errno.Words(port.Attempts[0].Errno)}",
                [new Fix("Look at the route.", $"ip route get {port.Host}")])
            : Silent(port, where, evidence);
    }

    Finding Open(PortSurvey port, string where)
    {
        var dead = new List<string>();
        foreach ((HostAddress host, ConnectAttempt attempt) in port.First)
            if (attempt.Outcome != ConnectOutcome.Connected) dead.Add($"{host}");

        if (dead.Count == 0)
        {
            return this.Found(
                StepVerdict.Ok,
                $"{where} accepts, {port.Attempts.Count} of {port.Attempts.Count} times, in "
                    + port.TimesOf(ConnectOutcome.Connected)!.Words);
        }

        return this.Found(
            StepVerdict.Warn,
            $"{where} accepts, and {string.Join(", ", dead)} of the same name does not: whoever "
                + "asks there fails") with
        {
            Weight = Weight,
            Next =
            [
                new Fix("Have the service listen on all addresses, or take the others out of "
                    + "DNS.", $"ss -ltn 'sport = :{facts.Question.Port}'"),
            ],
        };
    }

    Finding Mixed(string where, int connected, int all)
        => Bad(
            $"{where} accepts {connected} of {all} times: several servers stand behind it and "
                + "one is down, or its queue of connections to accept runs over",
            [
                new Fix("On a balancer, look at the health of each server; on the server, at "
                    + "the queue.", $"ss -ltn 'sport = :{facts.Question.Port}'"),
                new Fix("See whether the queue ran over.", "nstat -az TcpExtListenOverflows"),
            ]);

    Finding ByIcmp(PortSurvey port, string where, IcmpError icmp)
    {
        string who = icmp.Sender is { } sender
            ? sender == port.Host ? "the host itself" : $"{sender}, a box on the way,"
            : "somebody";
        return Bad(
            $"{where} is refused by ICMP, not by a reset: {who} says {icmp.Words}; a program "
                + "hears 'connection refused' or 'no route to host'",
            [
                new Fix("A firewall's reject does so: look for its rule there.",
                    "nft list ruleset | grep -n reject; iptables-save | grep REJECT"),
            ]);
    }

    Finding Silent(PortSurvey port, string where, List<string> evidence)
    {
        bool othersAnswer = port.Reference?.Attempt.Outcome
            is ConnectOutcome.Refused or ConnectOutcome.Icmp;
        evidence.Add(othersAnswer
            ? $"port {port.Reference!.Port} of the same host does answer"
            : "no other port of it answers either");
        return Bad(
            othersAnswer
                ? $"{where} answers nothing while other ports of the host do: a firewall drops "
                    + "it, or the listener's queue is full"
                : $"{where} answers nothing: the host is away, or a firewall drops all",
            [
                new Fix("On the host, see whether the SYNs arrive.",
                    $"tcpdump -ni any 'tcp port {facts.Question.Port} and tcp[13] & 2 != 0'"),
                new Fix("If they do: look for the rule that drops, and at the queue.",
                    "nft list ruleset | grep -n drop; "
                        + $"ss -ltn 'sport = :{facts.Question.Port}'"),
                new Fix("A security group or network policy in between drops without a word."),
            ]);
    }

    Finding Bad(string text, IReadOnlyList<Fix> next)
        => this.Found(StepVerdict.Bad, text) with { Weight = Weight, Next = next };

    List<string> Table(PortSurvey port)
    {
        var lines = new List<string>();
        foreach ((HostAddress host, ConnectAttempt attempt) in port.First)
        {
            if (host == port.Host) continue;
            lines.Add($"{host.With(facts.Question.Port)}  {Words(attempt)}");
        }

        var counted = new List<string>();
        foreach (ConnectAttempt attempt in port.Attempts) counted.Add(Words(attempt));
        lines.Add($"{port.Host.With(facts.Question.Port)}  {string.Join(", ", counted)}");
        return lines;
    }

    static string Words(ConnectAttempt attempt) => attempt.Outcome switch
    {
        ConnectOutcome.Connected => $"connected in {attempt.Took}",
        ConnectOutcome.Refused => $"reset after {attempt.Took}",
        ConnectOutcome.Icmp => $"ICMP {attempt.Icmp!.Words} after {attempt.Took}",
        ConnectOutcome.Silent => $"silent for {attempt.Took}",
        ConnectOutcome.Local or _ => Errno.Words(attempt.Errno),
    };
}
