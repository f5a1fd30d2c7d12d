using System;

namespace RstTrace.Sidecar.Delivery;

/// <summary>How long to wait before the next try: twice as long each time, and never the same for
/// two that failed together.</summary>
/// <param name="first">The first wait at most.</param>
/// <param name="most">A wait at most.</param>
/// <param name="random">A number from 0 to below 1.</param>
sealed class Backoff(TimeSpan first, TimeSpan most, Func<double> random)
{
    readonly TimeSpan _first = first;
    // What a server asks for is done, within reason.
    static readonly TimeSpan s_mostAsked = TimeSpan.FromMinutes(10);

    TimeSpan _next = first;

    /// <summary>The wait after a failure: half of it for sure, the other half by chance.</summary>
    /// <param name="asked">What the server asked for: that much at least.</param>
    public TimeSpan Next(TimeSpan? asked = null)
    {
        TimeSpan wait = _next * (0.5 + (0.5 * random()));
        _next = _next * 2 < most ? _next * 2 : most;
        if (asked is not { } told) return wait;

        TimeSpan bounded = told < s_mostAsked ? told : s_mostAsked;
        return bounded > wait ? bounded : wait;
    }

    /// <summary>It went well.</summary>
    public void Reset() => _next = _first;
}
