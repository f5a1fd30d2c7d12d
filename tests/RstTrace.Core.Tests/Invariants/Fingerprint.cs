using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Everything an event says, as text to compare.</summary>
static class Fingerprint
{
    public static string Of(ResetEvent reset) => JsonSerializer.Serialize(reset);

    public static List<string> Of(IEnumerable<ResetEvent> events) => [.. events.Select(Of)];

    /// <summary>The same for another beginning of time: but for what must move with it, and for
    /// advice, which names the time of day.</summary>
    public static string Moved(ResetEvent reset, Duration by)
        => Of(reset with
        {
            Time = reset.Time + by,
            Flow = reset.Flow with { Start = reset.Flow.Start + by },
            Verdict = reset.Verdict with { Fixes = [] },
        });
}
