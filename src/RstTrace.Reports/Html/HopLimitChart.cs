using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Html;

/// <summary>The TTLs of what bears the claimed sender's address, its usual ones against the
/// reset's: what a box on the path gives itself away by.</summary>
static class HopLimitChart
{
    const double Line = 34, Height = 74;
    const int LeastSpan = 10; // TTLs across, so that two neighbours do not look far apart
    const int HighestTtl = 255;

    /// <summary>Draws it, where somebody else than the claimed sender is accused or
    /// suspected.</summary>
    public static void Write(Markup page, ResetEvent reset, Ladder ladder)
    {
        bool isAccused = reset.Verdict.Sender is Party.ThirdParty or Party.Unknown;
        IReadOnlyList<HopLimitCount> counts = ladder.HopLimits;
        if (!isAccused || counts.Count == 0) return;

        string side = ContractWords.Of(reset.ClaimedSender);
        page.Open("figure", "ttl");
        page.Leaf("figcaption", null, $"TTL: the {side}'s packets against the reset");
        page.Open("svg").With("role", "img").With("width", "100%").With("height", Height);
        page.With("aria-label", InWords(counts, side));
        (int from, int to) = Span(counts);
        page.Open("line", "axis").With("x1", "0").With("x2", "100%");
        page.With("y1", Line).With("y2", Line).Close();
        for (int ttl = from; ttl <= to; ttl++) WriteTick(page, Share(ttl, from, to));
        foreach (HopLimitCount count in counts)
            WriteMark(page, count, side, Share(count.HopLimit, from, to));

        page.CloseLine().CloseLine();
    }

    static (int From, int To) Span(IReadOnlyList<HopLimitCount> counts)
    {
        int lowest = counts[0].HopLimit, highest = counts[^1].HopLimit;
        int margin = Math.Max(2, (LeastSpan - (highest - lowest)) / 2);
        return (Math.Max(0, lowest - margin), Math.Min(HighestTtl, highest + margin));
    }

    static double Share(int ttl, int from, int to)
        => 0.04 + (0.92 * (ttl - from) / Math.Max(1, to - from));

    static void WriteTick(Markup page, double share)
    {
        string x = Markup.Percent(share);
        page.Open("line", "axis").With("x1", x).With("x2", x);
        page.With("y1", Line - 2).With("y2", Line + 2).Close();
    }

    static void WriteMark(Markup page, HopLimitCount count, string side, double share)
    {
        string x = Markup.Percent(share);
        string anchor = share < 0.2 ? "start" : share > 0.8 ? "end" : "middle";
        double y = count.IsOfReset ? Line + 22 : Line - 16;
        page.Open("circle", count.IsOfReset ? "of-reset" : "usual");
        page.With("cx", x).With("cy", Line).With("r", count.IsOfReset ? 7 : 5).Close();
        page.Open("text", count.IsOfReset ? "of-reset" : "usual").With("x", x).With("y", y);
        page.With("text-anchor", anchor).Text(InWords(count, side)).Close();
    }

    static string InWords(HopLimitCount count, string side)
        => count.IsOfReset
            ? $"{count.HopLimit}: the reset"
            : $"{count.HopLimit}: {side}, {Words.Count(count.Segments, "segment")}";

    static string InWords(IReadOnlyList<HopLimitCount> counts, string side)
    {
        var words = new List<string>();
        foreach (HopLimitCount count in counts) words.Add(InWords(count, side));
        return string.Join("; ", words);
    }
}
