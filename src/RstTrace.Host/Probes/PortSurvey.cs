using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Probes;

/// <summary>What several attempts to connect show of a port.</summary>
sealed record PortSurvey
{
    const int Times = 5, Gap = 100, MostAddresses = 8, MostReferences = 3;

    // Assured forwarding, class 2 (RFC 2597): a host's own stack mirrors it in what it answers to
    // a SYN, a firewall that rejects does not.
    const int Marking = 0x48;

    /// <summary>The first attempt at each address, in order.</summary>
    public required IReadOnlyList<(HostAddress Host, ConnectAttempt Attempt)> First { get; init; }

    /// <summary>The address that the rest is about: the first that accepts, or else answers.
    /// </summary>
    public required HostAddress Host { get; init; }

    /// <summary>All attempts at it.</summary>
    public required IReadOnlyList<ConnectAttempt> Attempts { get; init; }

    /// <summary>The header of its answer; null where nobody captured.</summary>
    public AnswerHeader? Answer { get; init; }

    /// <summary>The TTL of its answer; null where not known.</summary>
    public int? AnswerTtl { get; init; }

    /// <summary>A port of the same host that is surely closed; null where not asked.</summary>
    public ReferencePort? Reference { get; init; }

    /// <summary>What our SYNs carried as TOS or traffic class.</summary>
    public static int TrafficClass => Marking;

    /// <summary>How many ended so.</summary>
    public int Count(ConnectOutcome outcome)
    {
        int count = 0;
        foreach (ConnectAttempt attempt in Attempts)
            if (attempt.Outcome == outcome) count++;

        return count;
    }

    /// <summary>Times of those that ended so; null where none did.</summary>
    public RoundTrips? TimesOf(ConnectOutcome outcome)
    {
        var times = new List<Duration>();
        foreach (ConnectAttempt attempt in Attempts)
            if (attempt.Outcome == outcome) times.Add(attempt.Took);

        return times.Count == 0 ? null : new RoundTrips(times);
    }

    /// <summary>Surveys a port.</summary>
    /// <param name="addresses">At least one.</param>
    /// <param name="port">The port.</param>
    /// <param name="witness">Who sees the frames; null where nobody does.</param>
    /// <param name="stop">Ends it.</param>
    public static PortSurvey Of(
        IReadOnlyList<HostAddress> addresses, ushort port, FrameWitness? witness,
        CancellationToken stop)
    {
        var options = new ConnectOptions { TrafficClass = Marking };
        var tasks = new List<(HostAddress, Task<ConnectAttempt>)>();
        for (int i = 0; i < Math.Min(addresses.Count, MostAddresses); i++)
        {
            HostAddress host = addresses[i];
            tasks.Add((host, Begin(() => ConnectAttempt.To(host, port, options, stop))));
        }

        var first = new List<(HostAddress Host, ConnectAttempt Attempt)>();
        foreach ((HostAddress host, Task<ConnectAttempt> task) in tasks)
            first.Add((host, task.GetAwaiter().GetResult()));

        (HostAddress chosen, ConnectAttempt answer) = Best(first);
        Task<ReferencePort?> reference =
            Begin(() => ReferencePort.Of(chosen, port, witness, stop));
        List<ConnectAttempt> attempts = More(chosen, port, answer, options, stop);
        return Looked(first, chosen, port, attempts, reference, witness, stop);
    }

    static PortSurvey Looked(
        List<(HostAddress Host, ConnectAttempt Attempt)> first, HostAddress host, ushort port,
        List<ConnectAttempt> attempts, Task<ReferencePort?> reference, FrameWitness? witness,
        CancellationToken stop)
    {
        ConnectAttempt? refused = attempts.Find(
            static attempt => attempt.Outcome == ConnectOutcome.Refused);
        ConnectAttempt? shown = refused ?? attempts.Find(
            static attempt => attempt.Outcome == ConnectOutcome.Connected);
        AnswerHeader? header = shown is null
            ? null
            : witness?.AnswerOf(host, port, shown.LocalPort);

        // What an open port's answers carry matters less than the connections it would take.
        int? ttl = header?.HopLimit
            ?? (refused is null ? null : Probes.AnswerTtl.Of(host, port, refused.Took, stop));
        return new PortSurvey
        {
            First = first,
            Host = host,
            Attempts = attempts,
            Answer = header,
            AnswerTtl = ttl,
            Reference = reference.GetAwaiter().GetResult(),
        };
    }

    // Where nothing answers, all at once: each waits as long as the first did.
    static List<ConnectAttempt> More(
        HostAddress host, ushort port, ConnectAttempt first, ConnectOptions options,
        CancellationToken stop)
    {
        var attempts = new List<ConnectAttempt> { first };
        var tasks = new List<Task<ConnectAttempt>>();
        for (int i = 1; i < Times; i++)
        {
            if (first.Outcome != ConnectOutcome.Silent) stop.WaitHandle.WaitOne(Gap);
            stop.ThrowIfCancellationRequested();
            tasks.Add(Begin(() => ConnectAttempt.To(host, port, options, stop)));
        }

        foreach (Task<ConnectAttempt> task in tasks) attempts.Add(task.GetAwaiter().GetResult());
        return attempts;
    }

    static (HostAddress Host, ConnectAttempt Attempt) Best(
        List<(HostAddress Host, ConnectAttempt Attempt)> first)
    {
        (HostAddress Host, ConnectAttempt Attempt) best = first[0];
        foreach ((HostAddress Host, ConnectAttempt Attempt) one in first)
            if (one.Attempt.Outcome < best.Attempt.Outcome) best = one;

        return best;
    }

    static Task<T> Begin<T>(Func<T> work)
        => Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>A port of the host at which surely nothing listens, and how it is refused.
    /// </summary>
    /// <param name="Port">The port.</param>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Answer">The header of the answer; null where nobody captured.</param>
    /// <param name="Ttl">The answer's TTL; null where not known.</param>
    public sealed record ReferencePort(
        ushort Port, ConnectAttempt Attempt, AnswerHeader? Answer, int? Ttl)
    {
        /// <summary>Asks one; null where each of some was open.</summary>
        public static ReferencePort? Of(
            HostAddress host, ushort service, FrameWitness? witness, CancellationToken stop)
        {
            var options = new ConnectOptions { TrafficClass = Marking, Patience = 2000 };
            for (int i = 0; i < MostReferences; i++)
            {
                ushort port = (ushort)Random.Shared.Next(20_000, 32_000);
                if (port == service) continue;

                ConnectAttempt attempt = ConnectAttempt.To(host, port, options, stop);
                if (attempt.Outcome == ConnectOutcome.Connected) continue;
                if (attempt.Outcome != ConnectOutcome.Refused)
                    return new ReferencePort(port, attempt, null, null);

                AnswerHeader? header = witness?.AnswerOf(host, port, attempt.LocalPort);
                int? ttl = header?.HopLimit
                    ?? Probes.AnswerTtl.Of(host, port, attempt.Took, stop);
                return new ReferencePort(port, attempt, header, ttl);
            }

            return null;
        }
    }
}
