using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Host.Kernel;

namespace RstTrace.Host.Snapshots;

/// <summary>What a host says of itself at one moment: the texts of some files, as they are. They
/// are read here alone, whether this program or the script took them.</summary>
/// <remarks>Of a remote host nothing is trusted: a text may hold anything.</remarks>
public sealed partial class Snapshot
{
    readonly Dictionary<string, string> _files = [];
    readonly List<ProcessFacts> _processes = [];

    Snapshot()
    {
    }

    /// <summary>When, in seconds since 1970.</summary>
    public long Time { get; private set; }

    /// <summary>The host's name.</summary>
    public string HostName => File("/proc/sys/kernel/hostname")?.Trim() ?? "?";

    /// <summary>What <c>ss -Hltnp</c> printed; null where there is no ss.</summary>
    internal string? Listeners { get; private set; }

    /// <summary>Some lines of the kernel's log, newest last; null where it cannot be
    /// read.</summary>
    internal string? KernelLog { get; private set; }

    /// <summary>The processes that listen, as far as they can be seen.</summary>
    internal IReadOnlyList<ProcessFacts> Processes => _processes;

    /// <summary>The counters; null where they cannot be read.</summary>
    internal KernelCounters? Counters => File("/proc/net/snmp") is { } snmp
        ? KernelCounters.Parse($"{snmp}\n{File("/proc/net/netstat")}\n")
        : null;

    /// <summary>A file's text; null where it is not there.</summary>
    internal string? File(string path) => _files.GetValueOrDefault(path);

    /// <summary>A kernel parameter by its name of sysctl(8), such as
    /// <c>net.core.somaxconn</c>; null where it is not there.</summary>
    internal string? Parameter(string name)
        => File($"/proc/sys/{name.Replace('.', '/')}")?.Trim();

    /// <summary>The same as a number.</summary>
    internal long? Number(string name) => NumberIn(Parameter(name), 0);

    /// <summary>The number in a text's word of this place, from 0.</summary>
    internal static long? NumberIn(string? text, int place)
    {
        if (text is null) return null;

        string[] words = text.Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return place < words.Length && long.TryParse(
            words[place], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out long number) ? number : null;
    }

    /// <summary>The number behind a word, as in <c>orphan 3</c> of a line that begins so, or
    /// <c>MemFree: 3 kB</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">How the line begins; empty for any.</param>
    /// <param name="word">The word before the number.</param>
    internal long? NumberAfter(string path, string line, string word)
    {
        if (File(path) is not { } text) return null;

        foreach (string one in text.Split('\n'))
        {
            if (!one.StartsWith(line, StringComparison.Ordinal)) continue;

            string[] words = one.Split(
                (char[])[' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries);
            int place = Array.IndexOf(words, word);
            if (place < 0 || place + 1 >= words.Length) continue;
            if (double.TryParse(
                words[place + 1], NumberStyles.Float, CultureInfo.InvariantCulture,
                out double number) && Math.Abs(number) < 1e18)
            {
                return (long)number;
            }
        }

        return null;
    }
}

/// <summary>A process that listens.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Stat">The text of its <c>stat</c>.</param>
/// <param name="Limits">The text of its <c>limits</c>; null where it cannot be read.</param>
/// <param name="OpenFiles">How many files it has open; null where that cannot be seen.</param>
sealed record ProcessFacts(int Id, string Stat, string? Limits, long? OpenFiles)
{
    const int StartTimeField = 19; // behind the name, which may hold spaces: proc_pid_stat(5)
    const long TicksASecond = 100; // USER_HZ, whatever the kernel's own HZ

    /// <summary>Its name.</summary>
    public string Name
    {
        get
        {
            int begin = Stat.IndexOf('('), end = Stat.LastIndexOf(')');
            return begin >= 0 && end > begin ? Stat[(begin + 1)..end] : "?";
        }
    }

    /// <summary>When it started, in seconds after the system did; null where not told.</summary>
    public long? StartedAfterBoot
    {
        get
        {
            int end = Stat.LastIndexOf(')');
            return end < 0
                ? null
                : Snapshot.NumberIn(Stat[(end + 1)..], StartTimeField) / TicksASecond;
        }
    }

    /// <summary>How many files it may have open; null where not told.</summary>
    public long? MostFiles
    {
        get
        {
            foreach (string line in (Limits ?? "").Split('\n'))
            {
                if (line.StartsWith("Max open files", StringComparison.Ordinal))
                    return Snapshot.NumberIn(line, 3);
            }

            return null;
        }
    }
}
