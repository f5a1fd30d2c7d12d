using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using static RstTrace.Core.Tests.Incidents.Some;

namespace RstTrace.Core.Tests.Incidents;

public sealed class IncidentTrackerTests
{
    const string Cause = "retransmission-timeout"; // of no pattern

    [Test]
    public void Resets_that_say_the_same_are_one_incident()
    {
        Incident incident = Some.Incidents(
            [Reset(Cause, 0, 1), Reset(Cause, 30, 2), Reset(Cause, 60, 1)],
            new ServiceFacts(12, 10, 2, 0)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(incident.Kind, Is.EqualTo(IncidentKind.Resets));
            Assert.That(incident.Count, Is.EqualTo(3));
            Assert.That(incident.PerMinute, Is.EqualTo(2).Within(1e-9), "of two intervals");
            Assert.That(incident.Clients, Is.EqualTo(new Tally(2, false)));
            Assert.That(incident.Share, Is.EqualTo(0.25));
            Assert.That(incident.Last - incident.First, Is.EqualTo(Duration.FromSeconds(60)));
            Assert.That(
                incident.Listed.Select(reset => reset.Frame).Distinct().Count(), Is.EqualTo(3));
        });
    }

    [Test]
    public void Another_cause_sender_stage_or_server_is_another_incident()
    {
        ResetEvent reset = Reset(Cause, 0, 1);
        ResetEvent[] others =
        [
            reset,
            Reset("zero-window-timeout", 1, 1),
            Reset(Cause, 2, 1, port: 80),
            Reset(Cause, 3, 1, host: 8),
            reset with { Verdict = reset.Verdict with { Sender = Party.ThirdParty } },
            reset with { Verdict = reset.Verdict with { Stage = Stage.AfterIdle } },
        ];

        Assert.That(Some.Incidents(others), Has.Count.EqualTo(others.Length));
    }

    [TestCase(3, 3)]
    [TestCase(4, 1)]
    public void The_same_at_many_servers_is_one_incident(int servers, int incidents)
        => Assert.That(
            Some.Incidents(Enumerable.Range(1, servers)
                .Select(host => Reset(Cause, host, 1, host: host))),
            Has.Count.EqualTo(incidents));

    [Test]
    public void An_echo_belongs_to_what_it_echoes()
    {
        Incident incident = Some.Incidents(
            [
                Reset(Cause, 0, 1), Reset(Cause, 2, 2),
                Reset("after-reset", 14, 1), Reset("after-reset", 15, 1),
                Reset("after-reset", 16, 2),
            ]).Single();

        Assert.That((incident.Count, incident.Echoes, incident.Resets), Is.EqualTo((5, 3, 2)));
        Assert.That(incident.Last - incident.First, Is.EqualTo(Duration.FromSeconds(2)));
        Assert.That(incident.Causes.Select(cause => (cause.Cause.Id, cause.Count)),
            Is.EqualTo(new[] { (Cause, 2L), ("after-reset", 3L) }));
    }

    [Test]
    public void An_echo_of_what_was_not_seen_stands_for_itself()
        => Assert.That(
            Some.Incidents([Reset(Cause, 0, 1), Reset("after-reset", 1, 2)]),
            Has.Count.EqualTo(2));

    [Test]
    public void Worst_first_and_the_same_whatever_the_order()
    {
        List<ResetEvent> resets =
        [
            Refusal(0), Reset(Cause, 1, 1), Reset(Cause, 2, 2, port: 80), Check(3),
            Reset("idle-timeout", 4, 4), Reset(Cause, 4, 3, port: 443),
        ];
        string[] once = Told(resets);
        resets.Reverse();

        Assert.That(Told(resets), Is.EqualTo(once));
        Assert.That(
            Some.Incidents(resets).Select(incident => incident.Severity), Is.Ordered);
    }

    [Test]
    public void Silences_and_confidences_have_a_middle()
    {
        Incident incident = Some.Incidents(Enumerable.Range(0, 5).Select(index =>
        {
            ResetEvent reset = Reset(Cause, 100 * index, 1);
            return reset with
            {
                Idle = Duration.FromSeconds(60 + index),
                Verdict = reset.Verdict with
                {
                    Stage = Stage.AfterIdle,
                    Confidence = 0.5 + (0.1 * index),
                },
            };
        })).Single();

        Assert.That(incident.Silences, Is.EqualTo(new SilenceRange(
            Duration.FromSeconds(60), Duration.FromSeconds(62), Duration.FromSeconds(64))));
        Assert.That(incident.TypicalConfidence, Is.EqualTo(0.7));
        Assert.That(incident.Confidence, Is.EqualTo(0.9), "of the surest");
    }

    // Floods with forged addresses: everything is bounded, and no reset is lost.
    [Test]
    public void Every_reset_is_counted_when_the_tables_are_full()
    {
        const int Resets = 3 * IncidentTracker.MostGroups;
        List<Incident> incidents = Some.Incidents(
            Enumerable.Range(0, Resets).Select(index => Reset(Cause, index, index, host: index)));

        Assert.That(incidents.Sum(incident => incident.Count), Is.EqualTo(Resets));
        Assert.That(incidents.Single().Clients, Is.EqualTo(new Tally(256, true)));
        Assert.That(incidents.Single().Servers, Is.EqualTo(new Tally(256, true)));
    }

    [Test]
    public void Stories_for_which_there_is_no_room_are_counted()
    {
        const int Exits = IncidentTracker.MostPatterns + 7;
        var counters = new TraceCounters();
        var tracker = new IncidentTracker(counters);
        for (int host = 0; host < Exits; host++)
        {
            for (int client = 0; client < 3; client++)
            {
                ResetEvent reset = Reset(
                    "close-unread-data", host + (0.001 * client), client, host: host);
                tracker.Take(reset with { Idle = Duration.FromSeconds(1) });
            }
        }

        List<Incident> incidents = tracker.Finish(static (_, _) => null);

        // A burst that two gatherings share finds its place by its cause.
        Assert.That(counters.ResetsUnplaced, Is.InRange(1, 3 * 7));
        Assert.That(incidents.Sum(incident => incident.Count), Is.EqualTo(3 * Exits));
    }

    [Test]
    public void A_burst_across_two_gatherings_is_one_exit()
        => Assert.That(
            Kinds(Enumerable.Range(0, IncidentTracker.MostGathered + 2).Select(index =>
                Drop(0.000_01 * index, index))),
            Is.EqualTo(new[] { IncidentKind.ProcessExit }));

    [Test]
    public void A_million_resets_do_not_grow_memory()
    {
        var tracker = new IncidentTracker(new TraceCounters());
        Flood(tracker, 0, 100_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Flood(tracker, 100_000, 400_000);
        long after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.That(after - before, Is.LessThan(4_000_000), "octets for 300,000 resets more");
        Assert.That(
            tracker.Finish(static (_, _) => null).Sum(incident => incident.Count),
            Is.EqualTo(400_000));
    }

    [Test]
    public void After_the_end_the_tracker_is_as_new()
    {
        var tracker = new IncidentTracker(new TraceCounters());
        tracker.Take(Drop(0));
        Assert.That(tracker.Finish(static (_, _) => null), Has.Count.EqualTo(1));
        Assert.That(tracker.Finish(static (_, _) => null), Is.Empty);
    }

    static void Flood(IncidentTracker tracker, int from, int to)
    {
        for (int i = from; i < to; i++)
            tracker.Take(Reset(Cause, 0.001 * i, i, (ushort)i, i * 7));
    }

    static string[] Told(List<ResetEvent> resets)
        => [.. Some.Incidents(resets).Select(incident => $"{incident.Kind} {incident.Story}")];
}
