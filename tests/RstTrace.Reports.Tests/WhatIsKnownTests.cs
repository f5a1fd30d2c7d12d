using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Reports.Tests;

/// <summary>What was said, what silences tell, and who is not to blame, as it is shown.</summary>
public class WhatIsKnownTests
{
    static readonly ResetEvent s_said = Events.Abort with
    {
        Flow = Events.Abort.Flow with
        {
            ClientOpening = "TLS ClientHello for api.example.org, TLS 1.3 offered",
            ServerOpening = "TLS alert 40 (handshake_failure), fatal",
        },
    };

    [Test]
    public void What_was_said_is_shown()
        => Assert.That(Text(s_said), Does.Contain(
            "   said   client: TLS ClientHello for api.example.org, TLS 1.3 offered; server: TLS "
            + "alert 40\n          (handshake_failure), fatal\n"));

    [Test]
    public void Nothing_said_nothing_shown()
        => Assert.That(Text(Events.Abort), Does.Not.Contain("said"));

    [Test]
    public void What_the_summary_quotes_is_not_said_again()
    {
        ResetEvent reset = s_said with
        {
            Verdict = s_said.Verdict with
            {
                Summary = "The server gave TLS up with TLS alert 40 (handshake_failure), fatal.",
            },
        };
        Assert.That(Text(reset), Does.Contain(
            "said   client: TLS ClientHello for api.example.org, TLS 1.3 offered\n"));
    }

    [Test]
    public void However_much_was_said_it_is_a_few_lines()
    {
        ResetEvent reset = s_said with
        {
            Flow = s_said.Flow with
            {
                ClientOpening = "GET /" + new string('x', 300),
                ServerOpening = "\"" + new string('y', 300) + "\"",
            },
        };
        string[] lines = Text(reset).Split('\n');
        int said = System.Array.FindIndex(lines, line => line.Contains("said "));

        int next = System.Array.FindIndex(lines, line => line.StartsWith("   not"));

        Assert.That(next - said, Is.LessThanOrEqualTo(4));
        Assert.That(lines[said..next], Has.All.Length.LessThanOrEqualTo(100));
    }

    [Test]
    public void The_bracket_is_shown_with_its_heartbeat()
    {
        string text = Text(AfterIdle(Bracket([300], [351, 352, 355])));

        Assert.That(
            string.Join(' ', text.Split([' ', '\n'], System.StringSplitOptions.RemoveEmptyEntries)),
            Does.Contain("idle survived 300 s (frame 1), killed at 351 s (frame 2)")
                .And.Contain("heartbeat 150 s: half of the longest silence survived"));
    }

    [Test]
    public void The_bracket_is_in_the_event_and_refuted_it_has_no_ends()
    {
        JsonNode known = Json(AfterIdle(Bracket([300], [351])))["reset"]!["idle_timeout"]!;
        JsonNode refuted = Json(AfterIdle(Bracket([400], [351])))["reset"]!["idle_timeout"]!;

        Assert.Multiple(() =>
        {
            Assert.That((string)known["fit"]!, Is.EqualTo("between"));
            Assert.That((long)known["above_ns"]!, Is.EqualTo(300_000_000_000));
            Assert.That((long)known["at_most_ns"]!, Is.EqualTo(351_000_000_000));
            Assert.That((long)known["heartbeat_ns"]!, Is.EqualTo(150_000_000_000));
            Assert.That(
                known["products"]!.AsArray().Select(product => (double)product!["seconds"]!),
                Has.Some.EqualTo(350));
            Assert.That((string)refuted["fit"]!, Is.EqualTo("overlap"));
            Assert.That(refuted["above_ns"], Is.Null);
            Assert.That(refuted["heartbeat_ns"], Is.Null);
            Assert.That(Json(Events.Abort)["reset"]!["idle_timeout"], Is.Null);
        });
    }

