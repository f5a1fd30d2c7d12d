using System;
using System.IO;
using System.Threading;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Sidecar.Delivery;
using RstTrace.Sidecar.Tests.Store;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>Deliveries to a real ClickHouse, which has troubles of its own.</summary>
[NonParallelizable]
public sealed class ClickHouseTests : IDisposable
{
    ClickHouseServer? _started;
    string _folder = "";

    ClickHouseServer Server => _started!;

    [OneTimeSetUp]
    public void Start() => _started = new ClickHouseServer();

    // NUnit does so at the end.
    public void Dispose() => _started?.Dispose();

    [SetUp]
    public void Clean()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-delivery-").FullName;
        Server.Execute("DROP TABLE IF EXISTS rsttrace_resets");
        Server.Execute("DROP TABLE IF EXISTS rsttrace_incidents");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Events_are_rows_of_the_schema()
    {
        Server.Execute(ClickHouseSchema.Text);
        using (IOutlet outlet = Open())
        {
            outlet.Take(SomeEvents.Reset(7));
            foreach (var incident in SomeEvents.Incidents(SomeEvents.Reset(7)))
                outlet.Take(incident);
            Arrive(outlet, 2);
        }

        Assert.That(
            Server.Ask(
                """
                SELECT day, toUnixTimestamp(time), time_ns, length(event_id), host, interface,
                    cause, sender, stage, confidence, client, client_port, server, server_port,
                    stream, server_name, idle_ns, client_isn
                FROM rsttrace_resets FORMAT CSV
                """),
            Is.EqualTo(
                "\"2026-11-21\",1795221354,1795221354007000000,32,\"here\",\"eth0\","
                + "\"port-closed\",\"server\",\"handshake\",0.97,\"10.0.1.3\",10007,\"10.0.0.9\","
                + "5432,7,\"shop.example.org\",3000000000,\\N"));
        Assert.That(
            Server.Ask("SELECT json FROM rsttrace_resets FORMAT TabSeparatedRaw"),
            Is.EqualTo(System.Text.Encoding.UTF8.GetString(
                SomeEvents.Line(SomeEvents.Reset(7)))));
        Assert.That(
            Server.Ask("SELECT cause, count, server_port FROM rsttrace_incidents"),
            Is.EqualTo("port-closed\t1\t5432"));
    }

    [Test]
    public void Without_the_tables_it_waits_and_says_how_to_make_them()
    {
        using IOutlet outlet = Open();
        outlet.Take(SomeEvents.Reset(1));
        Eventually.Holds(() => outlet.Ailment is not null, () => "nothing ails it");
        Assert.That(outlet.Ailment, Does.Contain("rsttrace schema clickhouse"));

        Server.Execute(
            ClickHouseSchema.Text.Replace("stream Int64,", "", StringComparison.Ordinal));
        Eventually.Holds(
            () => outlet.Ailment!.Contains("no column stream"), () => outlet.Ailment ?? "");
        Server.Execute("ALTER TABLE rsttrace_resets ADD COLUMN stream Int64");
        Arrive(outlet, 1);
        Assert.That(outlet.Ailment, Is.Null);
        Assert.That(outlet.Counts.Dropped, Is.Zero);
    }

    [Test]
    public void What_the_server_cannot_take_costs_that_record_alone()
    {
        Server.Execute(ClickHouseSchema.Text);
        Server.Execute("ALTER TABLE rsttrace_resets MODIFY COLUMN server_name FixedString(16)");
        using IOutlet outlet = Open();
        for (int number = 0; number < 20; number++)
            outlet.Take(number == 13 ? Spoilt(number) : SomeEvents.Reset(number));
        Eventually.Holds(
            () => outlet.Counts is { Delivered: 19, Dropped: 1 }, () => $"{outlet.Counts}");
        Assert.That(Count(), Is.EqualTo("19\t19"));
    }

    // Its answers are lost, and some of its rows are not: what is asked again must not be there
    // twice, and what it did not get must be sent again.
    [Test]
    public void Killed_in_the_middle_of_batches_it_has_each_event_once()
    {
        Server.Execute(ClickHouseSchema.Text);
        const int Events = 4_000;
        using (IOutlet outlet = Open())
        {
            for (int number = 0; number < Events; number++)
            {
                outlet.Take(SomeEvents.Reset(number));
                if (number % 1_000 != 999) continue;
                Thread.Sleep(60 + (number / 100));
                Server.Kill();
                Server.Start();
            }

            Arrive(outlet, Events);
            Assert.That(outlet.Counts.Retried, Is.Positive);
            Assert.That(outlet.Counts.Dropped, Is.Zero);
        }

        Assert.That(Count(), Is.EqualTo($"{Events}\t{Events}"));
    }

