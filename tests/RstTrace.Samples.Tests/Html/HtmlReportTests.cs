using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using RstTrace.CaptureGenerator;
using RstTrace.Cli.Tests;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Samples.Tests.Html;

/// <summary>The HTML report of real captures, in a browser.</summary>
public sealed class HtmlReportTests : HtmlReportTest
{
    const string IdleBox = "idle-box-on-the-path.client.pcap";
    const string Burst = "injected-burst.client.pcap";

    static readonly string[][] s_captures =
    [
        [IdleBox], [Burst], ["ipv6.client.pcap"], ["keepalive-race.client.pcap.gz"],
        ["no-reset.client.pcap"], ["zeek__get-to-ssh-server.pcap"], ["--all", "."],
        ["--ring", "ring"],
    ];

    static IEnumerable<TestCaseData> Looks()
        => from captures in s_captures
           from look in Look.All
           select new TestCaseData(captures, look).SetArgDisplayNames(captures[^1], look.Name);

    [TestCaseSource(nameof(Looks))]
    public async Task It_can_be_read_however_it_is_looked_at(string[] captures, Look look)
    {
        await using OpenPage page = await Open(Report(captures), look);

        page.AssertQuiet();
        await Legibility.Check(page);
    }

    [Test]
    public async Task It_prints()
    {
        await using OpenPage page = await Open(Report(IdleBox));

        Assert.That((await page.Print()).AsSpan(0, 5).SequenceEqual("%PDF-"u8), Is.True);
    }

    [Test]
    public async Task It_leads_with_a_sentence_and_the_worst_incident()
    {
        await using OpenPage page = await Open(Report(IdleBox));

        Assert.Multiple(async () =>
        {
            Assert.That(await page.Text("h1"), Is.EqualTo($"{IdleBox}: 2 resets, 1 connection"));
            Assert.That(await page.Text(".lead"), Does.StartWith("Worst: After 35 s of silence"));
            Assert.That(await page.Text("article h3"), Does.Contain("after a silence"));
            Assert.That(await page.Text("article .severity"), Is.EqualTo("cut by a third party"));
            Assert.That(await page.Count("script"), Is.Zero);
        });
    }

    [Test]
    public async Task The_ladder_shows_the_box_the_silence_and_the_reset()
    {
        await using OpenPage page = await Open(Report(IdleBox));
        string[] frames = await page.Ask<string[]>(
            "[...document.querySelectorAll('.ladder text.frame')].map(text => text.textContent)");

        // Frame 15 is the reset: from the middle to the client at the left, and red.
        float[] line = await page.Ask<float[]>(
            "(line => [line.x1.baseVal.value, line.x2.baseVal.value])"
                + "(document.querySelector('.ladder line.arrow.rst'))");
        string colour = await page.Ask<string>(
            "getComputedStyle(document.querySelector('.ladder line.arrow.rst')).stroke");
        Assert.Multiple(async () =>
        {
            Assert.That(frames, Is.SupersetOf((string[])["#1", "#14", "#15"]));
            Assert.That(await page.Text(".ladder text.silence"), Is.EqualTo("35 s of silence"));
            Assert.That(await page.Text(".ladder text.box"), Is.EqualTo("a box on the path"));
            Assert.That(await page.Text(".ladder text.end"), Does.StartWith("client 10.77.1.2:"));
            Assert.That(line[0], Is.EqualTo(257).Within(1), "from the middle");
            Assert.That(line[1], Is.LessThan(100), "to the client");
            Assert.That(colour, Is.EqualTo("rgb(179, 38, 30)"));
            Assert.That(await page.Count(".ladder line.side.broken"), Is.GreaterThan(1));
        });
    }

    [Test]
    public async Task Where_an_end_sent_it_there_is_no_box()
    {
        await using OpenPage page = await Open(Report("linger-zero-abort.client.pcap"));

        Assert.Multiple(async () =>
        {
            Assert.That(await page.Count(".ladder line.arrow.rst"), Is.EqualTo(1));
            Assert.That(await page.Count(".ladder .box"), Is.Zero);
            Assert.That(await page.Count(".ttl"), Is.Zero);
        });
    }

