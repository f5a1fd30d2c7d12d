using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class TextReportTests
{
    static readonly TextStyle s_terminal = new() { Unicode = true };

    [Test]
    public void One_reset_is_told_in_full()
        => Golden.Check(
            Report(s_terminal, new TextOptions(), ("client.pcap", [Events.IdleBox])),
            "one-reset.txt");

    [Test]
    public void Incidents_stand_worst_first_on_one_screen()
    {
        string text = Report(s_terminal, new TextOptions(), ("client.pcap", SomeResets()));

        Golden.Check(text, "incident.txt");
        Assert.That(text.Split('\n'), Has.Length.LessThanOrEqualTo(41));
    }

    [Test]
    public void A_narrow_terminal_wraps_below_the_text()
    {
        string text = Report(
            s_terminal with { Width = 80 }, new TextOptions(), ("client.pcap", SomeResets()));

        Golden.Check(text, "incident-80.txt");
        foreach (string line in text.Split('\n'))
            Assert.That(line, Has.Length.LessThanOrEqualTo(80).Or.Contain("$ "));
    }

    [Test]
    public void All_lists_every_reset()
        => Golden.Check(
            Report(s_terminal, new TextOptions { All = true }, ("client.pcap", SomeResets())),
            "incident-all.txt");

    [Test]
    public void Several_captures_get_a_line_an_incident_and_a_total()
        => Golden.Check(
            Report(
                TextStyle.Plain,
                new TextOptions(),
                ("01-closed-port/client.pcap", [Events.ClosedPort]),
                ("12-linger/client.pcap", [Events.Abort]),
                ("44-shutdown/client.pcap", []),
                ("78-idle/it's here.pcap", SomeResets())),
            "several.txt");

    [Test]
    public void Nothing_found_says_what_was_looked_at()
        => Golden.Check(
            Report(s_terminal, new TextOptions(), ("quiet.pcap", [])), "nothing.txt");

    [Test]
    public void What_the_reader_must_know_is_noted()
    {
        TraceCounters counters = Counted.Of(
            17, Events.IdleBox.Flow.Start, Events.IdleBox.Time, flows: 3, resets: 5);
        counters.Add(Events.IdleBox.Time, DecodeOutcome.UnknownLink);
        counters.Add(Events.IdleBox.Time, DecodeOutcome.Truncated);
        counters.Add(Events.IdleBox.Time + new Duration(-1), DecodeOutcome.Malformed);
        counters.SettledEarly = 4_711;
        counters.FlowsEvicted = 1;
        counters.ResetsUnplaced = 12;
        ResetEvent weak = Events.IdleBox with
        {
            Degraded = Degradations.NoHandshake | Degradations.Gap,
            StatedReason = "BIG-IP: [0x2c1e4e2:1904] Flow expired",
        };

        Golden.Check(
            Report(s_terminal, new TextOptions(), "-", [weak], counters,
                ["record 18 at octet 1,204 claims 65,536 octets, the file has 12 left"]),
            "notes.txt");
    }

    [Test]
    public void Colour_only_when_told()
    {
        string plain = Report(s_terminal, new TextOptions(), ("a.pcap", SomeResets()));
        string coloured = Report(
            s_terminal with { Colour = true }, new TextOptions(), ("a.pcap", SomeResets()));

        Assert.That(plain, Does.Not.Contain('\e'));
        Assert.That(coloured, Does.Contain("\e[1;31m").And.Contain("\e[0m"));
        Assert.That(WithoutColour(coloured), Is.EqualTo(plain), "colour moves nothing");
    }

    [Test]
    public void Plain_output_is_ascii()
    {
        string text = Report(TextStyle.Plain, new TextOptions(), ("a.pcap", SomeResets()));

        Assert.That(System.Text.Ascii.IsValid(text));
    }

    [Test]
    public void What_came_off_the_wire_cannot_steer_the_terminal()
    {
        const string Hostile = "x\e[2J\r\u202Ey\u009B1m\u2028\u00ADz";
        Verdict verdict = Events.IdleBox.Verdict with
        {
            Summary = Hostile,
            Evidence = [new("r", Party.ThirdParty, [Events.Frame(15)], Hostile)],
            Fixes = [new(Hostile, Hostile)],
            Alternatives = [new(null, Events.ClosedPort.Verdict.Cause, 0.1, Hostile)],
        };
        ResetEvent reset = Events.IdleBox with { Verdict = verdict, StatedReason = Hostile };
        string text = Report(s_terminal, new TextOptions(), "a" + Hostile, [reset],
            Counted.Of(1, reset.Time, reset.Time, 1, 1), [Hostile]);

        Assert.That(text, Does.Not.Match(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\n]]"));
        Assert.That(text, Does.Contain(@"x\x1b[2J\x0d\u{202e}y\x9b1m\u{2028}\xadz"));
    }

    [Test]
    public void The_surest_of_an_incident_is_shown_and_the_earliest_of_equals()
    {
        ResetEvent sure = Events.Abort.Again(1, Duration.FromSeconds(1));
        ResetEvent asSure = Events.Abort.Again(2, Duration.FromSeconds(2));
        ResetEvent unsure = Events.Abort with
        {
            Verdict = Events.Abort.Verdict with { Confidence = 0.1 },
        };

        string text = Report(
            s_terminal, new TextOptions(), ("a.pcap", [unsure, asSure, sure]));

        Assert.That(text, Does.Contain("3 resets by the server, 3 clients, 00:36:22.183 to"));
        Assert.That(text, Does.Contain("who    server 10.77.2.2:20001 to client 10.77.1.3:54775"));
        Assert.That(text, Does.Contain("rsttrace explain a.pcap --frame 29"));
    }

    [Test]
    public void Frames_of_a_ring_name_their_file()
    {
        ResetEvent reset = Events.IdleBox with
        {
            Frames = [Events.Frame(15, 1)],
            Trigger = Events.Frame(14),
        };
        using var output = new StringWriter();
        var report = new TextReport(output, s_terminal with { Width = 120 }, new TextOptions());
        report.Open(["ring/a.pcap0", "ring/a.pcap1"]);
        report.Take(reset);
        foreach (Incident incident in Incidents.Of([reset])) report.Take(incident);
        report.Close(Counted.Of(1, reset.Time, reset.Time, 1, 1), []);
        report.Finish();

        string text = output.ToString();
        Assert.That(text, Does.StartWith("ring/a.pcap0 and 1 more file: 1 reset, 1 connection"));
        Assert.That(text, Does.Contain("after frame 14 of a.pcap0, which drew it"));
        Assert.That(text, Does.Contain("rsttrace explain ring/a.pcap1 --frame 15"));
    }

    // The same trouble at many servers is one incident: a fleet does not fill the screen.
    [TestCase(3, 3)]
    [TestCase(4, 1)]
    [TestCase(500, 1)]
    public void Many_servers_with_the_same_trouble_are_one_incident(int servers, int incidents)
    {
        var resets = new List<ResetEvent>();
        for (int i = 0; i < servers; i++)
            resets.Add(Events.Abort.AtServer(0x0A4D0202, (ushort)(1 + i)));

        string text = Report(
            s_terminal, new TextOptions { Lines = 44 }, ("many.pcap", resets));

        Assert.That(text.Split("The application aborted on purpose (linger-zero-abort)"),
            Has.Length.EqualTo(incidents + 1));
    }

    [Test]
    public void All_says_how_many_it_does_not_list()
    {
        var resets = new List<ResetEvent>();
        for (int i = 0; i < IncidentTracker.MostListed + 123; i++)
            resets.Add(Events.Abort.Again(i, Duration.FromSeconds(2 * i)));

        Assert.That(
            Report(s_terminal, new TextOptions { All = true }, ("flood.pcap", resets)),
            Does.Contain("and 123 more: see --format ndjson"));
    }

    [Test]
    public void A_story_of_many_resets_leads()
    {
        var resets = new List<ResetEvent> { Events.IdleBox };
        for (int i = 0; i < 8; i++)
        {
            resets.Add(Events.Abort.Again(i, Events.Microseconds(50 * i)) with
            {
                Idle = Duration.FromSeconds(3),
            });
        }

        string text = Report(s_terminal, new TextOptions(), ("exit.pcap", resets));

        Golden.Check(text, "process-exit.txt");
        Assert.That(text.Split('\n'), Has.Length.LessThanOrEqualTo(41));
    }

    [Test]
    public void A_share_is_of_the_connections_that_were_seen()
    {
        using var output = new StringWriter();
        var report = new TextReport(output, s_terminal, new TextOptions());
        report.Open(["a.pcap"]);
        foreach (Incident incident in Incidents.Of([Events.Abort, Events.Abort]))
        {
            report.Take(incident with { Facts = new ServiceFacts(1_204, 1_200, 3, 1) });
        }

        report.Close(Counted.Of(1, default, default, 1, 2), []);
        report.Finish();

        Assert.That(output.ToString(), Does.Contain(", 0.2 % of the server's 1,204 connections; the"));
    }

    static List<ResetEvent> SomeResets()
    {
        var resets = new List<ResetEvent> { Events.Assassination, Events.KeepAliveRace };
        for (int i = 0; i < 12; i++)
            resets.Add(Events.ClosedPort.Again(i % 5, Duration.FromSeconds(1.5 * i)));

        resets.Add(Events.Abort);
        for (int i = 0; i < 3; i++)
            resets.Add(Events.IdleBox.Again(i, Duration.FromSeconds(40 * i)));

        resets.Add(Events.Abort.AtServer(0x0A4D0303, 5_432).Again(4, Duration.FromSeconds(2)));
        return resets;
    }

    static string Report(
        TextStyle style, TextOptions options, params (string, List<ResetEvent>)[] captures)
    {
        using var output = new StringWriter();
        var report = new TextReport(output, style, options);
        foreach ((string file, List<ResetEvent> resets) in captures)
        {
            TraceCounters counters = Counted.Of(
                1_204, Events.ClosedPort.Time, Events.IdleBox.Time, 20, resets.Count);
            Take(report, file, resets, counters, []);
        }

        report.Finish();
        return output.ToString();
    }

    static string Report(
        TextStyle style,
        TextOptions options,
        string file,
        List<ResetEvent> resets,
        TraceCounters counters,
        IReadOnlyList<string> damage)
    {
        using var output = new StringWriter();
        var report = new TextReport(output, style, options);
        Take(report, file, resets, counters, damage);
        report.Finish();
        return output.ToString();
    }

    static void Take(
        TextReport report,
        string file,
        List<ResetEvent> resets,
        TraceCounters counters,
        IReadOnlyList<string> damage)
    {
        report.Open([file]);
        foreach (ResetEvent reset in resets) report.Take(reset);
        foreach (Incident incident in Incidents.Of(resets)) report.Take(incident);
        report.Close(counters, damage);
    }

    static string WithoutColour(string text)
        => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9;]*m", "");
}
