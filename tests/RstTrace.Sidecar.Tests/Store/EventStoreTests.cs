using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Tests.Store;

/// <summary>What the history keeps, and through what.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventStoreTests
{
    string _folder = "";
    string _file = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-store-").FullName;
        _file = Path.Combine(_folder, "not", "there", "events.db");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_event_is_in_the_columns_and_whole_in_its_line()
    {
        using (EventStore store = Open(new StoreOptions { File = _file }))
            store.Take(SomeEvents.Reset(7));

        string line = Encoding.UTF8.GetString(SomeEvents.Line(SomeEvents.Reset(7)));
        Assert.That(
            Ask(
                """
                SELECT time, at, length(event_id), host, interface, cause, sender, claimed_sender,
                    stage, confidence, strength, client, client_port, server, server_port,
                    flow_key, stream, server_name, idle_ns, json
                FROM resets
                """).Single(),
            Is.EqualTo(new[]
            {
                "1795221354007000000", "2026-11-21T00:35:54.007Z", "32", "here", "eth0",
                "port-closed", "server", "server", "handshake", "0.97", "single-vantage",
                "10.0.1.3", "10007", "10.0.0.9", "5432", Ask("SELECT flow_key FROM resets")[0][0],
                "7", "shop.example.org", "3000000000", line,
            }));
        Assert.That(Ask("SELECT flow_key FROM resets")[0][0], Does.StartWith("1:"));
    }

    [Test]
    public void An_incident_is_in_the_columns_too()
    {
        Incident incident = SomeEvents.Incidents(
            SomeEvents.Reset(0), SomeEvents.Reset(5), SomeEvents.Reset(10)).Single();
        using (EventStore store = Open(new StoreOptions { File = _file }))
        {
            store.Take(incident);
            store.Take(incident); // once is enough
        }

        Assert.That(
            Ask(
                """
                SELECT time, until, cause, sender, server, server_port, count, title,
                    json_extract(json, '$.incident.story') IS NOT NULL
                FROM incidents
                """).Single(),
            Is.EqualTo(new[]
            {
                "1795221354000000000", "1795221354010000000", "port-closed", "server", "10.0.0.9",
                "5432", "3", incident.Title, "1",
            }));
    }

    [Test]
    public void Another_reads_while_it_writes_and_sees_each_event_within_a_second_or_so()
    {
        using EventStore store = Open(new StoreOptions { File = _file });
        for (int number = 0; number < 3; number++)
        {
            store.Take(SomeEvents.Reset(number));
            Eventually.Holds(
                () => Ask("SELECT count(*) FROM resets")[0][0] == $"{number + 1}",
                () => store.Ailment ?? "nothing ails it");
        }

        Assert.That(store.Counts.Delivered, Is.EqualTo(3));
        Assert.That(store.Counts.Taken, Is.EqualTo(3));
        Assert.That(store.Counts.Dropped, Is.Zero);
    }

    [Test]
    public void What_was_committed_outlives_a_kill()
    {
        long committed = 0;
        for (int life = 0; life < 4; life++)
        {
            using Victim victim = Victim.Start("store", _file, $"{life * 1_000_000}");
            long said = victim.ReadUntil(200 * (life + 1));
            victim.Kill();
            committed += said;

            Assert.That(Ask("PRAGMA integrity_check")[0][0], Is.EqualTo("ok"));
            long kept = long.Parse(Ask("SELECT count(*) FROM resets")[0][0]);
            Assert.That(kept, Is.GreaterThanOrEqualTo(committed));
            committed = kept;

            // Of what each life wrote, the first so many: no hole.
            Assert.That(
                Ask(
                    """
                    SELECT stream / 1000000 FROM resets GROUP BY 1
                    HAVING max(stream) - min(stream) + 1 != count(*) OR count(json) != count(*)
                    """),
                Is.Empty);
        }
    }

    [Test]
    public void A_full_disk_is_waited_for()
    {
        using var disk = new SmallDisk(2_000);
        _file = Path.Combine(disk.Folder, "events.db");
        var options = new StoreOptions { File = _file, MaxOctets = 1 << 20, QueueLength = 100 };
        using (EventStore store = Open(options))
        {
            store.Take(SomeEvents.Reset(0));
            Eventually.Holds(() => store.Counts.Delivered == 1, () => store.Ailment ?? "");
            disk.Fill();
            for (int number = 1; number <= 1_500; number++) store.Take(SomeEvents.Reset(number));
            Eventually.Holds(() => store.Ailment is not null, () => "nothing ails it");
            Assert.That(store.Ailment, Does.Contain("no room").And.Contains("df -h"));

            disk.Clear();
            Eventually.Holds(
                () => store is { Ailment: null, Counts.Spooled: 0 }, () => store.Ailment ?? "");
            OutletCounts counts = store.Counts;
            Assert.That(counts.Retried, Is.Positive);
            Assert.That(counts.Dropped, Is.Positive); // There was no room for all in the queue.
            Assert.That(counts.Delivered + counts.Dropped, Is.EqualTo(counts.Taken));
            Assert.That(
                long.Parse(Ask("SELECT count(*) FROM resets")[0][0]) + store.Expired,
                Is.EqualTo(counts.Delivered));
        }
    }

    [Test]
    public void What_is_too_old_is_deleted()
    {
        var clock = new SetClock(SomeEvents.Begin);
        var options = new StoreOptions { File = _file, MaxAge = TimeSpan.FromHours(1) };
        using (EventStore store = Open(options, clock))
        {
            long old = SomeEvents.Begin - (3_601L * 1_000_000_000);
            for (int number = 0; number < 5; number++)
                store.Take(SomeEvents.Reset(number, begin: old));
            foreach (Incident incident in SomeEvents.Incidents(SomeEvents.Reset(0, begin: old)))
                store.Take(incident);
            store.Take(SomeEvents.Reset(1));
            Eventually.Holds(() => store.Counts.Delivered == 7, () => store.Ailment ?? "");
            clock.Advance(TimeSpan.FromMinutes(2));
            Eventually.Holds(() => store.Expired == 6, () => $"{store.Expired} of 6");
        }

        Assert.That(Ask("SELECT stream FROM resets")[0][0], Is.EqualTo("1"));
        Assert.That(Ask("SELECT count(*) FROM reset_lines")[0][0], Is.EqualTo("1"));
        Assert.That(Ask("SELECT * FROM incidents"), Is.Empty);
    }

    [Test]
    public void A_clock_that_is_set_forward_deletes_nothing()
    {
        var clock = new SetClock(SomeEvents.Begin);
        using EventStore store = Open(new StoreOptions { File = _file }, clock);
        store.Take(SomeEvents.Reset(1));
        clock.Set(TimeSpan.FromDays(400));
        clock.Advance(TimeSpan.FromMinutes(2));
        store.Take(SomeEvents.Reset(2, begin: SomeEvents.Begin + (400 * 86_400_000_000_000)));
        Eventually.Holds(() => store.Counts.Delivered == 2, () => store.Ailment ?? "");
        store.Dispose();
        Assert.That(Ask("SELECT count(*) FROM resets")[0][0], Is.EqualTo("2"));
        Assert.That(store.Expired, Is.Zero);
    }

    [Test]
    public void It_is_no_larger_than_it_may_be_and_keeps_the_latest()
    {
        const int Events = 3_000;
        var options = new StoreOptions { File = _file, MaxOctets = 2 << 20, QueueLength = 5_000 };
        using (EventStore store = Open(options))
        {
            for (int number = 0; number < Events; number++)
            {
                store.Take(SomeEvents.Reset(number));
                if (number % 500 != 499) continue;
                Eventually.Holds(() => store.Counts.Spooled == 0, () => store.Ailment ?? "");
            }

            Eventually.Holds(() => store.Expired > 0, () => "nothing deleted");
        }

        Assert.That(StoreWriter.OctetsOf(_file), Is.LessThanOrEqualTo(options.MaxOctets));
        string[] kept = Ask("SELECT count(*), max(stream), min(stream) FROM resets")[0];
        Assert.That(kept[1], Is.EqualTo($"{Events - 1}"));
        Assert.That(int.Parse(kept[0]), Is.InRange(300, Events - 500));
        Assert.That(int.Parse(kept[2]), Is.EqualTo(Events - int.Parse(kept[0])));
        Assert.That(Ask("PRAGMA integrity_check")[0][0], Is.EqualTo("ok"));
    }

    [Test]
    public void A_file_of_another_program_or_of_a_newer_version_is_left_alone()
    {
        Open(new StoreOptions { File = _file }).Dispose();
        Write("PRAGMA user_version = 99");
        Assert.That(
            Assert.Throws<CaptureException>(() => Open(new StoreOptions { File = _file }))!.Message,
            Does.Contain("newer rsttrace"));

        Write("PRAGMA application_id = 7");
        Assert.That(
            Assert.Throws<CaptureException>(() => Open(new StoreOptions { File = _file }))!.Message,
            Does.Contain("another program"));

        File.WriteAllText(_file, "a letter to my mother, which is longer than a hundred octets " +
            "since she has not heard of me for a long time and asked me why that is.");
        foreach (string part in (string[])["-wal", "-shm"]) File.Delete(_file + part);
        Assert.That(
            Assert.Throws<CaptureException>(() => Open(new StoreOptions { File = _file }))!.Message,
            Does.Contain("not a database"));
        Assert.That(File.ReadAllText(_file), Does.StartWith("a letter"));
    }

    [Test]
    public void A_damaged_file_is_set_aside()
    {
        using (EventStore store = Open(new StoreOptions { File = _file }))
            for (int number = 0; number < 200; number++) store.Take(SomeEvents.Reset(number));

        using (FileStream file = File.OpenWrite(_file))
        {
            file.Position = 4096;
            file.Write(Encoding.ASCII.GetBytes(new string('x', (int)file.Length - 8192)));
        }

        var said = new List<string>();
        using (var store = new EventStore(
            new StoreOptions { File = _file }, "here", SomeEvents.Report, said.Add,
            TimeProvider.System))
        {
            store.Take(SomeEvents.Reset(1_000));
            Eventually.Holds(() => store.Counts.Delivered == 1, () => store.Ailment ?? "");
        }

        Assert.That(said.Single(), Does.Contain("damaged"));
        Assert.That(Ask("SELECT stream FROM resets").Single()[0], Is.EqualTo("1000"));
        Assert.That(
            Directory.GetFiles(Path.GetDirectoryName(_file)!, "events.db.damaged-*"), Is.Not.Empty);
    }

    static EventStore Open(StoreOptions options, TimeProvider? clock = null)
        => new(options, "here", SomeEvents.Report, _ => { }, clock ?? TimeProvider.System);

    void Write(string statement)
    {
        using Database database = Database.OpenToWrite(_file);
        database.Execute(statement);
    }

    List<string[]> Ask(string statement)
    {
        using Database database = Database.OpenToRead(_file, isAtRest: false);
        using Statement prepared = database.Prepare(statement);
        var rows = new List<string[]>();
        while (prepared.Step())
        {
            rows.Add([.. Enumerable.Range(0, prepared.Columns)
                .Select(column => prepared.Text(column) ?? "")]);
        }

        return rows;
    }

    // Its time passes as the system's does, and is moved besides.
    sealed class SetClock(long begin) : TimeProvider
    {
        TimeSpan _step, _passed;

        public void Set(TimeSpan by) => _step += by;

        public void Advance(TimeSpan by) => _passed += by;

        public override DateTimeOffset GetUtcNow()
            => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(begin / 100) + _step + _passed;

        public override long GetTimestamp() => base.GetTimestamp() + _passed.Ticks
            * (TimestampFrequency / TimeSpan.TicksPerSecond);
    }
}