    [Test]
    public void An_incident_has_the_bracket_and_the_fixes_of_the_reset_that_knew_most()
    {
        ResetEvent first = AfterIdle(Bracket([], [900])) with
        {
            Verdict = Events.IdleBox.Verdict with { Fixes = [new("Every 450 s.")] },
        };
        ResetEvent last = AfterIdle(Bracket([300], [351, 900])).Again(1, Duration.FromSeconds(9));
        Incident incident = Incidents.Of([first, last])[0];

        Assert.That(incident.Example.Time, Is.EqualTo(first.Time), "the surest");
        Assert.That(incident.IdleTimeout, Is.SameAs(last.IdleTimeout));
        Assert.That(incident.Fixes, Is.EqualTo(last.Verdict.Fixes));

        var schema = new SchemaValidator(JsonNode.Parse(EventSchema.OpenIncident())!);
        JsonNode json = Json(report => report.Take(incident));
        Assert.That(schema.Validate(json), Is.Empty);
        Assert.That((long)json["incident"]!["idle_timeout"]!["above_ns"]!,
            Is.EqualTo(300_000_000_000));
    }

    [TestCase(null, "who    a box on the path, in the name of server 10.77.2.2:20001")]
    [TestCase(0, "who    a box on the path, by its TTL on this very link, in the name of server")]
    [TestCase(1, "who    a box on the path, by its TTL 1 hop from here, in the name of server")]
    public void A_third_party_is_placed_where_its_TTL_tells(int? hops, string who)
    {
        ResetEvent reset = Events.IdleBox with { HopsAway = hops };
        Assert.That(Text(reset), Does.Contain(who));
        Assert.That((int?)Json(reset)["reset"]!["hops_away"], Is.EqualTo(hops));
    }

    // Who guesses at sequence numbers may be anywhere.
    [Test]
    public void To_guess_nobody_need_be_on_the_path()
    {
        ResetEvent reset = Events.IdleBox with
        {
            Verdict = Events.IdleBox.Verdict with
            {
                Cause = Events.CauseOf("blind-reset-attempt", "Not believed"),
            },
        };
        Assert.That(Text(reset), Does.Contain("who    a third party, in the name of server"));
        Assert.That(Text(reset), Does.Not.Contain("box on the path"));
    }

    [Test]
    public void In_doubt_the_headline_is_no_more_than_a_guess_and_the_proof_says_why()
    {
        string text = Text(Events.IdleBox with
        {
            Verdict = Events.IdleBox.Verdict with { Sender = Party.Unknown },
        });
        Assert.That(text, Does.Contain(
            "A silence outlived a timeout on the path, perhaps (idle-timeout)"));
        Assert.That(text, Does.Contain("proof  frames 15, 2, 5, 6: TTL 64, where the server's"));
    }

    static ResetEvent AfterIdle(IdleBracket bracket)
        => Events.IdleBox with { IdleTimeout = bracket };

    static IdleBracket Bracket(int[] survived, int[] killed)
    {
        var silences = new PathSilences();
        int frame = 0;
        foreach (int seconds in survived)
            silences.AddSurvival(new(Duration.FromSeconds(seconds), Events.Frame(++frame)));
        foreach (int seconds in killed)
            silences.AddKill(new(Duration.FromSeconds(seconds), Events.Frame(++frame)), false);
        return IdleBracket.Of(in silences)!;
    }

    static string Text(ResetEvent reset)
    {
        using var output = new StringWriter();
        var report = new TextReport(output, new TextStyle { Unicode = true }, new TextOptions());
        report.Open(["client.pcap"]);
        report.Take(reset);
        foreach (Incident incident in Incidents.Of([reset])) report.Take(incident);
        report.Close(Counted.Of(20, reset.Flow.Start, reset.Time, 1, 1), []);
        report.Finish();
        return output.ToString();
    }

    static JsonNode Json(ResetEvent reset) => Json(report => report.Take(reset));

    static JsonNode Json(System.Action<NdjsonReport> write)
    {
        using var output = new MemoryStream();
        using var report = new NdjsonReport(output);
        report.Open(["client.pcap"]);
        write(report);
        report.Close(new TraceCounters(), []);
        return JsonNode.Parse(Encoding.UTF8.GetString(output.ToArray()))!;
    }
}
