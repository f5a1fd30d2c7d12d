using System;
using System.IO;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Reports.Comparing;

namespace RstTrace.Reports.Tests;

public class EventLinesTests
{
    [Test]
    public void Counts_what_NdjsonReport_wrote()
    {
        using var written = new MemoryStream();
        using var report = new NdjsonReport(written);
        report.Open(["a.pcap"]);
        foreach (ResetEvent reset in new[] { Events.Abort, Events.Abort, Events.ClosedPort })
            report.Take(reset);
        foreach (var incident in Incidents.Of([Events.Abort])) report.Take(incident);
        var stats = new StatsLine();
        stats.Add(Counted.Of(10, Events.Abort.Time, Events.Abort.Time, 7, 3));
        written.Write(Encoding.UTF8.GetBytes(stats.ToJson(default)));

        (ResetTally tally, EventLines lines) = Read(written.ToArray());

        Assert.That(lines.Bad, Is.Zero);
        Assert.That(tally.Resets, Is.EqualTo(3));
        Assert.That(tally.Connections, Is.EqualTo(7));
        Assert.That(
            tally.Counts[new ResetKey("linger-zero-abort", "10.77.2.2:20001")], Is.EqualTo(2));
        Assert.That(tally.Counts[new ResetKey("port-closed", "10.77.2.2:20001")], Is.EqualTo(1));
    }

    [TestCase("{", "no JSON")]
    [TestCase("[]", "no line of rsttrace")]
    [TestCase("7", "no line of rsttrace")]
    [TestCase("{}", "no line of rsttrace")]
    [TestCase("{\"schema\":7}", "no line of rsttrace")]
    [TestCase("{\"schema\":\"rsttrace.reset/2\"}", "no line of rsttrace")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\"}", "a reset without a cause")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\",\"reset\":7}", "a reset without a cause")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\",\"reset\":{\"cause\":null}}",
        "a reset without a cause")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\",\"reset\":{\"cause\":\"x\"},\"server\":[]}",
        "a reset without a server")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\",\"reset\":{\"cause\":\"x\"},"
        + "\"server\":{\"ip\":\"::1\",\"port\":65536}}", "a reset without a server")]
    [TestCase("{\"schema\":\"rsttrace.reset/1\",\"reset\":{\"cause\":\"x\"},"
        + "\"server\":{\"ip\":\"::1\",\"port\":\"80\"}}", "a reset without a server")]
    [TestCase("{\"schema\":\"rsttrace.stats/1\",\"flows\":-1}", "counts without flows")]
    [TestCase("{\"schema\":\"rsttrace.stats/1\",\"flows\":1e99}", "counts without flows")]
    public void A_line_that_is_none_of_ours_is_named(string line, string wrong)
    {
        (ResetTally tally, EventLines lines) = Read(Encoding.UTF8.GetBytes($"\n{line}\n\n"));

        Assert.That(lines.Bad, Is.EqualTo(1));
        Assert.That(lines.Named, Is.EqualTo(new[] { $"line 2: {wrong}" }));
        Assert.That(tally.Resets, Is.Zero);
    }

    [Test]
    public void Text_that_is_no_UTF_8_is_a_bad_line()
    {
        byte[] octets = [.. "{\"schema\":\"rsttrace.\xE9\"}"u8.ToArray(), 10];
        octets[20] = 0xFF;
        Assert.That(Read(octets).Lines.Bad, Is.EqualTo(1));
    }

    [Test]
    public void Nesting_without_end_is_a_bad_line()
        => Assert.That(
            Read(Encoding.UTF8.GetBytes(new string('[', 500_000))).Lines.Bad, Is.EqualTo(1));

    [Test]
    public void A_line_without_end_takes_no_more_memory_than_a_line_may()
    {
        var endless = new Repeated((byte)'x', 64L << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var lines = new EventLines();
        lines.Read("{"u8, endless, new ResetTally("x"), default);

        Assert.That(lines.Bad, Is.EqualTo(1));
        Assert.That(
            GC.GetAllocatedBytesForCurrentThread() - before,
            Is.LessThan(4 * EventLines.LongestLine));
    }

    [Test]
    public void What_follows_a_long_line_is_read()
    {
        string good = "{\"schema\":\"rsttrace.stats/1\",\"flows\":5}";
        string text = $"{new string('x', 3 * EventLines.LongestLine)}\n{good}\n{{\n";
        (ResetTally tally, EventLines lines) = Read(Encoding.UTF8.GetBytes(text));

        Assert.That(tally.Connections, Is.EqualTo(5));
        Assert.That(lines.Named, Is.EqualTo(new[]
        {
            $"line 1: longer than {EventLines.LongestLine} octets", "line 3: no JSON",
        }));
    }

    [Test]
    public void More_pairs_than_are_told_apart_are_counted_together()
    {
        const int Many = ResetTally.MostKeys + 5_000;
        var tally = new ResetTally("x");
        for (int i = 0; i < Many; i++) tally.Add($"cause{i}", $"10.0.0.1:{i}");

        long sum = 0;
        foreach ((_, long count) in tally.Counts) sum += count;
        Assert.That(sum, Is.EqualTo(Many));
        Assert.That(tally.Counts, Has.Count.LessThan(ResetTally.MostKeys + 1_100));
        Assert.That(tally.Counts[new ResetKey("other", "other")], Is.EqualTo(4_000));
    }

    static (ResetTally Tally, EventLines Lines) Read(byte[] octets)
    {
        var tally = new ResetTally("x");
        var lines = new EventLines();
        lines.Read([], new MemoryStream(octets), tally, default);
        return (tally, lines);
    }

    // So many of one octet, without holding them.
    sealed class Repeated(byte octet, long left) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, left);
            left -= read;
            buffer.AsSpan(offset, read).Fill(octet);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin)
            => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
            => throw new NotSupportedException();
    }
}
