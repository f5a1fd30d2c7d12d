using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>What HAProxy says of a connection that ended (its Configuration Manual §8.2):
/// <c>192.0.2.7:4711 [time] front back/server 0/0/1/2/3 200 123 - - cD-- 1/1/0/0/0 0/0</c>.
/// </summary>
static class Haproxy
{
    const long Millisecond = 1_000_000;
    const int LongestTimer = 9;

    // Who ended it: §8.5, the first character; then what was being waited for, the second.
    const string Who = "CSPLRIDUKcs-", When = "RQCHDLT-";

    /// <summary>From accept to the end, in nanoseconds: the last of the timers.</summary>
    /// <param name="line">From the bracket of the time on.</param>
    /// <returns>Null where this is no line of HAProxy.</returns>
    public static long? TotalTime(ReadOnlySpan<byte> line)
    {
        var cursor = new LineCursor(line);
        bool begins = cursor.Until((byte)']', out _) && cursor.Skip((byte)' ')
            && cursor.Until((byte)' ', out _)
            && cursor.Until((byte)' ', out ReadOnlySpan<byte> server) && server.Contains((byte)'/');
        if (!begins || !cursor.Until((byte)' ', out ReadOnlySpan<byte> timers)) return null;

        int slashes = timers.Count((byte)'/');
        var last = new LineCursor(timers[(timers.LastIndexOf((byte)'/') + 1)..]);
        last.Skip((byte)'+');
        return slashes is 2 or 4 && last.Digits(1, LongestTimer, out int total)
            ? total * Millisecond
            : null;
    }

    /// <summary>The termination state, such as <c>cD</c>: its two first characters.</summary>
    /// <param name="text">What HAProxy says, without what syslog writes before it.</param>
    /// <returns>Null where it ended in order, and where this is no line of HAProxy.</returns>
    public static string? TerminationState(ReadOnlySpan<char> text)
    {
        int bracket = text.IndexOf('[');
        if (bracket < 0 || !text[bracket..].Contains('/')) return null;

        // Of TCP two characters, of HTTP four; the one behind counts of connections.
        int words = 0;
        foreach (Range range in text[bracket..].Split(' '))
        {
            ReadOnlySpan<char> word = text[bracket..][range];
            if (++words > 12) break;
            bool fits = words > 4 && word.Length is 2 or 4
                && Who.Contains(word[0]) && When.Contains(word[1])
                && (word.Length == 4 || HasCountsBehind(text[bracket..], range.End.Value));
            if (fits) return word.StartsWith("--") ? null : word[..2].ToString();
        }

        return null;
    }

    static bool HasCountsBehind(ReadOnlySpan<char> text, int place)
        => place + 2 < text.Length && char.IsAsciiDigit(text[place + 1])
            && text[(place + 1)..].IndexOf('/') is > 0 and < 8;
}
