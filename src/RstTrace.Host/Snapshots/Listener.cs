using System;
using System.Collections.Generic;
using System.Globalization;

namespace RstTrace.Host.Snapshots;

/// <summary>A listening socket, from a line of <c>ss -Hltnp</c>.</summary>
/// <param name="Address">As ss writes it, such as <c>0.0.0.0</c>, <c>*</c> or <c>[::]</c>.</param>
/// <param name="Port">Its port.</param>
/// <param name="Queued">Connections that wait to be accepted.</param>
/// <param name="Backlog">How many may: when there are more, what comes is dropped.</param>
/// <param name="Processes">Whose it is; none where that cannot be seen.</param>
sealed record Listener(
    string Address, ushort Port, long Queued, long Backlog, IReadOnlyList<int> Processes)
{
    const int MostListeners = 10_000;

    /// <summary>Those in what ss printed.</summary>
    public static List<Listener> All(string? printed)
    {
        var listeners = new List<Listener>();
        foreach (string line in (printed ?? "").Split('\n'))
        {
            if (listeners.Count == MostListeners) break;
            if (Read(line) is { } listener) listeners.Add(listener);
        }

        return listeners;
    }

    // LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=7,fd=6),("nginx",pid=6,fd=6))
    static Listener? Read(string line)
    {
        string[] words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 5 || words[0] != "LISTEN") return null;
        if (!TryNumber(words[1], out long queued) || !TryNumber(words[2], out long backlog))
            return null;

        int colon = words[3].LastIndexOf(':');
        if (!TryNumber(words[3][(colon + 1)..], out long port) || port > ushort.MaxValue)
            return null;

        return new Listener(
            words[3][..Math.Max(colon, 0)], (ushort)port, queued, backlog,
            words.Length > 5 ? Ids(words[5]) : []);
    }

    static List<int> Ids(string users)
    {
        const string Word = "pid=";
        var ids = new List<int>();
        for (int at = users.IndexOf(Word, StringComparison.Ordinal); at >= 0;
            at = users.IndexOf(Word, at + 1, StringComparison.Ordinal))
        {
            int begin = at + Word.Length, end = begin;
            while (end < users.Length && char.IsAsciiDigit(users[end])) end++;
            if (int.TryParse(
                users.AsSpan(begin, end - begin), NumberStyles.None, CultureInfo.InvariantCulture,
                out int id) && !ids.Contains(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    static bool TryNumber(string text, out long number)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
