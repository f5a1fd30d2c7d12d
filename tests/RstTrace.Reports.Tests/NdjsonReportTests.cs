using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Reports.Tests;

public class NdjsonReportTests
{
    static readonly SchemaValidator s_schema = new(JsonNode.Parse(EventSchema.Open())!);

    static readonly ResetEvent[] s_resets =
    [
        Events.ClosedPort, Events.Abort, Events.KeepAliveRace, Events.IdleBox, Events.Assassination,
    ];

    [TestCaseSource(nameof(s_resets))]
    public void Every_event_follows_the_schema(ResetEvent reset)
        => Assert.That(s_schema.Validate(Parsed(reset)), Is.Empty);

    [Test]
    public void Every_word_of_every_enum_is_in_the_schema()
    {
        foreach (ResetEvent reset in EveryWord())
            Assert.That(s_schema.Validate(Parsed(reset)), Is.Empty, reset.ToString());
    }

    // The validator must be able to fail: each required member gone, each value of a wrong kind.
    [Test]
    public void An_event_without_a_required_member_is_caught()
    {
        foreach (string path in new[]
        {
            "schema", "@timestamp", "event", "reset", "network", "flow", "capture", "client",
            "event.id", "reset.sender", "reset.frames", "reset.evidence", "network.community_id",
            "capture.tcp_stream", "flow.start", "source.port",
        })
        {
            JsonObject json = Parsed(Events.IdleBox);
            (JsonObject parent, string name) = Find(json, path);
            parent.Remove(name);
            Assert.That(s_schema.Validate(json), Is.Not.Empty, $"without {path}");
        }
    }

    [TestCase("reset.sender", "\"box\"")]
    [TestCase("reset.flags", "\"SA\"")]
    [TestCase("reset.confidence", "1.5")]
    [TestCase("reset.frames", "[]")]
    [TestCase("reset.frames", "[\"1\"]")]
    [TestCase("reset.trigger_frame", "1.5")]
    [TestCase("reset.degraded", "[\"tired\"]")]
    [TestCase("reset.evidence", "[{\"rule\":\"ttl\",\"says\":\"nobody\",\"text\":\"\"}]")]
    [TestCase("network.community_id", "\"2:abc\"")]
    [TestCase("source.ip", "null")]
    [TestCase("schema", "\"rsttrace.reset/2\"")]
    public void An_event_with_a_wrong_value_is_caught(string path, string value)
    {
        JsonObject json = Parsed(Events.IdleBox);
        (JsonObject parent, string name) = Find(json, path);
        parent[name] = JsonNode.Parse(value);

        Assert.That(s_schema.Validate(json), Is.Not.Empty);
    }

    [Test]
    public void One_event_is_written_as_it_always_was()
        => Golden.Check(Lines(["client.pcap"], Events.IdleBox, Events.ClosedPort), "events.txt");

    [TestCase(ControlBits.Reset, "R")]
    [TestCase(ControlBits.Reset | ControlBits.Ack, "RA")]
    [TestCase(ControlBits.Fin | ControlBits.Reset | ControlBits.Ack, "FRA")]
    [TestCase((ControlBits)0x1FF, "FSRPAUECN")]
    public void Flags_are_letters(ControlBits flags, string letters)
        => Assert.That(
            (string)Parsed(Events.IdleBox with { Flags = flags })["reset"]!["flags"]!,
            Is.EqualTo(letters));

