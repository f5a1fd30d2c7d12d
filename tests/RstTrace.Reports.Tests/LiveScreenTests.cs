using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports.Live;

namespace RstTrace.Reports.Tests;

/// <summary>The screen of a live capture, and the line of a verdict.</summary>
public sealed partial class LiveScreenTests
{
    [Test]
    public void Fits_whatever_room_there_is(
        [Values(1, 40, 79, 80, 110, 160, 400)] int width,
        [Values(1, 2, 5, 8, 24, 50, 100)] int height,
        [Values(0, 1, 90)] int resets)
    {
        IReadOnlyList<string> lines = Plain(Busy(resets), width, height);

        Assert.That(lines, Has.Count.EqualTo(height));
        int most = int.Max(width, LiveScreen.Narrowest);
        Assert.That(lines.Select(line => line.TrimEnd().Length), Has.All.LessThanOrEqualTo(most));
    }

    [TestCase(79, 24)]
    [TestCase(159, 50)]
    public void Shows_what_one_asks_at_night(int width, int height)
    {
        string text = string.Join('\n', Plain(Busy(30), width, height));

        Assert.That(text, Does.Contain("0:12:44   03:14:07 UTC"));
        Assert.That(text, Does.Contain("3.2 resets/s   12,345 frames/s   98.2 Mbit/s"));
        Assert.That(text, Does.Contain("1,204 dropped by the kernel (0.1 %)"));
        Assert.That(text, Does.Contain("eth0 is down"));
        Assert.That(text, Does.Match("30  idle-timeout[a-z-]*"));
        Assert.That(text, Does.Contain("30  10."));
        Assert.That(text, Does.Contain(" → "));
        Assert.That(text, Does.Contain("^C ends with the report"));
        int shown = Regex.Count(text, @"(likely|certain|possible) 0\.\d\d");
        Assert.That(shown, Is.GreaterThanOrEqualTo(height == 24 ? 4 : 25));
    }

    [Test]
    public void Nothing_that_came_off_the_wire_drives_the_terminal()
    {
        const string Hostile = "\e[2J\r\n[red]x[/]\u202e\a";
        ResetEvent reset = Events.IdleBox;
        reset = reset with { Verdict = reset.Verdict with { Summary = Hostile } };
        LiveSnapshot snapshot = Busy(1) with
        {
            Expression = Hostile,
            Notices = [Hostile],
            Newest = [reset],
        };

        foreach (string line in new LiveScreen(colour: true, unicode: true).Draw(snapshot, 200, 40))
        {
            string bare = Colours().Replace(line, "");
            Assert.That(bare, Has.None.Matches<char>(c => char.IsControl(c) || c == '\u202e'));
        }
    }

    [Test]
    public void Colour_and_letters_beyond_ascii_are_as_asked()
    {
        string plain = string.Concat(
            new LiveScreen(colour: false, unicode: false).Draw(Busy(9), 160, 30));
        string coloured = string.Concat(
            new LiveScreen(colour: true, unicode: true).Draw(Busy(9), 160, 30));

        Assert.That(plain, Does.Not.Match("\e\\[[0-9;]*3[0-9]"));
        Assert.That(plain, Has.None.Matches<char>(c => c > '~'));
        Assert.That(coloured, Does.Match("\e\\[[0-9;]*[39][0-9]"));
    }

    [Test]
    public void A_line_says_who_when_why_and_how_sure()
    {
        ResetEvent reset = Events.IdleBox with { Degraded = Degradations.Gap };

        Assert.That(
            ResetLine.Of(reset, TextStyle.Plain, withDay: true),
            Does.Match(
                @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}  \S+ -> \S+ +third-party +after-idle +"
                + @"idle-timeout[a-z-]* +0\.\d\d \(gap\)\n$"));
    }

    static IReadOnlyList<string> Plain(LiveSnapshot snapshot, int width, int height)
        => [.. new LiveScreen(colour: true, unicode: true).Draw(snapshot, width, height)
            .Select(line => Colours().Replace(line, ""))];

    static LiveSnapshot Busy(int resets) => new()
    {
        Interface = "eth0",
        Expression = "tcp port 443",
        Now = new Timestamp(1_795_230_847_000_000_000), // 2026-11-21 03:14:07
        Elapsed = Duration.FromSeconds((12 * 60) + 44),
        Totals = new LiveTotals(1_234_567, 1 << 30, 12_345, resets, 1_204_000, 1_204, 0),
        Rates = new LiveRates(12_345, 98.2e6, 3.2),
        Causes = resets == 0 ? [] : [(Events.IdleBox.Verdict.Cause.Id, resets)],
        Servers = resets == 0 ? [] : [(Service.Of(Events.IdleBox.Flow), resets)],
        Newest = [.. Enumerable.Repeat(Events.IdleBox, resets)],
        Notices = ["eth0 is down"],
    };

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colours();
}
