using System.IO;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Reports.Html;

namespace RstTrace.Reports.Tests;

/// <summary>The line of a report that opens a reset in Wireshark.</summary>
public class OpenInWiresharkTests
{
    [TestCase("client.pcap", "wireshark -r client.pcap -g 15 -Y 'tcp.stream==0'")]
    [TestCase("it's here.pcap",
        @"wireshark -r 'it'\''s here.pcap' -g 15 -Y 'tcp.stream==0'")]
    [TestCase("-r.pcap", "wireshark -r ./-r.pcap -g 15 -Y 'tcp.stream==0'")]
    public void A_verdict_says_how_to_open_it_in_Wireshark(string file, string command)
        => Assert.That(
            Report(file),
            Does.Contain($"\n   open   {command}\n"));

    [Test]
    public void What_is_no_file_cannot_be_opened()
    {
        var stream = new TextOptions { IsFile = name => name != "/dev/fd/63" };
        Assert.That(Report("-"), Does.Contain("who").And.Not.Contain("wireshark"));
        Assert.That(
            Report("/dev/fd/63", stream), Does.Contain("who").And.Not.Contain("wireshark"));
    }

    // Wireshark counts all connections, and we those that the filter passed.
    [Test]
    public void Behind_a_filter_streams_have_other_numbers()
    {
        Assert.That(
            Report("x.pcap", leftOut: 1), Does.Contain("wireshark -r x.pcap -g 15\n"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_page_says_it_too_where_there_is_a_file(bool isFile)
    {
        using var output = new StringWriter();
        string page = Report(
            "x.pcap", output, new HtmlReport(output, _ => isFile, all: false), leftOut: 1);

        Assert.That(page, Does.Contain("<dt>who</dt>"));
        Assert.That(
            page.Contains("<dt>open</dt><dd><code>wireshark -r x.pcap -g 15</code></dd>"),
            Is.EqualTo(isFile));
    }

    static string Report(string file, TextOptions? options = null, long leftOut = 0)
    {
        using var output = new StringWriter();
        var report = new TextReport(output, TextStyle.Plain, options ?? new TextOptions());
        return Report(file, output, report, leftOut);
    }

    static string Report(string file, StringWriter output, IReport report, long leftOut)
    {
        TraceCounters counters = Counted.Of(20, Events.IdleBox.Time, Events.IdleBox.Time, 1, 1);
        counters.FramesLeftOut = leftOut;
        report.Open([file]);
        report.Take(Events.IdleBox);
        foreach (Core.Incidents.Incident incident in Incidents.Of([Events.IdleBox]))
            report.Take(incident);
        report.Close(counters, []);
        report.Finish();
        return output.ToString();
    }
}
