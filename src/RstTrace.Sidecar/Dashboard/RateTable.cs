using System;
using System.Collections.Generic;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>How often different things happened: in all, and in each of the latest steps of
/// time.</summary>
/// <remarks>Things for which there is no room are counted as the last one. Not for several threads
/// at once.</remarks>
/// <param name="most">How many things are told apart.</param>
/// <param name="others">What the others are called.</param>
sealed class RateTable(int most, string others)
{
    /// <summary>Seconds of a step.</summary>
    public const int StepSeconds = 10;

    /// <summary>Steps that are kept: ten minutes.</summary>
    public const int Steps = 60;

    readonly Dictionary<string, Row> _rows = [];
    long _step = long.MinValue; // the latest

    /// <summary>Counts one.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="seconds">When, by any clock that goes forward.</param>
    public void Add(string what, long seconds)
    {
        MoveTo(seconds);
        if (!_rows.TryGetValue(what, out Row? row))
        {
            if (_rows.Count >= most) what = others;
            if (!_rows.TryGetValue(what, out row)) _rows[what] = row = new Row();
        }

        row.All++;
        row.Steps[(int)(_step % Steps)]++;
    }

    /// <summary>The counts, most of the last minute first.</summary>
    /// <param name="seconds">Now.</param>
    /// <param name="count">How many at most.</param>
    public List<(string What, long All, long LastMinute, int[] Steps)> Take(
        long seconds, int count)
    {
        MoveTo(seconds);
        var rows = new List<(string What, long All, long LastMinute, int[] Steps)>();
        foreach ((string what, Row row) in _rows)
        {
            int[] steps = new int[Steps];
            long minute = 0;
            for (int i = 0; i < Steps; i++)
            {
                steps[i] = row.Steps[(int)((_step + 1 + i) % Steps)];
                if (i >= Steps - (60 / StepSeconds)) minute += steps[i];
            }

            rows.Add((what, row.All, minute, steps));
        }

        rows.Sort(static (left, right) => left.LastMinute != right.LastMinute
            ? right.LastMinute.CompareTo(left.LastMinute)
            : left.All != right.All ? right.All.CompareTo(left.All)
            : string.CompareOrdinal(left.What, right.What));
        if (rows.Count > count) rows.RemoveRange(count, rows.Count - count);
        return rows;
    }

    // Steps that nothing fell into are empty.
    void MoveTo(long seconds)
    {
        long step = seconds / StepSeconds;
        if (step <= _step) return;

        long empty = _step == long.MinValue ? Steps : Math.Min(step - _step, Steps);
        for (long i = 0; i < empty; i++)
            foreach (Row row in _rows.Values) row.Steps[(int)((step - i) % Steps)] = 0;
        _step = step;
    }

    sealed class Row
    {
        public readonly int[] Steps = new int[RateTable.Steps];
        public long All;
    }
}
