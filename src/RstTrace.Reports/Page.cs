using System;
using System.Text;

namespace RstTrace.Reports;

/// <summary>How a piece of text stands out.</summary>
enum Ink
{
    Plain,
    Strong,
    Bad,
    Doubtful,
    Quiet,
    Command,
}

/// <summary>Text being laid out: escaped, coloured if asked, wrapped, its lines counted.</summary>
/// <remarks>All text of the reports goes through <see cref="Put"/>: the one place where text from
/// outside becomes output.</remarks>
sealed class Page
{
    readonly StringBuilder _text = new();
    readonly TextStyle _style;
    int _column;

    public Page(TextStyle style)
    {
        _style = style;
        Width = Math.Max(style.Width, TextStyle.NarrowestWidth);
    }

    /// <summary>Columns to lay out for.</summary>
    public int Width { get; }

    /// <summary>Lines ended so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether more than ASCII can be shown.</summary>
    public bool Unicode => _style.Unicode;

    /// <summary>Adds text at the current column.</summary>
    public Page Put(string text, Ink ink = Ink.Plain)
    {
        string safe = Escaped.Text(text, asciiOnly: !_style.Unicode);
        _column += safe.Length;
        string colour = _style.Colour ? Code(ink) : "";
        if (colour.Length == 0) _text.Append(safe);
        else _text.Append(colour).Append(safe).Append("\e[0m");

        return this;
    }

    /// <summary>Moves to a column, or by one where that is passed already.</summary>
    public Page To(int column)
    {
        int spaces = Math.Max(column - _column, _column == 0 ? 0 : 1);
        _text.Append(' ', spaces);
        _column += spaces;
        return this;
    }

    /// <summary>Adds text that goes on, if need be, below the column where it began.</summary>
    public Page Wrap(string text, Ink ink = Ink.Plain) => Wrap(text, _column, ink);

    /// <summary>Adds text that goes on, if need be, at a margin.</summary>
    public Page Wrap(string text, int margin, Ink ink = Ink.Plain)
    {
        bool isFirst = true;
        string safe = Escaped.Text(text, asciiOnly: !_style.Unicode);
        foreach (Range word in safe.AsSpan().Split(' '))
        {
            int length = word.End.Value - word.Start.Value;
            if (length == 0) continue;
            bool fits = _column + 1 + length <= Width || _column <= margin;
            if (!fits) End().To(margin);
            else if (!isFirst) Put(" ");

            PutBroken(safe[word], margin, ink);
            isFirst = false;
        }

        return this;
    }

    // A word that no line has room for is broken: what somebody sends must not spoil the page.
    void PutBroken(string word, int margin, Ink ink)
    {
        while (_column + word.Length > Width && _column < Width)
        {
            int room = Width - _column;
            if (char.IsHighSurrogate(word[room - 1])) room++; // two chars, one character
            Put(word[..room], ink).End().To(margin);
            word = word[room..];
        }

        Put(word, ink);
    }

    /// <summary>Ends the line.</summary>
    public Page End()
    {
        while (_text.Length > 0 && _text[^1] == ' ') _text.Length--;
        _text.Append('\n');
        _column = 0;
        Lines++;
        return this;
    }

    /// <summary>An empty page of the same style.</summary>
    public Page Another() => new(_style);

    /// <summary>Adds another page of the same style below.</summary>
    public void Add(Page other)
    {
        _text.Append(other._text);
        Lines += other.Lines;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    // ECMA-48 SGR.
    static string Code(Ink ink) => ink switch
    {
        Ink.Strong => "\e[1m",
        Ink.Bad => "\e[1;31m",
        Ink.Doubtful => "\e[33m",
        Ink.Quiet => "\e[2m",
        Ink.Command => "\e[36m",
        Ink.Plain or _ => "",
    };
}
