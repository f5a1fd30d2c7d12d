using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;

namespace RstTrace.Samples.Tests.Html;

/// <summary>A report of a capture that attacks its reader, in a browser.</summary>
public sealed class HostileReportTests : HtmlReportTest
{
    // Markup, a terminal's escape, and a turn of the reading order.
    const string FileName = "<b id=evil>\"'\e[31m\u202etxt.pcap";

    [Test]
    public async Task What_came_off_the_wire_is_text_and_nothing_else()
    {
        await using OpenPage page = await Open(HostileReport());
        string text = await page.Text("main");

        page.AssertQuiet();
        Assert.Multiple(async () =>
        {
            Assert.That(
                await page.Count("script, img, iframe, #evil, [onclick], [onerror], [onload]"),
                Is.Zero);
            Assert.That(text, Does.Contain(HostileCapture.ServerName));
            Assert.That(text, Does.Contain(HostileCapture.Host));
            Assert.That(text, Does.Contain(HostileCapture.Target));
            Assert.That(text, Does.Contain(@"secret-d \x1b[2J""&lt;"""));
            Assert.That(text, Does.Contain(HostileCapture.Greeting));
            Assert.That(text, Does.Contain(@"<b id=evil>""'\x1b[31m\u{202e}txt.pcap"));
        });
    }

    [Test]
    public void No_character_of_it_controls_anything()
        => Assert.That(
            File.ReadAllText(HostileReport()).Where(character =>
                char.IsControl(character) && character != '\n'
                || char.GetUnicodeCategory(character)
                    == System.Globalization.UnicodeCategory.Format),
            Is.Empty);

    [TestCaseSource(typeof(Look), nameof(Look.All))]
    public async Task It_can_be_read(Look look)
    {
        await using OpenPage page = await Open(HostileReport(), look);
        await Legibility.Check(page);
    }

    string HostileReport()
    {
        string capture = Path.Combine(Folder, FileName);
        File.WriteAllBytes(capture, HostileCapture.Build());
        return Report(capture);
    }
}
