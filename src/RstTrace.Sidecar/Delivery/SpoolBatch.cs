using System.Collections.Generic;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Records that are delivered together.</summary>
/// <param name="Spool">What their spool is called.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Group">Their group.</param>
/// <param name="Records">Their octets.</param>
sealed record SpoolBatch(string Spool, long First, uint Group, IReadOnlyList<byte[]> Records)
{
    /// <summary>Whether it may have arrived already: it was under way when the process was killed,
    /// or its answer did not come.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The number after the last.</summary>
    public long End => First + Records.Count;

    /// <summary>The same whenever the same records are sent together.</summary>
    public string Id => $"{Spool}-{First}-{End}";
}

/// <summary>How much one delivery takes.</summary>
/// <param name="Records">Records at most.</param>
/// <param name="Octets">Octets of these at most, but for one that is larger by itself.</param>
readonly record struct BatchLimits(int Records, int Octets);
