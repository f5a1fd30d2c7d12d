using System.Collections.Generic;
using System.IO;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Testing;

namespace RstTrace.Reports.Tests;

public class CsvReportTests
{
    [Test]
    public void A_reset_is_a_row()
    {
        List<Dictionary<string, string>> rows = Report(Events.KeepAliveRace, Events.IdleBox);

        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows[0]["time"], Is.EqualTo("2026-11-21T00:36:38.650272000Z"));
        Assert.That(rows[0]["cause"], Is.EqualTo("keepalive-race"));
        Assert.That(rows[0]["frames"], Is.EqualTo("13 15"));
        Assert.That(rows[0]["confidence"], Is.EqualTo("0.95"));
        Assert.That(rows[0]["server_port"], Is.EqualTo("20001"));
        Assert.That(rows[0]["accepted"], Is.EqualTo("true"));
        Assert.That(rows[0]["file"], Is.EqualTo("a,b.pcap"));
        Assert.That(rows[1]["sender"], Is.EqualTo("third-party"));
        Assert.That(rows[1]["http_host"], Is.Empty);
    }

    // OWASP's list, and the wide forms that spreadsheets take for the same.
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1", TestName = "A text that looks like a number is a text")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "\\x09=1")]
    [TestCase("\r=1", "\\x0d=1")]
    [TestCase("\uFF1D1", "'\uFF1D1")]
    [TestCase("a=1", "a=1")]
    [TestCase("\"a\",\n=1", "\"a\",\\x0a=1")]
    [TestCase("\u202e\u001b[2J", "\\u{202e}\\x1b[2J")]
    public void No_cell_is_a_formula_or_moves_a_cursor(string host, string cell)
    {
        ResetEvent reset = Events.Abort with
        {
            Flow = Events.Abort.Flow with { HttpHost = host },
        };

        Assert.That(Report(reset)[0]["http_host"], Is.EqualTo(cell));
    }

    [Test]
    public void A_number_below_0_stays_one()
    {
        ResetEvent reset = Events.Abort with { Idle = Events.Microseconds(-5) };

        Assert.That(Report(reset)[0]["idle_ns"], Is.EqualTo("-5000"));
    }

    static List<Dictionary<string, string>> Report(params ResetEvent[] resets)
    {
        using var output = new MemoryStream();
        using (var report = new CsvReport(output))
        {
            report.Open(["a,b.pcap"]);
            foreach (ResetEvent reset in resets) report.Take(reset);
            report.Finish();
        }

        return Csv.Read(Encoding.UTF8.GetString(output.ToArray()));
    }
}
