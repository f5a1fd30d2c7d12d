using System.IO;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>The line that tells how far a capture is read.</summary>
sealed class ProgressTests
{
    const long Long = 65 << 20, Short = 63 << 20;

    [TestCase(1_500_000, 50_000_000, 200_000_000, 0.5, " 25%  1.5 M frames  100 MB/s  0:01 left")]
    [TestCase(1_500_000, 1_000_000, 200_000_000, 1.0, "  0%  1.5 M frames  1 MB/s  3:19 left")]
    [TestCase(1_500_000, 200_000_000, 200_000_000, 2.0, "100%  1.5 M frames  100 MB/s")]
    [TestCase(0, 0, 200_000_000, 2.0, "  0%  0.0 M frames  0 MB/s")]
    public void Says_share_frames_speed_and_time_left(
        long frames, long position, long length, double seconds, string line)
        => Assert.That(Progress.Line(frames, position, length, seconds), Is.EqualTo(line));

    [TestCase(true, true, Long, true, TestName = "A terminal and a long capture")]
    [TestCase(true, true, Short, false, TestName = "A short capture")]
    [TestCase(true, true, null, false, TestName = "A stream of no known length")]
    [TestCase(false, true, Long, false, TestName = "No terminal")]
    [TestCase(true, false, Long, false, TestName = "A dumb terminal")]
    public void Is_shown_where_it_helps(bool errors, bool escapes, long? length, bool shown)
    {
        var terminal = new Terminal(false, errors, escapes, false, false, 80);

        Assert.That(Progress.For(terminal, TextWriter.Null, length) is not null, Is.EqualTo(shown));
    }

    [Test]
    public void Comes_five_times_a_second_at_most_and_leaves_nothing()
    {
        var errors = new StringWriter();
        var terminal = new Terminal(false, true, true, false, false, 80);
        Progress progress = Progress.For(terminal, errors, Long)!;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 700) progress.Show(1, 1);
        double most = watch.Elapsed.TotalSeconds / 0.2;
        progress.Clear();

        int shown = errors.ToString().Split("M frames").Length - 1;
        Assert.That(shown, Is.Positive.And.LessThanOrEqualTo(most));
        Assert.That(errors.ToString(), Does.EndWith("\r\u001b[K"));
    }
}
