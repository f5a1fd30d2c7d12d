using System;
using RstTrace.Core.Incidents;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Html;

/// <summary>When the resets came, a bar for each span of time, coloured by how much they
/// hurt.</summary>
/// <remarks>Places across are shares of the width and heights are pixels, so that text keeps its
/// size on any screen.</remarks>
static class TimelineChart
{
    const double Height = 96;
    const double WidestBar = 0.03;
    const double Gap = 0.12; // of a bar

    static readonly Severity[] s_severities = Enum.GetValues<Severity>();

    public static void Write(Markup page, Timeline timeline)
    {
        long most = Most(timeline);
        string each = $"{timeline.Width}";
        page.Open("figure", "timeline").Leaf("figcaption", null, "Resets over time");
        page.Leaf("p", "scale", $"at most {Words.Number(most)} in {each}");
        page.Open("svg").With("role", "img").With("height", Height).With("width", "100%");
        page.With("aria-label", $"{Words.Count(timeline.Spans, "span")} of {each}");
        for (int span = 0; span < timeline.Spans; span++) WriteBar(page, timeline, span, most);

        page.CloseLine();
        WriteTimes(page, timeline);
        WriteLegend(page, timeline);
        page.CloseLine();
    }

    static void WriteBar(Markup page, Timeline timeline, int span, long most)
    {
        double room = 1.0 / timeline.Spans;
        double width = Math.Min(room, WidestBar);
        double left = ((span + 0.5) * room) - (width / 2);
        double bottom = Height;
        foreach (Severity severity in s_severities)
        {
            long count = timeline.Count(span, severity);
            if (count == 0) continue;

            // One among thousands is still to be seen.
            double height = Math.Max(2, (Height - 4) * count / most);
            bottom -= height;
            page.Open("rect", SeverityClass.Of(severity));
            page.With("x", Markup.Percent(left + (width * Gap / 2)));
            page.With("width", Markup.Percent(width * (1 - Gap)));
            page.With("y", Math.Max(0, bottom)).With("height", height);
            page.Leaf("title", null, Title(timeline, span, severity, count)).Close();
        }
    }

    static string Title(Timeline timeline, int span, Severity severity, long count)
    {
        Timestamp from = timeline.Begin + (timeline.Width * span);
        return $"{TimeText.Full(from)}: {Words.Number(count)} {Words.Of(severity)}";
    }

    static void WriteTimes(Markup page, Timeline timeline)
    {
        bool withDay = TimeText.SpansDays(timeline.Begin, timeline.End);
        page.Open("p", "ends");
        page.Leaf("span", null, TimeText.Clock(timeline.Begin, withDay));
        page.Leaf("span", null, TimeText.Clock(timeline.End, withDay));
        page.CloseLine();
    }

    static void WriteLegend(Markup page, Timeline timeline)
    {
        page.Open("ul", "legend");
        foreach (Severity severity in s_severities)
        {
            long count = 0;
            for (int span = 0; span < timeline.Spans; span++)
                count += timeline.Count(span, severity);

            if (count == 0) continue;

            page.Open("li").Leaf("span", $"dot {SeverityClass.Of(severity)}", "");
            page.Text($"{Words.Of(severity)} ").Leaf("b", null, Words.Number(count)).Close();
        }

        page.CloseLine();
    }

    static long Most(Timeline timeline)
    {
        long most = 1;
        for (int span = 0; span < timeline.Spans; span++)
        {
            long sum = 0;
            foreach (Severity severity in s_severities) sum += timeline.Count(span, severity);
            most = Math.Max(most, sum);
        }

        return most;
    }
}
