using System;
using System.Collections.Generic;

namespace RstTrace.Host.Kernel;

/// <summary>What the columns of /proc/net/snmp and netstat are called.</summary>
/// <remarks>The same for all samples, as long as the kernel does not change its lines: so a sample
/// is its values.</remarks>
sealed class CounterNames
{
    readonly List<string> _all = [];
    readonly List<string> _headers = [];
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Every name, in the kernel's order.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Where a name stands; null where it is unknown.</summary>
    public int? PlaceOf(string name) => _places.TryGetValue(name, out int place) ? place : null;

    /// <summary>Takes the names in: the group without its colon goes before each.</summary>
    public void AddFrom(ReadOnlySpan<char> text)
    {
        foreach (CounterPair pair in new CounterLines(text))
        {
            ReadOnlySpan<char> header = pair.Header;
            ReadOnlySpan<char> group = header[..header.IndexOf(':')];
            foreach (Range range in header.Split(' '))
            {
                ReadOnlySpan<char> word = header[range];
                if (word.IsEmpty || word[^1] == ':') continue;
                string name = string.Concat(group, word);
                _places.TryAdd(name, _all.Count);
                _all.Add(name);
            }

            _headers.Add(header.ToString());
        }
    }

    /// <summary>Whether a text has these columns.</summary>
    public bool AreThoseOf(ReadOnlySpan<char> text)
    {
        int line = 0;
        foreach (CounterPair pair in new CounterLines(text))
        {
            if (line == _headers.Count || !pair.Header.SequenceEqual(_headers[line])) return false;
            line++;
        }

        return line == _headers.Count;
    }

    /// <summary>How many columns a line of names has.</summary>
    public static int CountIn(ReadOnlySpan<char> header)
    {
        int count = 0;
        foreach (Range range in header.Split(' '))
        {
            ReadOnlySpan<char> word = header[range];
            if (!word.IsEmpty && word[^1] != ':') count++;
        }

        return count;
    }
}

/// <summary>The pairs of lines in such a text: names, then values, with the same group in
/// front.</summary>
ref struct CounterLines(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> _rest = text;
    ReadOnlySpan<char> _header, _values;

    /// <summary>The names and the values.</summary>
    public readonly CounterPair Current => new(_header, _values);

    /// <summary>Goes to the next pair.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            _header = Line();
            int colon = _header.IndexOf(':');
            if (colon > 0 && _rest.StartsWith(_header[..(colon + 1)], StringComparison.Ordinal))
            {
                _values = Line();
                return true;
            }
        }

        return false;
    }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly CounterLines GetEnumerator() => this;

    ReadOnlySpan<char> Line()
    {
        int end = _rest.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return line;
    }
}

/// <summary>A line of names and the line of their values.</summary>
readonly ref struct CounterPair(ReadOnlySpan<char> header, ReadOnlySpan<char> values)
{
    /// <summary>The line of names.</summary>
    public ReadOnlySpan<char> Header { get; } = header;

    /// <summary>The line of values.</summary>
    public ReadOnlySpan<char> Values { get; } = values;
}
