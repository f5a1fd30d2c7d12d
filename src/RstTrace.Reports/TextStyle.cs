using System;

namespace RstTrace.Reports;

/// <summary>What the output can show. The caller knows: whether it is a terminal and how wide,
/// NO_COLOR, TERM=dumb, the locale.</summary>
public sealed record TextStyle
{
    /// <summary>For pipes and files: no colour, ASCII alone, 100 columns.</summary>
    public static TextStyle Plain { get; } = new();

    /// <summary>Whether to colour, with the sixteen colours of ECMA-48 terminals.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether more than ASCII can be shown: arrows, lines, letters of file
    /// names.</summary>
    public bool Unicode { get; init; }

    /// <summary>Columns. Below <see cref="NarrowestWidth"/> counts as that.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Narrower output overflows rather than being broken further.</summary>
    public const int NarrowestWidth = 60;
}

/// <summary>How much to say.</summary>
public sealed record TextOptions
{
    /// <summary>Whether to list every reset, and every incident in full.</summary>
    public bool All { get; init; }

    /// <summary>Lines that a summary may take: a screen. The worst incident is in full even
    /// so.</summary>
    public int Lines { get; init; } = 40;

    /// <summary>Whether a name is that of a file that can be opened again, and not of a stream
    /// that is gone.</summary>
    public Predicate<string> IsFile { get; init; } = static name => name != "-";

    /// <summary>Whether the files of a capture show the same traffic at several
    /// places.</summary>
    public bool AreVantages { get; init; }

    /// <summary>Where a live capture looked from; null for files.</summary>
    public Vantage? Vantage { get; init; }
}