    [TestCase(0, "1970-01-01T00:00:00.000000000Z")]
    [TestCase(1_795_221_599_374_393_001, "2026-11-21T00:39:59.374393001Z")]
    [TestCase(-1, "1969-12-31T23:59:59.999999999Z")]
    [TestCase(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [TestCase(long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    public void Time_is_utc_with_nine_digits(long nanoseconds, string text)
    {
        JsonObject json = Parsed(Events.IdleBox with { Time = new Timestamp(nanoseconds) });

        Assert.That((string)json["@timestamp"]!, Is.EqualTo(text));
    }

    [Test]
    public void The_identity_is_that_of_the_reset_and_not_of_the_file()
    {
        string name = Id(Events.IdleBox);

        Assert.That(Lines(["elsewhere/copy.pcap"], Events.IdleBox), Does.Contain(name));
        Assert.That(
            Id(Events.IdleBox with { Verdict = Events.Abort.Verdict }), Is.EqualTo(name),
            "whatever is said of it");
    }

    [Test]
    public void Other_resets_have_other_identities()
    {
        FlowSummary flow = Events.IdleBox.Flow;
        ResetEvent[] others =
        [
            Events.IdleBox,
            Events.IdleBox with { Frames = [Events.Frame(16)] },
            Events.IdleBox with { Time = Events.IdleBox.Time + new Duration(1) },
            Events.IdleBox with { ClaimedSender = Side.Client },
            Events.IdleBox with { Flow = flow with { Encapsulation = 1 } },
            Events.IdleBox with { Flow = flow with { IsIpv6 = true } },
            Events.IdleBox.AtServer(0x0A4D0203, 20_001),
            Events.IdleBox.AtServer(0x0A4D0202, 20_002),
        ];

        Assert.That(others.Select(Id), Is.Unique);
    }

    [Test]
    public void The_rest_of_a_ring_goes_to_also_in()
    {
        ResetEvent reset = Events.KeepAliveRace with
        {
            Frames = [Events.Frame(13, 1), Events.Frame(15, 1), Events.Frame(2, 2)],
            Trigger = Events.Frame(10, 0),
            Verdict = Events.KeepAliveRace.Verdict with
            {
                Evidence =
                [
                    new("order", Party.Server, [Events.Frame(10), Events.Frame(13, 1)], "Order."),
                ],
            },
        };
        JsonObject json = Parsed(reset, "a.pcap0", "a.pcap1", "a.pcap2");
        JsonNode said = json["reset"]!;

        Assert.That(s_schema.Validate(json), Is.Empty);
        Assert.That((string)json["capture"]!["file"]!, Is.EqualTo("a.pcap1"));
        Assert.That(said["frames"]!.ToJsonString(), Is.EqualTo("[13,15]"));
        Assert.That(said["also_in"]!.ToJsonString(),
            Is.EqualTo("""[{"file":"a.pcap2","frames":[2],"seen":"yes"}]"""));
        Assert.That(said["trigger_frame"], Is.Null, "a number would be taken for one of a.pcap1");
        Assert.That(said["trigger_also_in"]!.ToJsonString(),
            Is.EqualTo("""[{"file":"a.pcap0","frames":[10],"seen":"yes"}]"""));
        Assert.That(said["evidence"]![0]!["frames"]!.ToJsonString(), Is.EqualTo("[13]"));
    }

    [Test]
    public void Standard_input_has_no_file()
        => Assert.That(Parsed(Events.IdleBox, "-")["capture"]!["file"], Is.Null);

    [Test]
    public void Hostile_text_is_kept_and_steers_no_terminal()
    {
        const string Hostile = "x\e[2J\r\n\u202Ey\u009B1m\u2028\"\\\u0000z\uD800é";
        ResetEvent reset = Events.IdleBox with { StatedReason = Hostile };

        string line = Lines([Hostile], reset);
        JsonNode json = JsonNode.Parse(line)!;

        Assert.That(line, Does.Not.Match(@"[\p{Cc}\p{Cf}\p{Zl}-[\n]]"));
        Assert.That(line.Count(c => c == '\n'), Is.EqualTo(1), "one line");
        Assert.That((string)json["reset"]!["stated_reason"]!,
            Is.EqualTo(Hostile.Replace('\uD800', '\uFFFD')), "nothing is lost but what is no text");
    }

    [Test]
    public void What_needs_no_escape_has_none()
    {
        string line = Lines(["é/it's <here>.pcap"], Events.IdleBox);

        Assert.That(line, Does.Contain("é/it's <here>.pcap"));
        Assert.That(Lines(["a\uD800b"], Events.IdleBox), Does.Contain("a\uFFFDb"));
        Assert.That(line, Does.Contain(CommunityId.Of(Events.IdleBox.Flow)), "to be found by grep");
    }

    [Test]
    public void A_reader_of_a_pipe_sees_each_line_at_once()
    {
        using var output = new CountingStream();
        using var report = new NdjsonReport(output);
        report.Open(["a"]);
        report.Take(Events.IdleBox);

        Assert.That((output.Writes, output.Flushes), Is.EqualTo((1, 1)));
        Assert.That(output.Length, Is.GreaterThan(1_000));
    }

    [Test]
    public void A_million_lines_do_not_grow_memory()
    {
        using var report = new NdjsonReport(Stream.Null);
        report.Open(["a"]);
        for (int i = 0; i < 1_000; i++) report.Take(Events.IdleBox);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 100_000; i++) report.Take(Events.IdleBox);

        Assert.That(
            GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(100_000));
    }

    static IEnumerable<ResetEvent> EveryWord()
    {
        ResetEvent reset = Events.IdleBox;
        foreach (Party party in Enum.GetValues<Party>())
        {
            yield return reset with
            {
                Verdict = reset.Verdict with
                {
                    Sender = party,
                    Evidence = [new("r", party, [], "Text.")],
                    Alternatives = [new(party, reset.Verdict.Cause, 0.1, "nothing")],
                },
            };
        }

        foreach (Stage stage in Enum.GetValues<Stage>())
            yield return reset with { Verdict = reset.Verdict with { Stage = stage } };
        foreach (Side side in Enum.GetValues<Side>())
            yield return reset with { ClaimedSender = side };
        foreach (ResetShape shape in Enum.GetValues<ResetShape>())
            yield return reset with { Shape = shape };
        foreach (SequenceFit fit in Enum.GetValues<SequenceFit>())
            yield return reset with { SequenceFit = fit };
        yield return reset with { Degraded = (Degradations)0xFF };
        yield return reset with
        {
            Accepted = null,
            Idle = null,
            SinceTrigger = null,
            Trigger = default,
        };
        yield return reset with
        {
            Verdict = reset.Verdict with { Confidence = double.NaN },
        };
    }

    static string Id(ResetEvent reset) => (string)Parsed(reset)["event"]!["id"]!;

    static JsonObject Parsed(ResetEvent reset) => Parsed(reset, "client.pcap");

    static JsonObject Parsed(ResetEvent reset, params string[] files)
        => JsonNode.Parse(Lines(files, reset))!.AsObject();

    static string Lines(string[] files, params ResetEvent[] resets)
    {
        using var output = new MemoryStream();
        using var report = new NdjsonReport(output);
        report.Open(files);
        foreach (ResetEvent reset in resets) report.Take(reset);
        report.Close(new TraceCounters(), []);
        report.Finish();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    static (JsonObject Parent, string Name) Find(JsonObject json, string path)
    {
        string[] names = path.Split('.');
        JsonObject parent = json;
        foreach (string name in names[..^1]) parent = parent[name]!.AsObject();
        return (parent, names[^1]);
    }

    sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public int Flushes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            base.Write(buffer);
        }

        public override void Flush() => Flushes++;
    }
}
