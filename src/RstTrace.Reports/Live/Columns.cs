using System.Text;

namespace RstTrace.Reports.Live;

/// <summary>Text cut to columns of a terminal.</summary>
static class Columns
{
    /// <summary>The text if it fits, else as much of it as does, with a mark that something is
    /// missing.</summary>
    /// <param name="text">Escaped: a character is a column but for those of East Asia.</param>
    /// <param name="width">Columns.</param>
    /// <param name="unicode">Whether more than ASCII can be shown.</param>
    public static string Fit(string text, int width, bool unicode)
    {
        if (WidthOf(text) <= width) return text;

        string mark = unicode ? "…" : "~";
        int room = width - mark.Length;
        var kept = new StringBuilder(width);
        foreach (Rune rune in text.EnumerateRunes())
        {
            room -= WidthOf(rune);
            if (room < 0) break;
            kept.Append(rune.ToString());
        }

        return width < mark.Length ? "" : kept.Append(mark).ToString();
    }

    /// <summary>Columns that a text takes.</summary>
    public static int WidthOf(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += WidthOf(rune);
        return width;
    }

    // Wide are Hangul, kana, ideographs, fullwidth forms and emoji: enough of UAX #11 for names.
    static int WidthOf(Rune rune)
        => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF
            or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F
            or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF
            or >= 0x20000 ? 2 : 1;
}
