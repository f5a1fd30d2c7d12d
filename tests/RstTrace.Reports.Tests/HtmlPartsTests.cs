using System;
using NUnit.Framework;
using RstTrace.Core.Incidents;
using RstTrace.Core.Wire;
using RstTrace.Reports.Html;

namespace RstTrace.Reports.Tests;

public class HtmlPartsTests
{
    const long Second = 1_000_000_000;

    [Test]
    public void Text_and_values_are_inert()
    {
        string html = new Markup().Open("p").With("title", "\"'>&`").Text("<b>\e\u202e&").Close()
            .ToString();

        Assert.That(html, Is.EqualTo(
            "<p title=\"&quot;&#39;&gt;&amp;&#96;\">&lt;b&gt;\\x1b\\u{202e}&amp;</p>"));
    }

    [Test]
    public void An_element_that_is_open_is_no_page()
        => Assert.That(
            () => new Markup().Open("p").ToString(), Throws.TypeOf<InvalidOperationException>());

    [Test]
    public void An_attribute_behind_text_is_refused()
        => Assert.That(
            () => new Markup().Open("p").Text("x").With("id", "y"),
            Throws.TypeOf<InvalidOperationException>());

    // In any order and over any time: nothing is lost, and the ends are told.
    [TestCase(0)]
    [TestCase(1, 2, 3)]
    [TestCase(1_000_000, 0, 500_000)]
    [TestCase(0, 1, 100_000_000)]
    [TestCase(50, -100_000, 7, 100_000)]
    public void A_timeline_keeps_every_reset(params long[] seconds)
    {
        var timeline = new Timeline();
        foreach (long second in seconds)
            timeline.Add(new Timestamp(second * Second), Severity.InUse);

        long sum = 0;
        for (int span = 0; span < timeline.Spans; span++)
            sum += timeline.Count(span, Severity.InUse);

        Array.Sort(seconds);
        Assert.Multiple(() =>
        {
            Assert.That(sum, Is.EqualTo(seconds.Length));
            Assert.That(timeline.Spans, Is.InRange(1, Timeline.MostSpans));
            Assert.That(timeline.Begin.Nanoseconds, Is.LessThanOrEqualTo(seconds[0] * Second));
            Assert.That(timeline.End.Nanoseconds, Is.GreaterThan(seconds[^1] * Second));
            Assert.That(timeline.Count(0, Severity.InUse), Is.Positive);
            Assert.That(timeline.Count(timeline.Spans - 1, Severity.InUse), Is.Positive);
        });
    }

    [TestCase(0.0, 0)]
    [TestCase(0.0005, 0)]
    [TestCase(0.001, 0)]
    [TestCase(1.001, 18)]
    [TestCase(9.99, 23)]
    [TestCase(350.0, 33)]
    [TestCase(1e9, 59)]
    public void A_silence_falls_into_the_bin_of_its_power_of_ten(double seconds, int bin)
    {
        var bins = new SilenceBins();
        bins.Add(Duration.FromSeconds(seconds));
        Assert.That(bins[bin], Is.EqualTo(1));
    }
}
