using System;
using System.Collections.Generic;

namespace RstTrace.Reports.Html;

/// <summary>Resets by cause, by sender, by stage and by server, each as a list of bars.</summary>
static class Breakdown
{
    const int MostBars = 8;

    public static void Write(Markup page, Census census)
    {
        page.Open("div", "breakdown");
        Write(page, "By cause", census.Causes, 0);
        Write(page, "By sender", census.Senders, 0);
        Write(page, "By stage", census.Stages, 0);
        Write(page, "By server", census.Servers, census.AtOtherServers);
        page.CloseLine();
    }

    static void Write(
        Markup page, string title, List<(string Name, long Count)> counts, long others)
    {
        int shown = counts.Count > MostBars ? MostBars - 1 : counts.Count;
        long most = Math.Max(1, counts.Count > 0 ? counts[0].Count : 0);
        for (int i = shown; i < counts.Count; i++) others += counts[i].Count;

        page.Open("figure", "bars").Leaf("figcaption", null, title).Open("ul");
        for (int i = 0; i < shown; i++)
            WriteBar(page, counts[i].Name, counts[i].Count, (double)counts[i].Count / most);

        if (others > 0) WriteBar(page, "others", others, Math.Min(1, (double)others / most));
        page.Close().CloseLine();
    }

    static void WriteBar(Markup page, string name, long count, double share)
    {
        page.Open("li").Leaf("span", "bar-name", name);
        page.Leaf("span", "bar-count", Words.Number(count));
        page.Open("span", "bar").Open("span").With("style", $"width:{Markup.Percent(share)}");
        page.Close().Close().CloseLine();
    }
}
