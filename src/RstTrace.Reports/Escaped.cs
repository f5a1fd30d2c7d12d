using System.Globalization;
using System.Text;

namespace RstTrace.Reports;

/// <summary>Text that came off the wire, out of a file or from the command line, made safe to show:
/// nothing in it can move a cursor, turn the reading order or hide.</summary>
/// <remarks>Reversible by eye, not by machine: a backslash that was there stays one.</remarks>
static class Escaped
{
    /// <summary>The text with every control, format and unassigned character written out, such as
    /// <c>\x1b</c> or <c>\u{202e}</c>.</summary>
    public static string Text(string text) => Text(text, asciiOnly: false);

    /// <param name="text">Any text.</param>
    /// <param name="asciiOnly">Whether the output can show ASCII alone: what has a likeness there
    /// is replaced by it, the rest is written out.</param>
    public static string Text(string text, bool asciiOnly)
    {
        if (!IsNeededFor(text) && !(asciiOnly && !Ascii.IsValid(text))) return text;

        var safe = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune)) safe.Append(WrittenOut(rune));
            else if (asciiOnly && !rune.IsAscii) safe.Append(Likeness(rune) ?? WrittenOut(rune));
            else safe.Append(rune.ToString());
        }

        return safe.ToString();
    }

    /// <summary>Whether something in the text has to be written out.</summary>
    public static bool IsNeededFor(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (IsUnsafe(rune)) return true;

        return false;
    }

    // A lone surrogate is enumerated as U+FFFD, which is shown as it is.
    static bool IsUnsafe(Rune rune) => !rune.IsAscii
        ? Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        : rune.Value is < 0x20 or 0x7F;

    static string WrittenOut(Rune rune)
        => rune.Value <= 0xFF ? $"\\x{rune.Value:x2}" : $"\\u{{{rune.Value:x}}}";

    static string? Likeness(Rune rune) => rune.Value switch
    {
        'µ' => "u",
        '·' => "-",
        '–' or '—' => "-",
        '…' => "...",
        '‘' or '’' => "'",
        '“' or '”' => "\"",
        '→' => "->",
        '←' => "<-",
        '≤' => "<=",
        '≥' => ">=",
        '×' => "x",
        '§' => "section ",
        _ => null,
    };
}
