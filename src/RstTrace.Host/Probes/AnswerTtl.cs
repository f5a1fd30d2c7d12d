using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Probes;

/// <summary>Finds the TTL of the answers to our SYNs without the right to capture.</summary>
/// <remarks>A socket with IP_MINTTL hears no answer whose TTL is smaller (tcp_v4_rcv in the
/// kernel's net/ipv4/tcp_ipv4.c): by what is heard and what is not, the TTL is found. It takes two
/// rounds of connections, all of a round at once, and one more to be sure.</remarks>
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

        // An answer that was merely late looks like one that was not heard.
        bool isSure = ttl == Most || Heard(host, port, [ttl + 1], wait * 2, stop) == 0;
        return ttl > 0 && isSure ? ttl : null;
    }

    // The place, from 1, of the largest at which an answer is heard; 0 for none.
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

        int largest = 0;
        for (int i = 0; i < attempts.Count; i++)
        {
            bool isHeard = attempts[i].GetAwaiter().GetResult().Outcome
                is ConnectOutcome.Refused or ConnectOutcome.Connected;
            if (isHeard) largest = i + 1;
        }

        return largest;
    }
}
