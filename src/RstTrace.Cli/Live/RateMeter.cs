using System.Collections.Generic;
using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>How much there is a second, over the last five.</summary>
/// <remarks>Long enough for a figure that can be read, short enough to show what happens
/// now.</remarks>
sealed class RateMeter
{
    static readonly Duration s_window = Duration.FromSeconds(5);
    readonly Queue<(Duration At, LiveTotals Totals)> _past = [];

    /// <summary>Takes a reading.</summary>
    /// <param name="now">Since the beginning; not before that of the last reading.</param>
    /// <param name="totals">What was counted until then.</param>
    public LiveRates Measure(Duration now, LiveTotals totals)
    {
        if (_past.Count == 0) _past.Enqueue((Duration.Zero, default));
        while (_past.Count > 1 && now - _past.Peek().At > s_window) _past.Dequeue();

        (Duration then, LiveTotals before) = _past.Peek();
        _past.Enqueue((now, totals));
        double seconds = (now - then).Seconds;
        return seconds <= 0
            ? default
            : new LiveRates(
                (totals.Frames - before.Frames) / seconds,
                8 * (totals.Octets - before.Octets) / seconds,
                (totals.Resets - before.Resets) / seconds);
    }
}
