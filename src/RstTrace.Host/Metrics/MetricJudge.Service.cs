using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Metrics;

/// <summary>What concerns the service itself: its listening sockets, its process, and what the
/// kernel's log says.</summary>
sealed partial class MetricJudge
{
    const long JustStarted = 600; // seconds
    const int MostListeners = 8, LongestLine = 200;

    void Listeners()
    {
        if (host.Listeners is not { } printed)
        {
            Add(false, "listener", "not known: the host has no ss");
            return;
        }

        var here = new List<Listener>();
        foreach (Listener listener in Listener.All(printed))
            if (listener.Port == port && here.Count < MostListeners) here.Add(listener);

        if (here.Count == 0)
        {
            Add(
                true, "listener", $"nothing listens on port {port}: its kernel resets each SYN",
                new Fix("Start the service, or find the port it has.", "ss -ltnp"));
            return;
        }

        if (here.TrueForAll(static one => IsLoopback(one.Address)))
        {
            Add(
                true, "listener",
                $"listens on {here[0].Address} alone: others are refused",
                new Fix("Have it listen on the host's address too.",
                    $"ss -ltnp 'sport = :{port}'"));
        }

        foreach (Listener listener in here) Queue(listener);
        foreach (ProcessFacts process in host.Processes)
        {
            if (here.Exists(one => Contains(one.Processes, process.Id))) Process(process);
        }
    }

    // tcp(7) and listen(2): it is full when more than the backlog wait.
    void Queue(Listener listener)
    {
        bool isFull = listener.Queued > listener.Backlog;
        bool isFilling = listener.Queued * 2 > listener.Backlog && listener.Queued > 1;
        Add(
            isFull || isFilling, "queue of the listener",
            $"{listener.Queued} connections wait at {listener.Address}:{listener.Port}, of "
                + $"{listener.Backlog} at most"
                + (isFull ? ": full, so what comes is dropped, or reset later"
                    : isFilling ? ": the program accepts too slowly" : ""),
            new Fix("See what keeps the program from accepting, or lengthen its backlog.",
                $"ss -ltnp 'sport = :{port}'; nstat -az TcpExtListenOverflows"));
    }

    void Process(ProcessFacts process)
    {
        string who = $"{process.Name} ({process.Id})";
        if (process.StartedAfterBoot is { } begin
            && Snapshot.NumberIn(host.File("/proc/uptime")?.Replace('.', ' '), 0) is { } uptime
            && uptime >= begin)
        {
            long age = uptime - begin;
            Add(
                age < JustStarted, "start of the listener",
                $"{who} runs for {Duration.FromSeconds(age)}"
                    + (age < JustStarted
                        ? ": connections from before its start were reset by it, or are when "
                            + "they speak"
                        : ""),
                new Fix("Why was it started anew?",
                    "journalctl -e -p warning; systemctl list-units --failed"));
        }

        if (process.OpenFiles is { } open && process.MostFiles is { } most and > 0)
        {
            bool isFull = open > most * 0.9;
            Add(
                isFull, "files of the listener",
                $"{who} has {open} of {most} open"
                    + (isFull ? ": without one it accepts no connection" : ""),
                new Fix("Allow more in its unit.", "LimitNOFILE=65536"));
        }
    }

    void Log()
    {
        if (host.KernelLog is not { } log)
        {
            Add(false, "kernel log", "not readable: it takes root");
            return;
        }

        if (log.Length == 0)
        {
            Add(false, "kernel log", "no word of memory, floods, full tables or crashes");
            return;
        }

        string[] lines = log.Split('\n');
        string last = lines[^1];
        Add(
            true, "kernel log",
            $"{lines.Length} lines of concern, the last: "
                + last[..Math.Min(last.Length, LongestLine)] + Meaning(last),
            new Fix("Hold their times against those of the resets.", "dmesg -T | tail -50"));
    }

    static string Meaning(string line)
    {
        bool Says(string words) => line.Contains(words, StringComparison.Ordinal);
        return Says("Out of memory") || Says("oom-kill") || Says("segfault")
            ? "; the connections of a process that ends so are reset"
            : Says("SYN flooding") ? "; its queue of half-open connections was full"
            : Says("orphaned") ? "; sockets were reset instead of closed"
            : Says("table full") ? "; new connections were dropped" : "";
    }

    static bool IsLoopback(string address)
        => address.StartsWith("127.", StringComparison.Ordinal) || address == "[::1]";

    static bool Contains(IReadOnlyList<int> ids, int id)
    {
        foreach (int one in ids)
            if (one == id) return true;

        return false;
    }
}
