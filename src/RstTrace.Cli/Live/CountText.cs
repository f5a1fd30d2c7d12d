using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>The counts of a live capture in tcpdump's words, which scripts read.</summary>
static class CountText
{
    /// <summary>tcpdump's lines at the end; what the interface lost only if it did.</summary>
    public static string Lines(LiveTotals totals)
        => $"{Packets(totals.Frames)} captured\n"
            + $"{Packets(totals.Received)} received by filter\n"
            + $"{Packets(totals.DroppedByKernel)} dropped by kernel"
            + (totals.DroppedByInterface > 0
                ? $"\n{Packets(totals.DroppedByInterface)} dropped by interface"
                : "");

    /// <summary>The same on one line, with what was made of them, while it goes on.</summary>
    /// <param name="totals">The counts.</param>
    /// <param name="elapsed">Since the capture began.</param>
    public static string OneLine(LiveTotals totals, Duration elapsed)
        => $"{Lines(totals).Replace("\n", ", ")}; "
            + $"{CountWords.Of(totals.Connections, "connection")}, "
            + $"{CountWords.Of(totals.Resets, "reset")} in {elapsed}";

    static string Packets(long count) => CountWords.Of(count, "packet");
}
