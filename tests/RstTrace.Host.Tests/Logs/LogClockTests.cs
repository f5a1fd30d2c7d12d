using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Logs of other clocks and other zones.</summary>
sealed class LogClockTests : LogFolderTest
{
    [TestCase(37, "", "37 s ahead for a clock that is wrong")]
    [TestCase(-37, "", "37 s behind for a clock that is wrong")]
    [TestCase(19_800, "", "5 h 30 min ahead for another time zone")]
    [TestCase(19_837, "", "5 h 30 min ahead for another time zone and 37 s ahead for a clock")]
    [TestCase(-28_800, "", "8 h behind for another time zone")]
    [TestCase(19_800, "+05:30", null)]
    [TestCase(1, "", null)]
    public void What_a_clock_or_a_zone_is_off_by_is_found(int seconds, string zone, string? said)
    {
        var resets = new List<ResetEvent>();
        var lines = new List<string>();
        for (int i = 0; i < 5; i++)
        {
            resets.Add(Resets.At(20 * i, (ushort)(5_000 + i), length: 3 + (2 * i)));
            DateTime end = Moment(resets[i].Time, seconds);
            lines.Add(Line("{0:yyyy-MM-dd HH:mm:ss.fff} x: lost 192.0.2.7:{1}", end, 5_000 + i));
            lines.Add(Line("{0:yyyy-MM-dd HH:mm:ss.fff} x: hello from 192.0.2.7", end));
        }

        IReadOnlyList<ResetEvent> found = Attach([Write([.. lines])], zone, [.. resets]);
        foreach (ResetEvent reset in found)
        {
            Assert.That(Fits(reset), Is.EqualTo("Endpoint Address"), string.Join(';', Warnings));
            Assert.That(
                reset.LogLines[0].Since.Seconds,
                    Is.EqualTo(said is null ? seconds % 1800 : 0).Within(0.01));
        }

        if (said is null) Assert.That(Warnings, Is.Empty);
        else Assert.That(Warnings, Has.One.Contains(said));
    }

    // The same port was in use an hour before.
    [Test]
    public void One_earlier_connection_from_the_same_port_moves_no_clock()
    {
        string log = Write("2026-11-21T11:02:00Z h x: lost 192.0.2.7:4711");
        Assert.That(Attach([log], Resets.At(0))[0].LogLines, Is.Empty);
        Assert.That(Warnings, Has.One.Contains("none of its 1 lines"));
    }

    // Where each lasts a minute, "accepted" must not be taken for the end of the one before.
    [Test]
    public void Begins_and_ends_are_not_taken_for_each_other()
    {
        var resets = new List<ResetEvent>();
        var lines = new List<string>();
        for (int i = 0; i < 5; i++)
        {
            resets.Add(Resets.At(100 * i, (ushort)(5_000 + i), length: 60));
            lines.Add(Line("{0:yyyy-MM-ddTHH:mm:ss.fffZ} h sshd[1]: Connection from 192.0.2.7 "
                + "port {1} "
                + "on 192.0.2.200 port 22", Moment(resets[i].Flow.Start, 37), 5_000 + i));
        }

        Attach([Write([.. lines])], [.. resets]);
        Assert.That(Warnings, Has.One.Contains("37 s ahead"));
    }

    [Test]
    public void A_stream_is_read_once_and_its_clock_only_spoken_of()
    {
        string pipe = Path.Combine(Folder, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe])) make.WaitForExit();
        var resets = new ResetEvent[] { Resets.At(0, 5_000), Resets.At(30, 5_001) };
        string lines = string.Join('\n',
            Line("{0:yyyy-MM-ddTHH:mm:ss.fffZ} h x: 192.0.2.7:5000", Moment(resets[0].Time, 37)),
            Line("{0:yyyy-MM-ddTHH:mm:ss.fffZ} h x: 192.0.2.7:5001", Moment(resets[1].Time, 37)));
        var writer = System.Threading.Tasks.Task.Run(() => File.WriteAllText(pipe, lines));
        IReadOnlyList<ResetEvent> found = Attach([$"{pipe}"], resets);
        writer.Wait();

        Assert.That(found[0].LogLines, Is.Empty);
        Assert.That(Warnings, Has.One.Contains("as a stream it is read only once"));
    }
}
