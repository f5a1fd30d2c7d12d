using System;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Reports;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace compare</c>: who sent each reset, by captures of both ends.</summary>
sealed class CompareTests : CaptureFolderTest
{
    static JsonObject[] Resets(RunResult run)
        =>
        [
            .. run.Output.Split('\n').Where(line => line.Contains("\"rsttrace.reset/1\""))
                .Select(line => JsonNode.Parse(line)!.AsObject()),
        ];

    static string Of(JsonObject reset, string field) => (string)reset["reset"]![field]!;

    [Test]
    public void Through_a_translator_each_reset_has_its_sender()
    {
        using (var hosts = new TranslatedHosts())
            hosts.Capture(At("client.pcap"), At("server.pcap"));

        RunResult run = Run("compare", "client.pcap", "server.pcap", "--format", "ndjson");

        JsonObject[] resets = Resets(run);
        JsonObject aborted = resets.First(reset => (int)reset["server"]!["port"]! is 8001 or 8081);
        JsonObject made = resets.First(reset => Of(reset, "sender") == "third-party");
        Assert.Multiple(() =>
        {
            Assert.That(Of(aborted, "sender"), Is.EqualTo("server"));
            Assert.That(Of(aborted, "strength"), Is.EqualTo("two-vantage"));
            Assert.That((double)aborted["reset"]!["confidence"]!, Is.GreaterThan(0.95));
            Assert.That((string)aborted["capture"]!["file"]!, Is.EqualTo("server.pcap"));
            Assert.That(Seen(aborted), Is.EqualTo("client.pcap yes"));
            Assert.That(Of(made, "strength"), Is.EqualTo("two-vantage"));
            Assert.That((int)made["server"]!["port"]!, Is.EqualTo(8082));
            Assert.That(Seen(made), Is.EqualTo("server.pcap no"));
            Assert.That(made.ToJsonString(), Does.Contain("addresses translated"));
            Assert.That(
                resets.Count(reset => Of(reset, "sender") == "third-party"), Is.EqualTo(1));
            var schema = new SchemaValidator(JsonNode.Parse(EventSchema.Open())!);
            foreach (JsonObject reset in resets) Assert.That(schema.Validate(reset), Is.Empty);
        });

        RunResult text = Run("compare", "server.pcap", "client.pcap");
        Assert.That(text.Output, Does.Match(@"shared +\d reset connections in several captures: 2 "
            + "under translated addresses"));
        Assert.That(text.Output, Does.Contain("by captures of both ends"));
    }

    static string Seen(JsonObject reset)
        => string.Join("; ", reset["reset"]!["also_in"]!.AsArray().Select(
            other => $"{(string)other!["file"]!} {(string)other["seen"]!}"));

    [Test]
    public void A_capture_that_was_not_running_accuses_nobody()
    {
        byte[] whole = Octets("race.pcap");
        Write("cut.pcap", whole.AsSpan(..RecordOf(whole, 12)));

        RunResult run = Run("compare", "race.pcap", "cut.pcap", "--format", "ndjson");

        JsonObject reset = Resets(run).Single();
        Assert.That(Of(reset, "sender"), Is.EqualTo("server"));
        Assert.That(Of(reset, "strength"), Is.EqualTo("single-vantage"));
        Assert.That(Seen(reset), Is.EqualTo("cut.pcap not-capturing"));
    }

    [TestCase("csv", "race.pcap")]
    [TestCase("markdown", "in all captures")]
    [TestCase("html", "</html>")]
    [TestCase("zeek", "#fields")]
    public void Every_format_tells_of_it(string format, string holds)
    {
        RunResult run = Run("compare", "race.pcap", "race.pcap", "--format", format);

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output, Does.Contain(holds));
    }

    [Test]
    public void A_gate_closes_on_a_reset()
    {
        RunResult run = Run("compare", "race.pcap", "race.pcap", "--fail-on", "any");

        Assert.That(run.ExitCode, Is.EqualTo(3));
    }

    [TestCase("compare takes two captures or more, not 1", "race.pcap")]
    [TestCase("--map takes A=B, not 'x'", "race.pcap", "race.pcap", "--map", "x")]
    [TestCase("--map takes addresses", "race.pcap", "race.pcap", "--map", "x=10.0.0.1")]
    [TestCase("standard input", "race.pcap", "-")]
    public void What_is_typed_wrong_is_told_in_a_line(string says, params string[] words)
    {
        RunResult run = Run(["compare", .. words]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain(says));
        Assert.That(run.Errors.Trim().Split('\n'), Has.Length.LessThanOrEqualTo(2));
    }
}
