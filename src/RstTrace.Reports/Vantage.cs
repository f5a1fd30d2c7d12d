using System;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Where a live capture looks from: what only the capturing host can say of a
/// reset.</summary>
public sealed class Vantage
{
    /// <summary>The device that is captured on.</summary>
    public required string Interface { get; init; }

    /// <summary>Whether an address is the host's own, at the moment of asking; from any
    /// thread.</summary>
    public required Func<IpAddress, bool> IsLocal { get; init; }

    /// <summary>Frames that the kernel dropped so far; from any thread.</summary>
    public required Func<long> Drops { get; init; }

    /// <summary>The file that holds every frame under its number; null where there is no one such
    /// file.</summary>
    public string? SavedTo { get; init; }

    /// <summary>What analyzes the frames where they were kept otherwise; null where they are
    /// gone.</summary>
    public string? AnalyzeCommand { get; init; }

    /// <summary>Whether the sender is the capturing host; null where the sender is no end of the
    /// connection, or not known.</summary>
    public bool? SenderIsLocal(ResetEvent reset) => reset.Verdict.Sender switch
    {
        Party.Client => IsLocal(reset.Flow.Client.Address),
        Party.Server => IsLocal(reset.Flow.Server.Address),
        Party.ThirdParty or Party.Unknown or _ => null,
    };

    /// <summary>Which way the connection was opened, in the words of the Elastic Common Schema:
    /// <c>inbound</c> to a server on this host, <c>outbound</c> from a client on it,
    /// <c>internal</c> where both are, <c>external</c> where neither is.</summary>
    public string Direction(FlowSummary flow)
        => (IsLocal(flow.Client.Address), IsLocal(flow.Server.Address)) switch
        {
            (true, true) => "internal",
            (true, false) => "outbound",
            (false, true) => "inbound",
            (false, false) => "external",
        };
}
