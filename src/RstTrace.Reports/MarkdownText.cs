using System;
using System.Globalization;
using System.Text;

namespace RstTrace.Reports;

/// <summary>Text within Markdown (CommonMark, GitHub's dialect).</summary>
static class MarkdownText
{
    // What CommonMark could take for markup within a paragraph.
    const string Markup = "\\`*<>[]|&~";

    // What a tracker or a chat makes something of, even behind a backslash: a mention, a reference
    // to an issue, a macro or an emoji, a link.
    const string Written = "@#{}!";
    const string Dots = "...";
    static readonly string[] s_links = ["://", "www.", "mailto:"];

    /// <summary>Our own words: what is markup stands behind a backslash.</summary>
    public static string Plain(string words)
    {
        var text = new StringBuilder(words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            // Within a word an underscore is one; elsewhere it begins or ends emphasis.
            bool isMarkup = words[i] == '_'
                ? !IsWithinWord(words, i)
                : Markup.Contains(words[i], StringComparison.Ordinal);
            if (isMarkup) text.Append('\\');
            text.Append(words[i]);
        }

        return text.ToString();
    }

    /// <summary>Words with names in them that came off the wire: nothing in it is markup, a link,
    /// a mention or the end of a table's cell, in Markdown or where its backslashes mean
    /// nothing.</summary>
    /// <param name="words">Any text.</param>
    /// <param name="most">Characters to write; more end in dots.</param>
    public static string Inert(string words, int most = 600)
    {
        string plain = Plain(Escaped.Text(Cut(words, most)));
        var text = new StringBuilder(plain.Length + 16);
        for (int i = 0; i < plain.Length; i++)
        {
            // What is written out takes more room than what it stands for.
            if (text.Length >= most && plain.Length - i > Dots.Length)
                return text.Append(Dots).ToString();

            // Where backslashes mean nothing, the character behind one must not stand there.
            bool isEscaped = plain[i] == '\\';
            if (isEscaped) i++;
            bool isWritten = isEscaped
                ? plain[i] is '`' or '<' or '>' or '|' or '&'
                : Written.Contains(plain[i]) || BeginsLink(plain, i);
            if (isWritten) text.Append(CultureInfo.InvariantCulture, $"\\x{(int)plain[i]:x2}");
            else if (isEscaped) text.Append('\\').Append(plain[i]);
            else text.Append(plain[i]);
        }

        return text.ToString();
    }

    /// <summary>A name as code, which nobody makes anything of.</summary>
    public static string Code(string name, int most = 200)
    {
        string safe = Cut(
            Escaped.Text(Cut(name, most))
                .Replace("`", "\\x60", StringComparison.Ordinal)
                .Replace("|", "\\x7c", StringComparison.Ordinal),
            most);
        return safe.Length == 0 ? "" : $"`{safe}`";
    }

    static string Cut(string text, int most)
        => text.Length <= most ? text
            : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + Dots;

    static bool BeginsLink(string text, int place)
    {
        foreach (string link in s_links)
        {
            if (text.AsSpan(place).StartsWith(link, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    static bool IsWithinWord(string words, int place)
        => place > 0 && place < words.Length - 1
            && char.IsLetterOrDigit(words[place - 1]) && char.IsLetterOrDigit(words[place + 1]);
}
