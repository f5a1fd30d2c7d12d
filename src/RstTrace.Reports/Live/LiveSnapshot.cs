using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Live;

/// <summary>A live capture at one moment: a copy, so that whoever shows it takes his
/// time.</summary>
public sealed record LiveSnapshot
{
    /// <summary>What is captured on.</summary>
    public required string Interface { get; init; }

    /// <summary>The user's filter; empty for none.</summary>
    public required string Expression { get; init; }

    /// <summary>The moment, by the clock that frames are stamped with.</summary>
    public required Timestamp Now { get; init; }

    /// <summary>Since the capture began.</summary>
    public required Duration Elapsed { get; init; }

    /// <summary>What was counted until now.</summary>
    public required LiveTotals Totals { get; init; }

    /// <summary>Verdicts that nobody saw: the reader of standard output was too slow.</summary>
    public long Unwritten { get; init; }

    /// <summary>Of the last seconds.</summary>
    public required LiveRates Rates { get; init; }

    /// <summary>Resets by cause, most first.</summary>
    public required IReadOnlyList<(string Cause, long Count)> Causes { get; init; }

    /// <summary>Resets by server, most first.</summary>
    public required IReadOnlyList<(Service Server, long Count)> Servers { get; init; }

    /// <summary>Servers for which there was no room.</summary>
    public bool HasMoreServers { get; init; }

    /// <summary>The newest verdicts, newest first.</summary>
    public required IReadOnlyList<ResetEvent> Newest { get; init; }

    /// <summary>What the capture had to say, newest last.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}

/// <summary>What a live capture counted since it began.</summary>
/// <param name="Frames">Frames read.</param>
/// <param name="Octets">Octets of these frames on the wire.</param>
/// <param name="Connections">Connections seen.</param>
/// <param name="Resets">Resets judged, each with its repeats.</param>
/// <param name="Received">Frames that the kernel had for us.</param>
/// <param name="DroppedByKernel">Those that it lost, its buffer being full.</param>
/// <param name="DroppedByInterface">Frames that the interface lost before that.</param>
public readonly record struct LiveTotals(
    long Frames,
    long Octets,
    long Connections,
    long Resets,
    long Received,
    long DroppedByKernel,
    long DroppedByInterface)
{
    /// <summary>Both together.</summary>
    public static LiveTotals operator +(LiveTotals left, LiveTotals right)
        => new(
            left.Frames + right.Frames,
            left.Octets + right.Octets,
            left.Connections + right.Connections,
            left.Resets + right.Resets,
            left.Received + right.Received,
            left.DroppedByKernel + right.DroppedByKernel,
            left.DroppedByInterface + right.DroppedByInterface);
}

/// <summary>How much there is, a second.</summary>
/// <param name="Frames">Frames.</param>
/// <param name="Bits">Bits on the wire.</param>
/// <param name="Resets">Resets judged.</param>
public readonly record struct LiveRates(double Frames, double Bits, double Resets);
