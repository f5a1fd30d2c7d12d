using System;

namespace RstTrace.Host.Kernel;

/// <summary>What lies between the clock of the trace (CLOCK_MONOTONIC) and the wall clock that
/// stamps frames.</summary>
/// <remarks>The wall clock may be set while a capture runs: then frames of both times are still to
/// be judged, and the offset before is remembered for a while.</remarks>
sealed class ClockOffsets
{
    // Smaller changes are how a clock is slewed, or how two readings of it differ.
    const long Step = 1_000_000;

    // How long an offset may be that of a frame which is still followed.
    const long Memory = 10_000_000_000;
    const int Most = 8, Readings = 5;

    readonly (long Offset, long Until)[] _before = new (long, long)[Most];
    int _count;
    long _offset;

    /// <summary>Asks both clocks.</summary>
    public ClockOffsets() => _offset = Ask(out _);

    /// <summary>How often the wall clock was set.</summary>
    public int Steps { get; private set; }

    /// <summary>Asks again.</summary>
    public void Refresh()
    {
        long now = Ask(out long trace);
        Take(now, trace);
    }

    /// <summary>Takes another estimate of the offset.</summary>
    /// <param name="offset">Wall clock less trace clock, in nanoseconds.</param>
    /// <param name="trace">When, by the trace's clock.</param>
    public void Take(long offset, long trace)
    {
        if (Math.Abs(offset - _offset) > Step)
        {
            if (_count == Most) Array.Copy(_before, 1, _before, 0, --_count);
            _before[_count++] = (_offset, trace);
            Steps++;
        }

        _offset = offset;
        while (_count > 0 && trace - _before[0].Until > Memory)
            Array.Copy(_before, 1, _before, 0, --_count);
    }

    /// <summary>What is added to the trace's clock to have the wall clock, in nanoseconds.
    /// </summary>
    public long Wall => _offset;

    /// <summary>How many readings of the trace's clock a moment of the wall clock may
    /// mean.</summary>
    public int Count => _count + 1;

    /// <summary>One of them, the likeliest first.</summary>
    /// <param name="wall">Nanoseconds since 1970.</param>
    /// <param name="choice">Below <see cref="Count"/>.</param>
    public long Trace(long wall, int choice = 0)
        => wall - (choice == 0 ? _offset : _before[_count - choice].Offset);

    // What was read between two readings that lie closest together is the least wrong.
    static long Ask(out long trace)
    {
        long best = long.MaxValue, offset = 0;
        trace = 0;
        for (int i = 0; i < Readings; i++)
        {
            Libc.clock_gettime(Libc.ClockMonotonic, out ClockTime before);
            Libc.clock_gettime(Libc.ClockRealtime, out ClockTime wall);
            Libc.clock_gettime(Libc.ClockMonotonic, out ClockTime after);
            long took = after.Total - before.Total;
            if (took >= best) continue;
            best = took;
            trace = before.Total + (took / 2);
            offset = wall.Total - trace;
        }

        return offset;
    }
}