    [Test]
    public async Task The_TTL_of_an_accused_path_is_held_against_the_usual_ones()
    {
        await using OpenPage page = await Open(Report(Burst));

        Assert.Multiple(async () =>
        {
            Assert.That(await page.Text(".ttl text.of-reset"), Is.EqualTo("47: the reset"));
            Assert.That(
                await page.Text(".ttl text.usual"), Is.EqualTo("63: server, 3 segments"));
        });
    }

    [Test]
    public async Task Silences_show_the_timeout_that_follows()
    {
        await using OpenPage page = await Open(Report(IdleBox));

        Assert.Multiple(async () =>
        {
            Assert.That(await page.Count(".silences rect.bracket"), Is.EqualTo(1));
            Assert.That(
                await page.Text(".silences .legend"), Is.EqualTo("idle timeout at most 35 s"));
            Assert.That(await page.Count(".silences rect.silence"), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Evidence_alternatives_and_fix_stand_beside_the_ladder()
    {
        await using OpenPage page = await Open(Report(Burst));
        string[] heads = await page.Ask<string[]>(
            "[...document.querySelectorAll('.verdict h4')].map(head => head.textContent)");

        Assert.That(heads, Is.EqualTo((string[])["Fix", "Evidence", "Alternatives"]));
        Assert.That(await page.Text(".next code"),
            Is.EqualTo($"rsttrace explain {Burst} --frame 8"));
    }

    [Test]
    public async Task Incidents_stand_worst_first_and_lead_to_their_place()
    {
        await using OpenPage page = await Open(Report("."));
        string[] severities = await page.Ask<string[]>(
            "[...document.querySelectorAll('article')].map(article => article.className)");

        Assert.Multiple(async () =>
        {
            Assert.That(severities, Has.Length.EqualTo(12));
            Assert.That(severities[0], Is.EqualTo("sev-third-party"));
            Assert.That(await page.Count("article .ladder"), Is.EqualTo(12));
            Assert.That(await page.Text("#incident-1 h3"),
                Is.EqualTo(await page.Text(".overview a[href='#incident-1']")));
        });
    }

    [Test]
    public async Task What_can_be_read_only_once_has_no_ladder_and_says_so()
    {
        string path = Path.Combine(Folder, "stream.html");
        RstTraceProcess.Shell(
            Sample.Folder, $"\"$RSTTRACE\" analyze - --format html -o '{path}' < <(cat {IdleBox})");
        await using OpenPage page = await Open(path);

        Assert.Multiple(async () =>
        {
            Assert.That(await page.Text("h1"), Does.StartWith("standard input: 2 resets"));
            Assert.That(await page.Count(".ladder"), Is.Zero);
            Assert.That(await page.Text("article > .quiet"), Does.StartWith("No ladder"));
        });
    }

    [Test]
    public void The_same_captures_give_the_same_page()
        => Assert.That(
            File.ReadAllText(Report("--redact", ".")),
            Is.EqualTo(File.ReadAllText(Report("--redact", "."))));

    [TestCase]
    [TestCase("--all")]
    public async Task A_hundred_thousand_resets_make_a_page_that_opens(params string[] options)
    {
        string capture = Path.Combine(Folder, "many.pcap");
        if (!File.Exists(capture)) WriteResets(capture, 100_000);
        string report = Report([.. options, capture]);
        await using OpenPage page = await Open(report);

        Assert.That(new FileInfo(report).Length, Is.LessThan(5_000_000));
        Assert.That(await page.Text("h1"), Does.Match(@" in 1\d\d,\d\d\d RST frames"));
        Assert.That(await page.Text(".overview > .quiet"), Does.Match(
            @"^and \d+,\d+ resets in \d+ more incidents, which are left out here"));
        await Legibility.Check(page);
    }

    static void WriteResets(string path, long resets)
    {
        using var traffic = new Traffic(new TrafficOptions
        {
            Frames = long.MaxValue,
            Flows = 1_000,
            ResetShare = 1,
        });
        using var file = new FileStream(path, FileMode.Create);
        var writer = new PcapWriter(file, 96);
        while (traffic.Counters.Resets < resets
            && traffic.Read(out Frame frame) == ReadOutcome.Frame)
        {
            writer.Write(in frame);
        }

        writer.Flush();
    }
}
