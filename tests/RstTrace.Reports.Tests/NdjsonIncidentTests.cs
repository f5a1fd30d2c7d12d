using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Reports.Tests;

public class NdjsonIncidentTests
{
    static readonly SchemaValidator s_schema = new(JsonNode.Parse(EventSchema.OpenIncident())!);

    static readonly Incident s_incident = Incidents.Of(
        [Events.IdleBox, Events.IdleBox.Again(1, Duration.FromSeconds(60))])[0];

    [Test]
    public void One_incident_is_written_as_it_always_was()
        => Golden.Check(Line(s_incident), "incidents.txt");

    [Test]
    public void Every_word_and_every_null_is_in_the_schema()
    {
        foreach (Incident incident in EveryWord())
            Assert.That(s_schema.Validate(Parsed(incident)), Is.Empty, incident.ToString());
    }

    [Test]
    public void An_incident_without_a_required_member_is_caught()
    {
        foreach (string path in new[]
        {
            "schema", "@timestamp", "event", "incident", "fix", "client", "servers", "service",
            "capture", "observer",
        })
        {
            JsonObject json = Parsed(s_incident);
            json.Remove(path);
            Assert.That(s_schema.Validate(json), Is.Not.Empty, $"without {path}");
        }
    }

    [TestCase("kind", "\"outage\"")]
    [TestCase("severity", "1")]
    [TestCase("confidence", "1.5")]
    [TestCase("causes", "[]")]
    [TestCase("senders", "[\"box\"]")]
    [TestCase("count", "1.5")]
    [TestCase("clients", "3")]
    [TestCase("silence", "{}")]
    [TestCase("frames", "[\"1\"]")]
    public void An_incident_with_a_wrong_value_is_caught(string name, string value)
    {
        JsonObject json = Parsed(s_incident);
        json["incident"]![name] = JsonNode.Parse(value);
        Assert.That(s_schema.Validate(json), Is.Not.Empty);
    }

    [Test]
    public void Several_clients_have_no_one_address()
    {
        Assert.That(Parsed(s_incident)["client"], Is.Null);
        Assert.That(
            (string)Parsed(Incidents.Of([Events.IdleBox])[0])["client"]!["ip"]!,
            Is.EqualTo("10.77.1.2"));
    }

    [Test]
    public void The_identity_is_that_of_the_incident()
    {
        string[] ids =
        [
            Id(s_incident),
            Id(s_incident with { Kind = IncidentKind.ProcessExit }),
            Id(s_incident with { First = s_incident.First + new Duration(1) }),
            Id(Incidents.Of([Events.Abort])[0]),
        ];
        Assert.That(ids, Is.Unique);
        Assert.That(Id(s_incident with { Title = "Another" }), Is.EqualTo(ids[0]));
    }

    static IEnumerable<Incident> EveryWord()
    {
        foreach (IncidentKind kind in System.Enum.GetValues<IncidentKind>())
            yield return s_incident with { Kind = kind };
        foreach (Severity severity in System.Enum.GetValues<Severity>())
            yield return s_incident with { Severity = severity };
        yield return s_incident with
        {
            Senders = System.Enum.GetValues<Party>(),
            Stages = System.Enum.GetValues<Stage>(),
            Silences = null,
            PerMinute = null,
            Beat = new Beat(Duration.FromSeconds(2), Duration.Zero, 4),
            Facts = new ServiceFacts(0, 0, 0, 0),
        };
        yield return s_incident with { Facts = new ServiceFacts(100, 98, 1, 1) };
    }

    static string Id(Incident incident) => (string)Parsed(incident)["event"]!["id"]!;

    static JsonObject Parsed(Incident incident) => JsonNode.Parse(Line(incident))!.AsObject();

    static string Line(Incident incident)
    {
        using var output = new MemoryStream();
        using var report = new NdjsonReport(output);
        report.Open(["client.pcap"]);
        report.Take(incident);
        report.Close(new TraceCounters(), []);
        report.Finish();
        string text = Encoding.UTF8.GetString(output.ToArray());
        Assert.That(text.Count(c => c == '\n'), Is.EqualTo(1), "one line");
        return text;
    }
}
