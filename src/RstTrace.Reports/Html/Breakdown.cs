using System.Collections.Generic;

namespace RstTrace.Reports.Html;

/// <summary>Resets by cause, by sender, by stage and by server, each as a list of bars: the
/// share of all.</summary>
static class Breakdown
{
    const int MostBars = 8;

    public static void Write(Markup page, Census census)
    {
        page.Open("div", "breakdown");
        Write(page, "By cause", census.Causes, census.Total);
        Write(page, "By sender", census.Senders, census.Total);
        Write(page, "By stage", census.Stages, census.Total);
        Write(page, "By server", census.Servers, census.Total);
        page.CloseLine();
    }

    static void Write(
        Markup page, string title, List<(string Name, long Count)> counts, long total)
    {
        int shown = counts.Count > MostBars ? MostBars - 1 : counts.Count;
        long others = total;

        page.Open("figure", "bars").Leaf("figcaption", null, title).Open("ul");
        for (int i = 0; i < shown; i++)
        {
            others -= counts[i].Count;
            WriteBar(page, counts[i].Name, counts[i].Count, total);
        }

        if (others > 0) WriteBar(page, "others", others, total);
        page.Close().CloseLine();
    }

    static void WriteBar(Markup page, string name, long count, long total)
    {
        string width = Markup.Percent((double)count / total);
        page.Open("li").Leaf("span", "bar-name", name);
        page.Leaf("span", "bar-count", Words.Number(count));
        page.Open("span", "bar").Open("span").With("style", $"width:{width}");
        page.Close().Close().CloseLine();
    }
}
