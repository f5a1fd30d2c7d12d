using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace RstTrace.Reports.Html;

/// <summary>HTML that is well-formed and inert by construction: elements close in the order they
/// opened in, and all text and every value of an attribute is escaped, twice over: what would move
/// a cursor or turn the reading order is written out (<see cref="Escaped"/>), and what HTML reads
/// as markup becomes a character reference.</summary>
/// <remarks>Names of elements and attributes are ours, never data. There is no way to add markup as
/// text: <see cref="Style"/> alone takes a text as it is, and takes ours.</remarks>
sealed class Markup
{
    readonly StringBuilder _text = new();
    readonly Stack<string> _open = new();
    bool _isInTag;

    /// <summary>Characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Opens an element.</summary>
    /// <param name="element">Its name.</param>
    /// <param name="classes">Its classes, with spaces between; null for none.</param>
    public Markup Open(string element, string? classes = null)
    {
        EndTag();
        _text.Append('<').Append(element);
        _open.Push(element);
        _isInTag = true;
        return classes is null ? this : With("class", classes);
    }

    /// <summary>Gives the element that has just been opened an attribute.</summary>
    public Markup With(string attribute, string value)
    {
        if (!_isInTag) throw new InvalidOperationException($"{attribute} is too late");
        _text.Append(' ').Append(attribute).Append("=\"");
        Append(value);
        _text.Append('"');
        return this;
    }

    /// <summary>The same, with a number to two decimals.</summary>
    public Markup With(string attribute, double value) => With(attribute, Number(value));

    /// <summary>Adds text.</summary>
    public Markup Text(string text)
    {
        EndTag();
        Append(text);
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public Markup Close()
    {
        EndTag();
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes it and ends the line: for those that stand below each other.</summary>
    public Markup CloseLine()
    {
        Close();
        _text.Append('\n');
        return this;
    }

    /// <summary>An element that holds nothing but text.</summary>
    public Markup Leaf(string element, string? classes, string text)
        => Open(element, classes).Text(text).Close();

    /// <summary>An element without an end: <c>meta</c>, <c>br</c>.</summary>
    public Markup Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(element);
        foreach ((string name, string value) in attributes) With(name, value);
        EndTag();
        _open.Pop();
        return this;
    }

    /// <summary>A style sheet of ours.</summary>
    public Markup Style(string sheet)
    {
        Open("style");
        EndTag();
        _text.Append(sheet);
        return CloseLine();
    }

    /// <summary>The document's first line.</summary>
    public Markup Doctype()
    {
        _text.Append("<!doctype html>\n");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
        => _open.Count == 0 ? _text.ToString()
            : throw new InvalidOperationException($"{_open.Peek()} is open");

    /// <summary>To two decimals at most.</summary>
    public static string Number(double value)
        => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share of a width: "12.5%".</summary>
    public static string Percent(double share) => Number(share * 100) + "%";

    void EndTag()
    {
        if (_isInTag) _text.Append('>');
        _isInTag = false;
    }

    void Append(string text)
    {
        foreach (char character in Escaped.Text(text))
        {
            switch (character)
            {
                case '&': _text.Append("&amp;"); break;
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                case '`': _text.Append("&#96;"); break;
                default: _text.Append(character); break;
            }
        }
    }
}
