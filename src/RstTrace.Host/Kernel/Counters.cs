using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace RstTrace.Host.Kernel;

/// <summary>The counters of a network namespace at one moment, under the names of nstat(8):
/// <c>TcpOutRsts</c>, <c>TcpExtListenOverflows</c>.</summary>
/// <remarks>Immutable. They only grow, but for a few that are levels (<c>TcpCurrEstab</c>).
/// </remarks>
public sealed class KernelCounters
{
    /// <summary>Where the calling thread's own namespace shows them.</summary>
    public const string OwnFolder = "/proc/thread-self/net";

    readonly CounterNames _names;
    readonly long[] _values;

    KernelCounters(CounterNames names, long[] values) => (_names, _values) = (names, values);

    /// <summary>The value under this name; null where the kernel has no such counter.</summary>
    public long? this[string name]
        => _names.PlaceOf(name) is { } place ? _values[place] : null;

    /// <summary>Every name, in the kernel's order.</summary>
    public IReadOnlyList<string> Names => _names.All;

    /// <summary>Reads them.</summary>
    /// <param name="folder">A <c>net</c> folder of /proc: that of a process in another namespace
    /// shows that namespace's, such as <c>/proc/123/net</c>.</param>
    /// <returns>Null where neither <c>snmp</c> nor <c>netstat</c> can be read.</returns>
    public static KernelCounters? Read(string folder = OwnFolder)
    {
        string? snmp = TryRead(Path.Combine(folder, "snmp"));
        string? netstat = TryRead(Path.Combine(folder, "netstat"));
        return snmp is null && netstat is null ? null : Parse(snmp + netstat);
    }

    /// <summary>The counters in the text of <c>snmp</c>, <c>netstat</c> or both: pairs of lines,
    /// names and then values. What is no such pair is passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="like">A sample before, whose names are used again where they are the
    /// same.</param>
    public static KernelCounters Parse(ReadOnlySpan<char> text, KernelCounters? like = null)
    {
        var names = new CounterNames();
        if (like is not null && like._names.AreThoseOf(text)) names = like._names;
        else names.AddFrom(text);

        long[] values = new long[names.All.Count];
        int place = 0;
        foreach (CounterPair pair in new CounterLines(text))
        {
            ReadOnlySpan<char> line = pair.Values;
            int end = place + CounterNames.CountIn(pair.Header);
            foreach (Range range in line.Split(' '))
            {
                ReadOnlySpan<char> word = line[range];
                if (word.IsEmpty || word[^1] == ':' || place == end) continue;
                values[place++] = Number(word);
            }

            place = end;
        }

        return new KernelCounters(names, values);
    }

    /// <summary>What has moved since an earlier sample of the same namespace.</summary>
    public IReadOnlyList<CounterChange> Since(KernelCounters earlier)
    {
        var changes = new List<CounterChange>();
        for (int place = 0; place < _values.Length; place++)
        {
            string name = _names.All[place];
            long? before = ReferenceEquals(_names, earlier._names)
                ? earlier._values[place]
                : earlier[name];
            if (before is { } value && value != _values[place])
                changes.Add(new CounterChange(name, _values[place] - value));
        }

        return changes;
    }

    /// <summary>How much one counter has grown since; null where either lacks it.</summary>
    public long? Since(KernelCounters earlier, string name) => this[name] - earlier[name];

    static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Some are unsigned 64-bit numbers that wrap.
    static long Number(ReadOnlySpan<char> word)
        => long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out long value) ? value
            : ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture,
                out ulong large) ? unchecked((long)large)
            : 0;
}

/// <summary>A counter that moved.</summary>
/// <param name="Name">As nstat(8) names it.</param>
/// <param name="By">By how much.</param>
public readonly record struct CounterChange(string Name, long By);
