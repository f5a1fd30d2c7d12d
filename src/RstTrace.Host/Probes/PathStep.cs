using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Probes;

/// <summary>Step: the routers on the way, by SYNs to the service's port whose hop limit runs out at
/// each (as tcptraceroute does).</summary>
/// <remarks>It takes no right: the kernel hands ICMP messages about a socket's own SYN to the
/// socket (IP_RECVERR, ip(7)).</remarks>
sealed class PathStep(CheckFacts facts) : IStep
{
    const int Batch = 8, MostHops = 24, Patience = 900;

    public string Id => "path";

    public string Title => "which routers are on the way";

    public Finding Run(CancellationToken ending)
    {
        if (facts.Port is not { } port) return this.Skipped(CheckFacts.NoAddress);
        if (port.Host.IsLoopback) return this.Skipped("the host is this one: there is no path");

        var evidence = new List<string>();
        int silent = 0;
        for (int first = 1; first <= MostHops; first += Batch)
        {
            List<ConnectAttempt> attempts = Try(port.Host, first, ending);
            for (int i = 0; i < attempts.Count; i++)
            {
                int hop = first + i;
                ConnectAttempt attempt = attempts[i];
                if (Answer(attempt) is { } answer)
                {
                    evidence.Add($"{hop}  {port.Host}  {attempt.Took}  {answer}");
                    return Reached(port.Host, hop, evidence);
                }

                if (attempt.Icmp is not { } icmp)
                {
                    evidence.Add($"{hop}  no answer");
                    silent++;
                    continue;
                }

                evidence.Add(
                    $"{hop}  {icmp.Sender?.ToString() ?? "?"}  {attempt.Took}  {icmp.Words}");
                if (!icmp.IsTimeExceeded) return Prohibited(icmp, evidence);
            }

            // Nobody answers beyond: what is silent for a whole batch stays so.
            if (silent >= Batch) break;
        }

        return Unreached(port.Host, evidence);
    }

    Finding Reached(HostAddress host, int hop, List<string> evidence)
    {
        string where = hop == 1
            ? $"{host} is on this network: no router between"
            : $"{host} answers at hop {hop}";
        return this.Found(StepVerdict.Ok, where) with { Evidence = evidence };
    }

    // Messages of one router come some a second (net.ipv4.icmp_ratelimit): which hop limit met
    // one does not tell where it is.
    Finding Prohibited(IcmpError icmp, List<string> evidence)
        => this.Found(StepVerdict.Bad, $"{icmp.Teller} refuses: {icmp.Words}") with
        {
            Evidence = evidence,
            Weight = 25,
        };

    Finding Unreached(HostAddress host, List<string> evidence)
    {
        // One line stands for all that are silent at the end.
        while (evidence.Count > 1 && IsSilent(evidence[^1]) && IsSilent(evidence[^2]))
            evidence.RemoveAt(evidence.Count - 1);

        return this.Found(
            StepVerdict.Warn,
            $"{host} is not reached on this port; the last that answers is above") with
        {
            Evidence = evidence,
            Weight = 20,
        };
    }

    List<ConnectAttempt> Try(HostAddress host, int first, CancellationToken ending)
    {
        var tasks = new List<Task<ConnectAttempt>>();
        for (int hop = first; hop < first + Batch; hop++)
        {
            var options = new ConnectOptions { HopLimit = hop, Patience = Patience };
            tasks.Add(Task.Factory.StartNew(
                () => ConnectAttempt.To(host, facts.Question.Port, options, ending),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        var attempts = new List<ConnectAttempt>();
        foreach (Task<ConnectAttempt> task in tasks) attempts.Add(task.GetAwaiter().GetResult());
        return attempts;
    }

    static bool IsSilent(string line)
        => line.EndsWith("no answer", StringComparison.Ordinal);

    static string? Answer(ConnectAttempt attempt) => attempt.Outcome switch
    {
        ConnectOutcome.Connected => "accepts",
        ConnectOutcome.Refused => "refuses",
        ConnectOutcome.Icmp or ConnectOutcome.Silent or ConnectOutcome.Local or _ => null,
    };
}
