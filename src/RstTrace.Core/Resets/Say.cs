using System;
using System.Globalization;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>Quantities in the words of a report.</summary>
static class Say
{
    /// <summary>A duration in the unit a person would choose: "12 µs", "1.5 ms", "352 s".</summary>
    public static string Of(Duration duration)
    {
        double seconds = Math.Abs(duration.Seconds);
        (double value, string unit) = seconds switch
        {
            < 1e-3 => (duration.Nanoseconds / 1e3, "µs"),
            < 1 => (duration.Nanoseconds / 1e6, "ms"),
            _ => (duration.Seconds, "s"),
        };
        string format = Math.Abs(value) < 9.95 ? "0.#" : "0";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>A count with its noun: "1 octet", "24 octets".</summary>
    public static string Count(long count, string noun)
        => string.Create(
            CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>"client" or "server".</summary>
    public static string Of(Side side) => side == Side.Client ? "client" : "server";
}
