using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Probes;

/// <summary>Finds the TTL of the answers to our SYNs without the right to capture.</summary>
/// <remarks>A socket with IP_MINTTL hears no answer whose TTL is smaller (tcp_v4_rcv in the
/// kernel's net/ipv4/tcp_ipv4.c): by what is heard and what is not, the TTL is found. It takes two
/// rounds of connections, all of a round at once.</remarks>
static class AnswerTtl
{
    const int Step = 16, Most = 255, LeastPatience = 250, MostPatience = 1500;

    /// <summary>The TTL of the answers; null where no answer comes, or not always the
    /// same.</summary>
    /// <param name="host">Who answers.</param>
    /// <param name="port">Its port.</param>
    /// <param name="roundTrip">How long an answer takes.</param>
    /// <param name="stop">Ends it.</param>
    public static int? Of(
        HostAddress host, ushort port, Duration roundTrip, CancellationToken stop)
    {
        int wait = (int)Math.Clamp(roundTrip.Seconds * 4000, LeastPatience, MostPatience);
        int[] coarse = new int[Most / Step];
        for (int i = 0; i < coarse.Length; i++) coarse[i] = (i + 1) * Step;
        int block = Heard(host, port, coarse, wait, stop);

        int[] fine = new int[Step - 1];
        for (int i = 0; i < fine.Length; i++) fine[i] = (block * Step) + i + 1;
        int rest = Heard(host, port, fine, wait, stop);
        int ttl = (block * Step) + rest;
        return ttl > 0 ? ttl : null;
    }

    // How many of them, from the smallest without a gap, are heard.
    static int Heard(
        HostAddress host, ushort port, int[] leasts, int wait, CancellationToken stop)
    {
        var attempts = new List<Task<ConnectAttempt>>();
        foreach (int least in leasts)
        {
            var options = new ConnectOptions { Patience = wait, LeastAnsweringTtl = least };
            attempts.Add(Task.Factory.StartNew(
                () => ConnectAttempt.To(host, port, options, stop), stop,
                TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        int heard = 0;
        bool isWhole = true;
        foreach (Task<ConnectAttempt> attempt in attempts)
        {
            isWhole &= attempt.GetAwaiter().GetResult().Outcome
                is ConnectOutcome.Refused or ConnectOutcome.Connected;
            if (isWhole) heard++;
        }

        return heard;
    }
}
