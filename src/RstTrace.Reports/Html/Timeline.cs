using System;
using RstTrace.Core.Incidents;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Html;

/// <summary>How many resets came when, by how much they hurt, in a fixed number of equal spans of
/// time that grow with the time to be told.</summary>
/// <remarks>Bounded: whenever a reset lies beyond the last span, or before the first, two
/// neighbours become one.</remarks>
sealed class Timeline
{
    /// <summary>Spans at most.</summary>
    public const int MostSpans = 128;

    /// <summary>Severities told apart.</summary>
    public static readonly int Severities = Enum.GetValues<Severity>().Length;

    const long Finest = 1_000_000; // a millisecond

    readonly long[] _counts = new long[MostSpans * Severities];
    Timestamp _origin; // of the first reset: spans are counted from there
    long _first; // number of the first span
    long _width = Finest;
    bool _isBegun;

    /// <summary>Whether there is no reset in it.</summary>
    public bool IsEmpty => !_isBegun;

    /// <summary>Length of a span.</summary>
    public Duration Width => new(_width);

    /// <summary>Adds a reset.</summary>
    public void Add(Timestamp time, Severity severity)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _origin = time;
        }

        while (SpanOf(time) - _first >= MostSpans) Widen();
        while (SpanOf(time) < _first)
        {
            // As long as the end stays within, the beginning moves; else spans are joined.
            long first = SpanOf(time);
            if (LastUsed() - first < MostSpans) Move(first);
            else Widen();
        }

        _counts[((SpanOf(time) - _first) * Severities) + (int)severity]++;
    }

    /// <summary>Resets of a severity in one of the spans from the first with any.</summary>
    public long Count(int span, Severity severity)
        => _counts[((span + FirstUsed() - _first) * Severities) + (int)severity];

    /// <summary>Spans from the first with any reset to the last.</summary>
    public int Spans => IsEmpty ? 0 : (int)(LastUsed() - FirstUsed()) + 1;

    /// <summary>When the first of those begins.</summary>
    public Timestamp Begin => _origin + new Duration(FirstUsed() * _width);

    /// <summary>When the last of them ends.</summary>
    public Timestamp End => _origin + new Duration((LastUsed() + 1) * _width);

    // Towards the past, before the origin as after it.
    long SpanOf(Timestamp time)
    {
        long since = (time - _origin).Nanoseconds;
        return (since / _width) - (since % _width < 0 ? 1 : 0);
    }

    /// <summary>Twice the width.</summary>
    void Widen()
    {
        long newFirst = _first >> 1;
        Span<long> joined = new long[_counts.Length];
        for (int span = 0; span < MostSpans; span++)
        {
            long target = ((_first + span) >> 1) - newFirst;
            for (int severity = 0; severity < Severities; severity++)
            {
                joined[(int)(target * Severities) + severity] +=
                    _counts[(span * Severities) + severity];
            }
        }

        joined.CopyTo(_counts);
        _first = newFirst;
        _width *= 2;
    }

    /// <summary>Begins earlier: what is behind the last used span is free.</summary>
    void Move(long first)
    {
        int places = (int)(_first - first) * Severities;
        Array.Copy(_counts, 0, _counts, places, _counts.Length - places);
        Array.Clear(_counts, 0, places);
        _first = first;
    }

    long FirstUsed()
    {
        for (int place = 0; place < _counts.Length; place++)
            if (_counts[place] > 0) return _first + (place / Severities);

        return _first;
    }

    long LastUsed()
    {
        for (int place = _counts.Length - 1; place > 0; place--)
            if (_counts[place] > 0) return _first + (place / Severities);

        return _first;
    }
}
