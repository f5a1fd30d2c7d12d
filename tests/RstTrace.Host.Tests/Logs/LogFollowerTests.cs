using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs;
using RstTrace.Host.Logs.Following;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Logs that are still being written.</summary>
sealed class LogFollowerTests
{
    readonly List<string> _failures = [];
    string _folder = "", _log = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-logs-").FullName;
        _log = Path.Combine(_folder, "x.log");
        _failures.Clear();
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Lines_that_come_are_found_also_through_rotations()
    {
        Append("old");
        using LogFollower logs = Follow();
        Append("one");
        logs.Poll(Resets.Noon);
        Append("two");
        File.Move(_log, _log + ".1");
        Append("three");
        logs.Poll(Resets.Noon);
        File.Delete(_log);
        Append("four");
        logs.Poll(Resets.Noon);
        File.WriteAllText(_log, "");
        Append("5");
        logs.Poll(Resets.Noon);

        Assert.That(Found(logs), Is.EqualTo("one two three four 5"));
        Assert.That(_failures, Is.Empty);
    }

    [Test]
    public void A_line_counts_when_it_is_whole()
    {
        using LogFollower logs = Follow(fails: true);
        File.WriteAllText(_log, "2026-11-21T12:00:00.3Z h x: 192.0.2.7");
        logs.Poll(Resets.Noon);
        Assert.That(Found(logs), Is.Empty);

        File.AppendAllText(_log, ":4711 whole\n");
        logs.Poll(Resets.Noon);
        Assert.That(Found(logs), Is.EqualTo("whole"));
    }

    [Test]
    public void A_log_that_is_not_there_is_said_once_and_waited_for()
    {
        using LogFollower logs = Follow(fails: true);
        logs.Poll(Resets.Noon);
        Append("later");
        logs.Poll(Resets.Noon);

        // What is written while nobody had it open is from its begin on.
        Append("more");
        logs.Poll(Resets.Noon);
        Assert.That(Found(logs), Does.Contain("more"));
        Assert.That(logs.HasFailed, Is.True);
        Assert.That(_failures, Has.Count.EqualTo(1));
    }

    // In another zone, with no word of it: its lines tell by when they come.
    [TestCase("2026-11-21 17:30:00.3", true)]
    [TestCase("2026-11-21 12:00:37.3", true)]
    [TestCase("2026-11-21 12:00:00.3", false)]
    public void A_zone_or_a_clock_that_runs_ahead_is_seen_when_lines_come(string time, bool isOff)
    {
        File.WriteAllText(_log, "");
        using LogFollower logs = Follow();
        File.AppendAllText(_log, $"{time} x: 192.0.2.7:4711 hello\n");
        logs.Poll(Resets.Noon + Duration.FromMilliseconds(100));

        Assert.That(Found(logs), Is.EqualTo("hello"));
        Assert.That(logs.Offsets(), isOff ? Is.Not.Empty : Is.Empty);
    }

    [Test]
    public void Old_lines_are_forgotten()
    {
        File.WriteAllText(_log, "");
        using LogFollower logs = Follow();
        Append("one");
        logs.Poll(Resets.Noon);
        Append("two");
        logs.Poll(Resets.Noon + Duration.FromSeconds(61));

        Assert.That(Found(logs), Is.EqualTo("two"));
    }

    LogFollower Follow(bool fails = false)
    {
        var logs = new LogFollower(
            new LogRequest { Paths = [_log], Zone = TimeZoneInfo.Utc }, Resets.Noon,
            failure => _failures.Add(failure.Message));
        Assert.That(_failures, Has.Count.EqualTo(fails ? 1 : 0));
        return logs;
    }

    void Append(string word)
        => File.AppendAllText(_log, $"2026-11-21T12:00:00.3Z h x: 192.0.2.7:4711 {word}\n");

    static string Found(LogFollower logs)
    {
        var words = new List<string>();
        foreach (LogEvidence line in logs.Attach([Resets.At(0)])[0].LogLines)
            words.Add(line.Text[(line.Text.LastIndexOf(' ') + 1)..]);

        return string.Join(' ', words);
    }
}
