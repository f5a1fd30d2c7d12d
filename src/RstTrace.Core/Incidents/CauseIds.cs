using System.Collections.Generic;

namespace RstTrace.Core.Incidents;

/// <summary>The causes that patterns are made of, by their ids: the one place that names them. An
/// id that the catalogue does not hold matches nothing.</summary>
static class CauseIds
{
    /// <summary>Follows from an earlier reset of its connection.</summary>
    public const string Echo = "after-reset";

    /// <summary>A SYN without a listener.</summary>
    public const string Refused = "port-closed";

    /// <summary>An answer to what belongs to no connection.</summary>
    public const string Stray = "stray-segment";

    /// <summary>A socket was dropped as it stood: what a system does for a process that ends.
    /// </summary>
    public static HashSet<string> Drops { get; } =
    [
        "close-unread-data", "linger-zero-abort", "accept-queue-flushed", "early-response-abort",
        AfterOwnFin, "abort-after-peer-fin",
    ];

    /// <summary>The same after its own FIN.</summary>
    public const string AfterOwnFin = "abort-after-own-fin";

    /// <summary>A host answers as if it had never heard of the connection.</summary>
    public static HashSet<string> Lost { get; } =
        ["peer-lost-state", "ghost-connection", "write-after-close"];

    /// <summary>No application's connect call looks like this.</summary>
    public static HashSet<string> Unnatural { get; } = ["syn-scan", "synack-abandoned", Stray];

    /// <summary>A probe got an answer that a lone one would get, too.</summary>
    public static HashSet<string> Probes { get; } =
        [Refused, "firewall-reject", "connect-and-abort", .. Unnatural];

    /// <summary>A check of whether a port answers.</summary>
    public static HashSet<string> Checks { get; } =
        ["connect-and-abort", "synack-abandoned", "syn-scan", "server-reject-on-accept"];

    /// <summary>What may be said of a connection that ended since the other side had reset
    /// it elsewhere.</summary>
    public static HashSet<string> CutElsewhere { get; } =
        ["peer-lost-state", "nat-invalid-leak", "unknown"];
}
