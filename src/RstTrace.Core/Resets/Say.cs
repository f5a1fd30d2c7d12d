using System;
using System.Globalization;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>Quantities in the words of a report.</summary>
static class Say
{
    /// <summary>A count with its noun: "1 octet", "24 octets".</summary>
    public static string Count(long count, string noun)
        => string.Create(
            CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>How far off something is: "3 hops from this capture point".</summary>
    /// <param name="hops">Routers in between.</param>
    public static string Away(int hops)
        => hops == 0
            ? "on the same link as this capture point"
            : $"{Count(hops, "hop")} from this capture point";

    /// <summary>"client" or "server".</summary>
    public static string Of(Side side) => side == Side.Client ? "client" : "server";

    /// <summary>The second of a moment, moved by some, as journalctl takes it.</summary>
    public static string LogTime(Timestamp time, int movedBySeconds)
        => (DateTime.UnixEpoch
            + TimeSpan.FromTicks(time.Nanoseconds / 100)
            + TimeSpan.FromSeconds(movedBySeconds))
            .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
