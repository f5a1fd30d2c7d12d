using System;
using System.Collections.Generic;
using RstTrace.Core.Kernel;

namespace RstTrace.Host.Kernel;

/// <summary>The counters of the captured namespace, read some times a second: so a reset has
/// readings before and after it.</summary>
sealed class CounterHistory : IDisposable
{
    const int Kept = 128;

    // What has to do with resets, the most telling first.
    static readonly string[] s_telling =
    [
        "TcpExtListenOverflows", "TcpExtTCPAbortOnClose", "TcpExtTCPAbortOnData",
        "TcpExtTCPAbortOnLinger", "TcpExtTCPAbortOnMemory", "TcpExtTCPAbortOnTimeout",
        "TcpExtTCPAbortFailed", "TcpExtListenDrops", "TcpExtEmbryonicRsts",
        "TcpExtTCPReqQFullDrop", "TcpExtSyncookiesFailed", "TcpExtTCPBacklogDrop",
        "TcpExtTCPTimeWaitOverflow", "TcpExtPAWSEstab", "TcpExtTCPChallengeACK",
        "TcpExtTCPMinTTLDrop", "TcpEstabResets", "TcpAttemptFails", "TcpOutRsts",
    ];

    readonly KernelFile _snmp, _netstat;
    readonly Queue<Sample> _samples = new(Kept);
    KernelCounters? _first, _latest;

    CounterHistory(KernelFile snmp, KernelFile netstat) => (_snmp, _netstat) = (snmp, netstat);

    /// <summary>Opens the counters of the calling thread's namespace; null where there are
    /// none.</summary>
    public static CounterHistory? Open()
    {
        KernelFile? snmp = KernelFile.Open(KernelCounters.OwnFolder + "/snmp");
        KernelFile? netstat = KernelFile.Open(KernelCounters.OwnFolder + "/netstat");
        if (snmp is not null && netstat is not null) return new CounterHistory(snmp, netstat);

        snmp?.Dispose();
        netstat?.Dispose();
        return null;
    }

    /// <summary>Resets that the kernel has sent since the first reading.</summary>
    public long? Sent => _first is null ? null : _latest?.Since(_first, "TcpOutRsts");

    /// <summary>Reads them.</summary>
    /// <param name="clock">The trace's clock.</param>
    public void Read(Func<long> clock)
    {
        long begin = clock();
        _latest = KernelCounters.Parse(_snmp.ReadText() + _netstat.ReadText(), _latest);
        _first ??= _latest;
        if (_samples.Count == Kept) _samples.Dequeue();
        _samples.Enqueue(new Sample(begin, clock(), _latest));
    }

    /// <summary>The readings that a moment lies between; null where there are none.</summary>
    public CounterSpan? Around(long time, long margin)
    {
        Sample? before = null;
        foreach (Sample sample in _samples)
        {
            if (sample.End <= time - margin) before = sample;
            if (sample.Begin < time + margin) continue;
            return before is { } earlier
                ? new CounterSpan(
                    earlier.Begin, sample.End, earlier.Counters, sample.Counters)
                : null;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _snmp.Dispose();
        _netstat.Dispose();
    }

    /// <summary>What moved that has to do with resets.</summary>
    public static IReadOnlyList<CounterMove> Telling(CounterSpan span)
    {
        var moves = new List<CounterMove>();
        foreach (string name in s_telling)
        {
            if (span.After.Since(span.Before, name) is { } by and not 0)
                moves.Add(new CounterMove(name, by));
        }

        return moves;
    }

    // To read takes a while, longer where the machine is busy: it was some time between the two.
    readonly record struct Sample(long Begin, long End, KernelCounters Counters);
}

/// <summary>Two readings of the counters.</summary>
/// <param name="From">When the first was begun, by the trace's clock.</param>
/// <param name="To">When the second was done.</param>
/// <param name="Before">The first.</param>
/// <param name="After">The second.</param>
readonly record struct CounterSpan(
    long From, long To, KernelCounters Before, KernelCounters After);
