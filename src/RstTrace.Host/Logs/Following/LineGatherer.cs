using System;

namespace RstTrace.Host.Logs.Following;

/// <summary>Makes lines of octets that come piece by piece; of a line that is too long, its
/// begin.</summary>
sealed class LineGatherer
{
    readonly byte[] _line = new byte[LineReader.LongestLine];
    int _length;

    /// <summary>Takes a piece.</summary>
    public void Add(ReadOnlySpan<byte> octets, LineTaker take)
    {
        while (!octets.IsEmpty)
        {
            int end = octets.IndexOf((byte)'\n');
            Keep(end < 0 ? octets : octets[..end]);
            if (end < 0) return;

            ReadOnlySpan<byte> line = _line.AsSpan(0, _length);
            take(line is [.. var whole, (byte)'\r'] ? whole : line);
            _length = 0;
            octets = octets[(end + 1)..];
        }
    }

    /// <summary>Forgets a line that was begun.</summary>
    public void Clear() => _length = 0;

    void Keep(ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> kept = octets[..Math.Min(octets.Length, _line.Length - _length)];
        kept.CopyTo(_line.AsSpan(_length));
        _length += kept.Length;
    }
}
