using System;
using System.Collections.Generic;
using System.Globalization;

namespace RstTrace.Host.Logs;

/// <summary>Words of a log whose meaning is known, and what they prove.</summary>
/// <param name="Id">Its identity, such as <c>sshd-max-startups</c>.</param>
/// <param name="Words">What a line must hold, one behind the other, in any case.</param>
/// <param name="Proves">What it proves, in a sentence.</param>
/// <param name="Source">Where that is known from: the program's own source or manual, or a
/// measurement.</param>
sealed record Phrase(string Id, string[] Words, string Proves, string Source)
{
    /// <summary>How the name of who wrote it must begin; empty for anybody.</summary>
    public string Process { get; init; } = "";

    /// <summary>What it speaks of.</summary>
    public PhraseScope Scope { get; init; }

    /// <summary>Which moment of a connection it is written at.</summary>
    public PhraseMoment Moment { get; init; }

    /// <summary>Causes that it speaks for, where the line is this very connection's.</summary>
    public string[] Supports { get; init; } = [];

    /// <summary>What would refute that.</summary>
    public string RefutedBy { get; init; } = "";

    /// <summary>Whether the port stands behind <c>port </c>, and must be the server's.</summary>
    public bool NamesPort { get; init; }

    /// <summary>Whether a line holds it.</summary>
    /// <param name="process">Who wrote it; null where it does not say.</param>
    /// <param name="text">What it says.</param>
    public bool IsIn(string? process, string text)
    {
        if (Process.Length > 0 && process?.StartsWith(Process, StringComparison.Ordinal) != true)
            return false;

        int from = 0;
        foreach (string words in Words)
        {
            int place = text.IndexOf(words, from, StringComparison.OrdinalIgnoreCase);
            if (place < 0) return false;
            from = place + words.Length;
        }

        return true;
    }

    /// <summary>The port that the line names; null where it names none.</summary>
    public static ushort? PortIn(string text)
    {
        const string Before = "port ";
        int place = text.IndexOf(Before, StringComparison.Ordinal);
        if (place < 0) return null;

        ReadOnlySpan<char> rest = text.AsSpan(place + Before.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');

        // Newer kernels write the address before it: "on port 192.0.2.1:80", "[::]:80".
        int colon = rest.IndexOf(". ") is > 0 and var dot ? rest[..dot].LastIndexOf(':') : -1;
        if (colon >= 0) return Number(rest[(colon + 1)..rest.IndexOf(". ")]);
        return Number(end < 0 ? rest : rest[..end]);
    }

    static ushort? Number(ReadOnlySpan<char> text)
        => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : null;
}

/// <summary>What a phrase speaks of.</summary>
enum PhraseScope : byte
{
    /// <summary>One connection: the line must name its address.</summary>
    Connection,

    /// <summary>A service: the line must be of one that listens on the server's port.</summary>
    Service,

    /// <summary>The whole host.</summary>
    Host,
}

/// <summary>When in a connection's life a line is written.</summary>
enum PhraseMoment : byte
{
    /// <summary>At no one moment.</summary>
    Any,

    /// <summary>When it begins.</summary>
    Begin,

    /// <summary>When it ends.</summary>
    End,
}

/// <summary>The phrases that are known.</summary>
static partial class PhraseTable
{
    /// <summary>All of them, in the order in which they are tried.</summary>
    public static IReadOnlyList<Phrase> All => s_all;

    /// <summary>The first that a line holds; null for none.</summary>
    public static Phrase? Find(string? process, string text)
    {
        foreach (Phrase phrase in s_all)
            if (phrase.IsIn(process, text)) return phrase;

        return null;
    }
}
