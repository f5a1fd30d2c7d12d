using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Tests;

public class MarkdownReportTests
{
    [Test]
    public void A_capture_gets_a_table_the_worst_in_full_and_what_was_not_seen()
        => Golden.Check(
            Report(["12.7 % damaged"], ("client.pcap",
                [Events.ClosedPort, Events.Abort, Events.KeepAliveRace, Events.IdleBox])),
            "markdown.txt");

    [Test]
    public void Several_captures_share_one_table()
        => Golden.Check(
            Report([], ("a.pcap", [Events.ClosedPort]), ("b|c.pcap", [Events.IdleBox]), ("d", [])),
            "markdown-several.txt");

    [Test]
    public void A_capture_without_resets_says_what_that_means()
        => Assert.That(
            Report([], ("a.pcap", [])),
            Does.Contain("no resets").And.Contain("- Nobody reset a connection"));

    // GitHub takes 65,536 characters.
    [Test]
    public void It_fits_a_comment_however_much_there_is()
    {
        var resets = new List<ResetEvent>();
        for (int i = 0; i < 400; i++)
        {
            ResetEvent reset = Events.Abort.AtServer(0x0A00_0000 + (uint)i, 80);
            resets.Add(reset with
            {
                Flow = reset.Flow with { ClientOpening = new string('\u202e', 60_000) },
                Verdict = reset.Verdict with { Summary = new string('|', 60_000) },
            });
        }

        string[] damage = new string[100];
        System.Array.Fill(damage, new string('@', 10_000));
        var captures = new (string, List<ResetEvent>)[50];
        System.Array.Fill(captures, (new string('\u202e', 250), resets[..8]));
        captures[7].Item2 = resets;
        string text = Report(damage, captures);

        Assert.That(text, Has.Length.LessThan(65_536));
        Assert.That(text, Does.Contain("more incident").And.Contain("more notes"));
    }

    [TestCase("a*b_c_ _d_", "a\\*b_c\\_ \\_d\\_", TestName = "Emphasis")]
    [TestCase("<b>&lt;", "\\x3cb\\x3e\\x26lt;", TestName = "HTML")]
    [TestCase("x|y", "x\\x7cy", TestName = "A cell's end")]
    [TestCase("a`b```c", "a\\x60b\\x60\\x60\\x60c", TestName = "Code")]
    [TestCase("\\`\\", "\\\\\\x60\\\\", TestName = "Backslashes")]
    [TestCase("@all #7 {code} ![x](y)", "\\x40all \\x237 \\x7bcode\\x7d \\x21\\[x\\](y)",
        TestName = "Mentions, issues, macros, images")]
    [TestCase("HTTP://x www.y mailto:z", "HTTP\\x3a//x \\x77ww.y \\x6dailto:z",
        TestName = "Links")]
    [TestCase("a\nb\u202ec\u001b[2J", "a\\\\x0ab\\\\u\\x7b202e\\x7dc\\\\x1b\\[2J",
        TestName = "Control and bidi")]
    public void Words_from_outside_are_inert(string words, string text)
        => Assert.That(MarkdownText.Inert(words), Is.EqualTo(text));

    [Test]
    public void A_name_is_code_and_stays_in_it()
        => Assert.That(
            MarkdownText.Code("a`|\n\u202e<b>"), Is.EqualTo("`a\\x60\\x7c\\x0a\\u{202e}<b>`"));

    static string Report(
        IReadOnlyList<string> damage, params (string File, List<ResetEvent> Resets)[] captures)
    {
        using var output = new StringWriter();
        var report = new MarkdownReport(output, static name => name != "-");
        foreach ((string file, List<ResetEvent> resets) in captures)
        {
            report.Open([file]);
            foreach (ResetEvent reset in resets) report.Take(reset);
            foreach (Incident incident in Incidents.Of(resets)) report.Take(incident);
            TraceCounters counters = Counted.Of(
                1_204, Events.ClosedPort.Time, Events.IdleBox.Time, 20, resets.Count);
            report.Close(counters, damage);
        }

        report.Finish();
        return output.ToString();
    }
}