    [Test]
    public void An_answer_that_is_lost_on_the_way_has_no_row_doubled()
    {
        Server.Execute(ClickHouseSchema.Text);
        using var relay = new Relay(new Uri(Server.Url).Port);
        using IOutlet outlet = Open(relay.Url);
        for (int round = 0; round < 4; round++)
        {
            int before = relay.Lost;
            relay.LosesAnswers = true;
            for (int number = 0; number < 50; number++)
                outlet.Take(SomeEvents.Reset((round * 50) + number));
            Eventually.Holds(() => relay.Lost > before, () => $"{outlet.Counts}");
            relay.LosesAnswers = false;
            Arrive(outlet, (round + 1) * 50);
        }

        Assert.That(outlet.Counts.Retried, Is.Positive);
        Assert.That(Count(), Is.EqualTo("200\t200"));
    }

    [Test]
    public void A_server_that_is_stopped_for_a_while_is_waited_for()
    {
        Server.Execute(ClickHouseSchema.Text);
        using IOutlet outlet = Open(timeout: TimeSpan.FromSeconds(1));
        outlet.Take(SomeEvents.Reset(0));
        Arrive(outlet, 1);
        Server.Signal("STOP");
        for (int number = 1; number < 100; number++) outlet.Take(SomeEvents.Reset(number));
        Eventually.Holds(() => outlet.Counts.Retried > 0, () => $"{outlet.Counts}");
        Assert.That(outlet.Ailment, Does.Contain("no answer within 1 s"));
        Server.Signal("CONT");
        Arrive(outlet, 100);
        Assert.That(Server.Ask("SELECT uniqExact(event_id) FROM rsttrace_resets"),
            Is.EqualTo("100"));
    }

    [Test]
    public void A_process_that_is_killed_over_and_over_delivers_each_event_once()
    {
        Server.Execute(ClickHouseSchema.Text);
        for (int life = 0; life < 4; life++)
        {
            using Victim victim = Victim.Start(
                "clickhouse", _folder, Server.Url, $"{life * 10_000}");
            victim.ReadUntil(200);
            victim.Kill();
        }

        using (IOutlet outlet = Open())
        {
            Eventually.Holds(
                () => outlet is { Counts.Spooled: 0 }, () => $"{outlet.Counts}");
        }

        // What each life spooled, from its first on: no hole, and nothing twice.
        Assert.That(
            Server.Ask(
                """
                SELECT intDiv(stream, 10000), count() = uniqExact(event_id),
                    count() = max(stream) - min(stream) + 1
                FROM rsttrace_resets GROUP BY intDiv(stream, 10000)
                ORDER BY intDiv(stream, 10000) FORMAT CSV
                """),
            Is.EqualTo("0,1,1\n1,1,1\n2,1,1\n3,1,1"));
    }

    IOutlet Open(string? url = null, TimeSpan? timeout = null)
        => Deliveries.ClickHouse(
            Options(_folder, url ?? Server.Url, timeout), "here", SomeEvents.Report);

    internal static ClickHouseOptions Options(string folder, string url, TimeSpan? timeout = null)
        => new()
        {
            Endpoint = url,
            Linger = TimeSpan.FromMilliseconds(20),
            Delivery = new DeliveryOptions
            {
                Spool = new SpoolOptions { Folder = folder },
                Retry = new RetryOptions
                {
                    Timeout = timeout ?? TimeSpan.FromSeconds(20),
                    MaxWait = TimeSpan.FromMilliseconds(600),
                },
            },
        };

    static ResetEvent Spoilt(int number)
    {
        var reset = SomeEvents.Reset(number);
        FlowSummary flow = reset.Flow with { TlsServerName = "a-longer-name.example.org" };
        return reset with { Flow = flow };
    }

    static void Arrive(IOutlet outlet, long events)
        => Eventually.Holds(
            () => outlet.Counts.Delivered >= events,
            () => $"{outlet.Counts}, {outlet.Ailment}");

    string Count() => Server.Ask("SELECT count(), uniqExact(event_id) FROM rsttrace_resets");
}
