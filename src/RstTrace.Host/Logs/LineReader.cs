using System;
using System.IO;

namespace RstTrace.Host.Logs;

/// <summary>Lines of a stream, one after the other, in the memory of one.</summary>
/// <param name="stream">Owned by the caller.</param>
sealed class LineReader(Stream stream)
{
    /// <summary>Octets of a line that are looked at; the rest of it is read over.</summary>
    public const int LongestLine = 16 * 1024;

    // Several lines are read at once.
    const int BufferLength = 8 * LongestLine;

    readonly byte[] _buffer = new byte[BufferLength];
    int _begin, _end;
    bool _isOver, _skipsRest;

    /// <summary>Lines that were longer.</summary>
    public long Cut { get; private set; }

    /// <summary>The next line, without its end; borrowed until the next call.</summary>
    /// <returns>False at the end. A last line without an end counts.</returns>
    /// <exception cref="IOException">The stream failed.</exception>
    /// <exception cref="InvalidDataException">What was packed is damaged.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryTake(out line, out bool isRest))
            if (!isRest) return true;

        return false;
    }

    bool TryTake(out ReadOnlySpan<byte> line, out bool isRest)
    {
        isRest = _skipsRest;
        while (true)
        {
            int length = _buffer.AsSpan(_begin, _end - _begin).IndexOf((byte)'\n');
            if (length >= 0)
            {
                _skipsRest = false;
                line = Clipped(_buffer.AsSpan(_begin, length), isRest);
                _begin += length + 1;
                return true;
            }

            // A line that fills it all is cut here, and its rest comes next.
            if (_end - _begin == BufferLength)
            {
                _skipsRest = true;
                line = Clipped(_buffer, isRest);
                _begin = _end;
                return true;
            }

            if (Fill()) continue;

            line = Clipped(_buffer.AsSpan(_begin, _end - _begin), isRest);
            bool isSome = _begin < _end;
            _begin = _end;
            return isSome;
        }
    }

    ReadOnlySpan<byte> Clipped(ReadOnlySpan<byte> line, bool isRest)
    {
        if (line is [.. var whole, (byte)'\r']) line = whole;
        if (line.Length <= LongestLine) return line;

        if (!isRest) Cut++;
        return line[..LongestLine];
    }

    bool Fill()
    {
        if (_isOver) return false;
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
        }

        int read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isOver = read == 0;
        return !_isOver;
    }
}
